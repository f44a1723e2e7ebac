using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Supervision;
using QuantumAI.Runtime.Worlds;

namespace QuantumAI.Runtime.Tests.Worlds;

/// <summary>Timers of several actors against one sorted list: due order, then creation order; replaced, cancelled, periodic, ended by a restart.</summary>
public sealed class TimerModelTests
{
    private const int Actors = 5, Keys = 4, MostAlarms = 2_000;

    [Fact]
    public void Prop_timers_fire_in_due_then_creation_order() => Scenario.Hold(60, Play);

    [Fact]
    [Trait("Size", "proof")]
    public void Prop_timers_fire_in_due_then_creation_order_over_many_seeds() => Scenario.Hold(200, Play, runs: 1_000);

    private static void Play(Scenario scenario)
    {
        var (seed, fired) = ((ulong)scenario.Random.NextInt64(), new List<(long Nanos, int Actor, int Alarm)>());
        var model = new Model(seed);
        var actors = Enumerable.Range(0, Actors).Select(a => scenario.World.CreateLane($"lane-{a % 3}-{a}").Spawn("actor", new Props<int>(() => new Script<int>((context, alarm) =>
        {
            if (alarm >= 0)
                fired.Add((context.NowNanos, a, alarm));
            var plan = Plan.Of(seed, a, Math.Abs(alarm));
            foreach (var (kind, key, nanos, next) in plan.Steps)
                Do(context, kind, key, nanos, next);
            if (plan.MustThrow)
                throw new InvalidDataException("test");
        }))
        {
            Supervision = SupervisorStrategy.Restart(),
        })).ToList();
        for (var i = 1; i <= scenario.Size; i++)
        {
            var (a, until) = (scenario.Random.Next(Actors), scenario.World.NowNanos + scenario.Random.Next(40));
            actors[a].Tell(-i); // from outside: does what alarm i does, and is none itself
            scenario.World.AdvanceTo(until);
            model.Say(a, i);
            model.AdvanceTo(until);
        }

        Assert.Equal(model.Fired, fired);
    }

    private static void Do(ActorContext<int> context, StepKind kind, int key, long nanos, int next)
    {
        if (kind == StepKind.Start)
            context.StartTimer(key, nanos, next);
        else if (kind == StepKind.Period)
            context.StartPeriodicTimer(key, nanos + 1, next);
        else
            context.CancelTimer(key);
    }

    private enum StepKind
    {
        Start,
        Period,
        Cancel,
    }

    /// <summary>What an actor does at an alarm: a function of the seed, so that actor and model need not talk.</summary>
    private sealed record Plan(List<(StepKind Kind, int Key, long Nanos, int Next)> Steps, bool MustThrow)
    {
        public static Plan Of(ulong seed, int actor, int alarm)
        {
            var random = new Random((int)(WorldRandom.Mix(seed, (ulong)actor, (ulong)alarm) & int.MaxValue));
            var steps = Enumerable.Range(0, alarm > MostAlarms ? 0 : random.Next(3)).Select(step => (
                (StepKind)random.Next(3), random.Next(Keys), (long)random.Next(12), (alarm * 3) + 1_000 + step)).ToList();
            return new Plan(steps, random.Next(12) == 0);
        }
    }

    private sealed class Model(ulong seed)
    {
        private readonly List<(int Actor, int Key, long Due, long Created, long Period, int Alarm)> _timers = [];
        private long _now;
        private long _created;

        public List<(long Nanos, int Actor, int Alarm)> Fired { get; } = [];

        public void Say(int actor, int alarm)
        {
            var plan = Plan.Of(seed, actor, alarm);
            foreach (var (kind, key, nanos, next) in plan.Steps)
            {
                _timers.RemoveAll(timer => timer.Actor == actor && timer.Key == key);
                if (kind != StepKind.Cancel)
                    _timers.Add((actor, key, _now + nanos + (kind == StepKind.Period ? 1 : 0), ++_created, kind == StepKind.Period ? nanos + 1 : 0, next));
            }

            if (plan.MustThrow)
                _timers.RemoveAll(timer => timer.Actor == actor);
        }

        public void AdvanceTo(long nanos)
        {
            while (_timers.Where(timer => timer.Due <= nanos).OrderBy(timer => timer.Due).ThenBy(timer => timer.Created).Take(1).ToList() is [var next])
            {
                _now = Math.Max(_now, next.Due);
                _timers.Remove(next);
                if (next.Period > 0)
                    _timers.Add(next with { Due = Math.Max(_now + 1, next.Due + next.Period), Created = ++_created });
                Fired.Add((_now, next.Actor, next.Alarm));
                Say(next.Actor, next.Alarm);
            }

            _now = nanos;
        }
    }
}
