using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Lanes;
using QuantumAI.Runtime.Shutdown;
using QuantumAI.Runtime.Worlds;

namespace QuantumAI.Runtime.Tests.Shutdown;

/// <summary>Whole shutdowns in virtual time against arithmetic: a phase takes as long as its slowest task, or its timeout.</summary>
public sealed class ShutdownProperties
{
    private const long Millisecond = 1_000_000;

    [Fact]
    public void Prop_outcomes_and_times_must_be_those_of_the_tasks_delays() => Seeds.Hold(12, (random, size) =>
    {
        using var world = new VirtualWorld(7, 0);
        Lane[] lanes = [world.CreateLane("a"), world.CreateLane("b")];
        var phases = Enumerable.Range(0, 1 + (size / 3))
            .Select(n => new ShutdownPhase($"p{n}")
            {
                DependsOn = n == 0 ? [] : [$"p{n - 1}"],
                Timeout = TimeSpan.FromMilliseconds(1 + random.Next(40)),
                Recover = random.Next(4) > 0,
            })
            .ToArray();
        var shutdown = CoordinatedShutdown.Start(world.CreateLane("shutdown"), phases);
        var (expected, isAborted, elapsed) = (new List<string>(), false, 0L);
        foreach (var phase in phases)
        {
            var (longest, isClean, timeout) = (0L, true, phase.Timeout.Ticks * 100);
            var tasks = random.Next(4);
            for (var task = 0; task < tasks; task++)
            {
                var delay = random.Next(4) == 0 ? 0 : (random.Next(60) * Millisecond) + 1; // never the timeout itself
                var fails = Add(shutdown, phase.Name, $"{task}", lanes[random.Next(2)], delay, random.Next(4));
                var outcome = isAborted ? ShutdownTaskOutcome.NotRun
                    : fails ? ShutdownTaskOutcome.Failed
                    : delay < timeout ? ShutdownTaskOutcome.Done
                    : ShutdownTaskOutcome.MissedDeadline;
                expected.Add($"{phase.Name}/{task} {outcome}");
                isClean &= outcome == ShutdownTaskOutcome.Done;
                longest = fails ? longest : Math.Max(longest, Math.Min(delay, timeout));
            }

            elapsed += isAborted ? 0 : longest;
            isAborted |= !isClean && !phase.Recover;
        }

        var run = shutdown.RunAsync("test");
        Assert.True(shutdown.Completion.IsCompletedSuccessfully);
        var report = shutdown.Completion.GetAwaiter().GetResult();
        Assert.Equal(expected, report.Phases.SelectMany(phase => phase.Tasks.Select(task => $"{phase.Name}/{task.Name} {task.Outcome}")));
        Assert.Equal((elapsed, isAborted), (report.EndedNanos, report.IsAborted));
        Assert.Equal(elapsed, report.Phases.Sum(phase => phase.ElapsedNanos));
        Assert.Null(world.Fault);
        GC.KeepAlive(run);
    });

    /// <returns>Whether the task fails.</returns>
    private static bool Add(CoordinatedShutdown shutdown, string phase, string name, Lane lane, long delayNanos, int kind)
    {
        switch (kind)
        {
            case 0:
                shutdown.AddTask(phase, name, _ => throw new InvalidDataException("test"));
                return true;
            case 1:
                var answering = lane.Spawn($"{phase}-{name}", new Script<ReplyTo<Done>?>((context, reply) => Later(context, delayNanos, reply)));
                shutdown.AddActorTask(phase, name, reply => answering.Tell(reply));
                return false;
            default:
                shutdown.AddActorTermination(phase, name, lane.Spawn($"{phase}-{name}", new Stopping(delayNanos)), "stop");
                return false;
        }
    }

    private static void Later(ActorContext<ReplyTo<Done>?> context, long delayNanos, ReplyTo<Done>? reply)
    {
        if (delayNanos == 0)
            reply!.Tell(Done.Instance);
        else
            context.Spawn(null, new Props<int>(() => new Script<int>((_, _) => reply!.Tell(Done.Instance), self => self.StartTimer("t", delayNanos, 1))));
    }

    private sealed class Stopping(long delayNanos) : Actor<string>
    {
        protected override void Receive(in string message)
        {
            if (message == "stop" && delayNanos > 0)
                Context.StartTimer("stop", delayNanos, "now");
            else
                Context.Stop();
        }
    }
}
