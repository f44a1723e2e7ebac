using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Discovery;
using QuantumAI.Runtime.Lanes;
using QuantumAI.Runtime.Worlds;

namespace QuantumAI.Runtime.Tests.Discovery;

/// <summary>Random histories against a list that is searched from end to end.</summary>
public sealed class ReceptionistProperties
{
    private const int Keys = 3;
    private const int Actors = 8;

    [Fact]
    public void Prop_listings_answers_and_what_subscribers_hear_must_be_the_models() => Seeds.Hold(120, (random, steps) =>
    {
        using var run = new Run(new ReceptionistSettings { MostRegistrations = 9, MostSubscribers = 7 }, capacity: 4096);
        for (var step = 0; step < steps; step++)
        {
            run.Step(random, isSettled: true);
            Assert.Equal(ByActor(run.Model.Heard), ByActor(run.Heard));
            for (var key = 0; key < Keys; key++)
                Assert.Equal(run.Model.Listing(key), run.Find(key));
        }

        Assert.Null(run.World.Fault);
    });

    [Fact]
    public void Prop_every_live_subscriber_must_end_with_the_last_listing_when_mailboxes_are_full() => Seeds.Hold(120, (random, steps) =>
    {
        using var run = new Run(new ReceptionistSettings(), capacity: 1);
        for (var step = 0; step < steps; step++)
        {
            run.Step(random, isSettled: random.Next(12) == 0);
            if (random.Next(20) == 0)
                run.World.AdvanceTo(run.World.NowNanos + random.Next(200_000_000));
        }

        run.World.AdvanceTo(run.World.NowNanos + 10_000_000_000);
        foreach (var (key, actor) in run.Model.Subscriptions)
            Assert.Equal($"{actor} {key}: {string.Join(' ', run.Model.Listing(key))}", run.Heard.Last(line => line.StartsWith($"{actor} {key}:", StringComparison.Ordinal)));
        for (var key = 0; key < Keys; key++)
            Assert.Equal(run.Model.Listing(key), run.Find(key));
    });

    /// <summary>What each heard in its order; lanes have none among them.</summary>
    private static IEnumerable<string> ByActor(IEnumerable<string> heard) => heard.OrderBy(line => line.Split(' ')[0], StringComparer.Ordinal);

    private sealed class Run : IDisposable
    {
        private readonly ServiceKey<string>[] _keys = [.. Enumerable.Range(0, Keys).Select(key => new ServiceKey<string>($"key-{key}"))];
        private readonly ActorRef<string>[] _actors;
        private readonly Receptionist _receptionist;
        private readonly Lane[] _lanes;
        private readonly int _capacity;
        private int _born;

        public Run(ReceptionistSettings settings, int capacity)
        {
            _capacity = capacity;
            Model = new Model(settings);
            _lanes = [World.CreateLane("a"), World.CreateLane("b")];
            _receptionist = Receptionist.Start(_lanes[0], settings);
            _actors = [.. Enumerable.Range(0, Actors).Select(_ => Born())];
            World.RunUntilIdle();
        }

        public VirtualWorld World { get; } = new(7, 0);

        public Model Model { get; }

        public List<string> Heard { get; } = [];

        public void Dispose() => World.Dispose();

        public IEnumerable<string> Find(int key)
        {
            var found = _receptionist.FindAsync(_keys[key], TimeSpan.FromSeconds(20)).AsTask();
            World.RunUntilIdle();
            return found.GetAwaiter().GetResult().ServiceInstances.Select(service => service.Path);
        }

        public void Step(Random random, bool isSettled)
        {
            var (key, at) = (random.Next(Keys), random.Next(Actors));
            var (actor, path) = (_actors[at], _actors[at].Path);
            var (admitted, expected) = (default(Task<Admission>), AdmissionCode.Unspecified);
            var timeout = TimeSpan.FromSeconds(20);
            switch (random.Next(10))
            {
                case 0 or 1 or 2:
                    expected = Model.Register(key, path);
                    admitted = _receptionist.RegisterAsync(_keys[key], actor, timeout).AsTask();
                    break;
                case 3:
                    Model.Deregister(key, path);
                    _receptionist.Ref.Tell(new Receptionist.Deregister<string>(_keys[key], actor));
                    break;
                case 4 or 5 or 6:
                    expected = Model.Subscribe(key, path);
                    admitted = _receptionist.SubscribeAsync(
                        _keys[key], actor, listing => $"{path} {key}: {string.Join(' ', listing.ServiceInstances)}", timeout).AsTask();
                    break;
                case 7:
                    Model.Unsubscribe(key, path);
                    _receptionist.Ref.Tell(new Receptionist.Unsubscribe<string>(_keys[key], actor));
                    break;
                default:
                    Model.Ended(path);
                    actor.Stop();
                    _actors[at] = Born();
                    break;
            }

            if (!isSettled)
                return;
            World.RunUntilIdle();
            if (admitted is { } answer)
                Assert.Equal(expected, answer.GetAwaiter().GetResult().Code);
        }

        private ActorRef<string> Born() => _lanes[_born % 2].Spawn($"actor-{_born++}", new Script<string>((_, line) => Heard.Add(line)), _capacity);
    }

    /// <summary>Who stands where, in plain lists.</summary>
    private sealed class Model(ReceptionistSettings settings)
    {
        private readonly List<(int Key, string Actor)> _services = [];

        /// <summary>An actor's keys in the order in which it came to them.</summary>
        private readonly List<(string Actor, int Key)> _places = [];

        public List<(int Key, string Actor)> Subscriptions { get; } = [];

        public List<string> Heard { get; } = [];

        public IEnumerable<string> Listing(int key) => _services.Where(service => service.Key == key).Select(service => service.Actor);

        public AdmissionCode Register(int key, string actor)
        {
            if (_services.Contains((key, actor)))
                return AdmissionCode.AlreadyAdmitted;
            if (_services.Count == settings.MostRegistrations)
                return AdmissionCode.TooManyRegistrations;
            _services.Add((key, actor));
            _places.Add((actor, key));
            Publish(key);
            return AdmissionCode.Admitted;
        }

        public void Deregister(int key, string actor)
        {
            if (!_services.Remove((key, actor)))
                return;
            _places.Remove((actor, key));
            Publish(key);
        }

        public AdmissionCode Subscribe(int key, string actor)
        {
            var isKnown = Subscriptions.Contains((key, actor));
            if (!isKnown && Subscriptions.Count == settings.MostSubscribers)
                return AdmissionCode.TooManySubscribers;
            if (!isKnown)
            {
                Subscriptions.Add((key, actor));
                _places.Add((actor, key));
            }

            Hear(key, actor);
            return isKnown ? AdmissionCode.AlreadyAdmitted : AdmissionCode.Admitted;
        }

        public void Unsubscribe(int key, string actor)
        {
            if (Subscriptions.Remove((key, actor)))
                _places.Remove((actor, key));
        }

        public void Ended(string actor)
        {
            var keys = _places.Where(place => place.Actor == actor).Select(place => place.Key).Distinct().ToArray();
            _places.RemoveAll(place => place.Actor == actor);
            Subscriptions.RemoveAll(subscription => subscription.Actor == actor);
            foreach (var key in keys.Where(key => _services.Remove((key, actor))))
                Publish(key);
        }

        private void Publish(int key)
        {
            foreach (var subscription in Subscriptions.Where(subscription => subscription.Key == key))
                Hear(key, subscription.Actor);
        }

        private void Hear(int key, string actor) => Heard.Add($"{actor} {key}: {string.Join(' ', Listing(key))}");
    }
}
