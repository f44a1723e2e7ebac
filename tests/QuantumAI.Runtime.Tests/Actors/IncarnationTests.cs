using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Lanes;
using QuantumAI.Runtime.Supervision;
using QuantumAI.Runtime.Worlds;

namespace QuantumAI.Runtime.Tests.Actors;

/// <summary>What an incarnation asked for, and what waits, while its successor waits for the end of the pause.</summary>
public sealed class IncarnationTests : IDisposable
{
    private readonly VirtualWorld _world = new(7, 0);
    private readonly List<string> _trace = [];
    private readonly Lane _lane;
    private int _instances;

    public IncarnationTests() => _lane = _world.CreateLane("lane");

    public void Dispose() => _world.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void answer_must_be_a_dead_letter_when_it_comes_during_the_pause_after_its_asker(bool isAnswered)
    {
        var server = _world.CreateLane("other").Probe<ReplyTo<string>>("server");
        var actor = Spawn((self, text) =>
        {
            if (text == "ask")
                self.Its.Ask<ReplyTo<string>, string>(server.Ref, reply => reply, 50, answer => answer, "late");
        });
        Tell(actor, "ask", "throw");
        server.Next();
        if (isAnswered)
            server.Reply(address => address, "answer");
        _world.AdvanceTo(1_000);
        Assert.Empty(_trace);
        Assert.Equal(1, _world.DeadLetters.GetValueOrDefault("lane/actor"));
    }

    [Fact]
    public void piped_result_must_be_a_dead_letter_when_its_asker_fails_in_the_same_message()
    {
        var actor = Spawn((self, text) =>
        {
            if (text == "throw")
                self.Its.PipeToSelf(Task.FromResult("piped"), done => done.Result);
        });
        Tell(actor, "throw");
        _world.AdvanceTo(1_000);
        Assert.Empty(_trace);
        Assert.Equal(1, _world.DeadLetters.GetValueOrDefault("lane/actor"));
    }

    [Fact]
    public void end_must_not_be_heard_when_the_next_incarnation_unwatches_at_its_start()
    {
        var victim = _world.CreateLane("other").Spawn("victim", new Script<int>((_, _) => { }));
        var actor = Spawn((_, _) => { }, self =>
        {
            if (_instances == 1)
                self.Its.Watch(victim);
            else
                self.Its.Unwatch(victim);
        });
        Tell(actor, "throw");
        victim.Stop();
        _world.AdvanceTo(1_000);
        Assert.Equal(2, _instances);
        Assert.Empty(_trace);
    }

    [Fact]
    public void stop_when_drained_must_come_after_what_waits_for_the_end_of_the_pause()
    {
        var actor = Spawn((_, _) => { });
        Tell(actor, "throw", "a", "b");
        actor.StopWhenDrained();
        Tell(actor, "c");
        _world.AdvanceTo(1_000);
        Assert.Equal(["a", "b"], _trace);
        Assert.Equal(1, _world.DeadLetters.GetValueOrDefault("lane/actor"));
    }

    [Fact]
    public void stop_when_drained_from_inside_the_lane_must_come_after_what_waits_from_outside()
    {
        var actor = Spawn((_, _) => { });
        var neighbour = _lane.Spawn("neighbour", new Script<int>((_, _) => actor.StopWhenDrained()));
        _world.RunUntilIdle();
        neighbour.Tell(1);
        Tell(actor, "a", "b");
        Assert.Equal(["a", "b"], _trace);
        Assert.Empty(_world.DeadLetters);
        actor.Tell("c");
        Assert.Equal(1, _world.DeadLetters.GetValueOrDefault("lane/actor"));
    }

    [Fact]
    public void limit_must_hold_when_it_is_above_a_hundred()
    {
        const int Limit = 100, Most = 150;
        _lane.Spawn("actor", new Props<int>(() => new Hooked<int>((_, _) => { })
        {
            Started = _ =>
            {
                if (++_instances < Most)
                    throw new InvalidDataException("start");
            },
        })
        { Supervision = SupervisorStrategy.Restart(Limit, windowNanos: 1_000) });
        _world.RunUntilIdle();
        Assert.Equal(Limit + 1, _instances);
    }

    private ActorRef<string> Spawn(Action<Hooked<string>, string> receive, Action<Hooked<string>>? start = null) => _lane.Spawn("actor", new Props<string>(() =>
    {
        _instances++;
        return new Hooked<string>((self, text) =>
        {
            receive(self, text);
            if (text == "throw")
                throw new InvalidDataException(text);
            if (text != "ask")
                _trace.Add(text);
        })
        {
            Started = start,
            Heard = (_, signal) => _trace.Add(signal.GetType().Name),
        };
    })
    {
        Supervision = SupervisorStrategy.Restart(backoff: new Backoff(100, 100, 0)),
    });

    private void Tell(ActorRef<string> actor, params string[] texts)
    {
        foreach (var text in texts)
            actor.Tell(text);
        _world.RunUntilIdle();
    }
}
