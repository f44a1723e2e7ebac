using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Supervision;

namespace QuantumAI.Runtime.Tests.Actors;

/// <summary>Restart limits, pauses and what waits for them, against a simulation by hand.</summary>
public sealed class RestartModelTests
{
    [Fact]
    public void Prop_restarts_stay_within_the_limit_of_every_window_and_nothing_that_waits_is_lost() => Scenario.Hold(120, Play, runs: 500);

    [Fact]
    [Trait("Size", "proof")]
    public void Prop_restarts_stay_within_the_limit_over_many_seeds() => Scenario.Hold(400, Play, runs: 5_000);

    private static void Play(Scenario scenario)
    {
        var (world, random, trace, instances) = (scenario.World, scenario.Random, new List<(long, int, int)>(), 0);
        var strategy = SupervisorStrategy.Restart(
            random.Next(-1, 6), random.Next(2) == 0 ? long.MaxValue : random.Next(1, 300), random.Next(3) == 0 ? null : new Backoff(random.Next(1, 40), 150, 0));
        var model = new Model(strategy);
        var actor = world.CreateLane("lane").Spawn("actor", new Props<int>(() =>
        {
            var instance = ++instances;
            return new Script<int>((context, n) =>
            {
                trace.Add((context.NowNanos, instance, n));
                if (n % 3 == 0)
                    throw new InvalidDataException("test");
            });
        })
        {
            Supervision = strategy,
        });
        for (var n = 1; n <= scenario.Size; n++)
        {
            if (random.Next(3) == 0)
            {
                world.AdvanceTo(world.NowNanos + random.Next(80));
                model.AdvanceTo(world.NowNanos);
            }

            var number = random.Next(2) == 0 ? n : (n * 3) + 1; // every third of the first kind throws
            actor.Tell(number);
            world.RunUntilIdle();
            model.Tell(number);
        }

        world.AdvanceTo(1_000_000);
        model.AdvanceTo(1_000_000);
        Assert.Equal(model.Trace, trace);
        Assert.Equal(model.Lost, world.DeadLetters.GetValueOrDefault("lane/actor"));
        Assert.Equal(!model.HasStopped, actor.TryTell(1));
    }

    private sealed class Model(SupervisorStrategy strategy)
    {
        private readonly List<long> _restarts = [];
        private readonly Queue<int> _waiting = new();
        private long _now;
        private long? _resumes;
        private int _instance = 1;

        public List<(long, int, int)> Trace { get; } = [];

        public long Lost { get; private set; }

        public bool HasStopped { get; private set; }

        public void Tell(int number)
        {
            _waiting.Enqueue(number);
            Run();
        }

        public void AdvanceTo(long nanos)
        {
            while (_resumes <= nanos)
            {
                _now = _resumes.Value;
                Resume();
                Run();
            }

            _now = nanos;
        }

        private void Run()
        {
            while (_resumes is null && _waiting.TryDequeue(out var number))
            {
                if (HasStopped)
                {
                    Lost++;
                    continue;
                }

                Trace.Add((_now, _instance, number));
                if (number % 3 == 0)
                    Fail();
            }
        }

        private void Fail()
        {
            var recent = _restarts.Count(restart => _now - restart < strategy.WindowNanos);
            HasStopped = strategy.MostRestarts >= 0 && recent >= strategy.MostRestarts;
            if (HasStopped)
                return;
            _restarts.Add(_now);
            _resumes = _now + (strategy.Backoff?.PauseNanos(recent, 0.5) ?? 0);
            if (_resumes == _now)
                Resume();
        }

        private void Resume()
        {
            _resumes = null;
            _instance++;
        }
    }
}
