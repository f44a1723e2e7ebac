using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Lanes;
using QuantumAI.Runtime.Supervision;
using QuantumAI.Runtime.Worlds;

namespace QuantumAI.Runtime.Tests.Actors;

/// <summary>A drained stop that is told from inside the lane, while messages of other lanes wait.</summary>
public sealed class DrainTests : IDisposable
{
    private readonly VirtualWorld _world = new(7, 0);
    private readonly List<int> _seen = [];
    private readonly Lane _lane;

    public DrainTests() => _lane = _world.CreateLane("lane");

    public void Dispose() => _world.Dispose();

    public static TheoryData<string> Answers => ["resume", "restart", "pause"];

    [Theory]
    [MemberData(nameof(Answers))]
    public void failure_while_draining_must_cost_only_its_message(string answer)
    {
        var actor = Spawn(Overflow.Reject, answer switch
        {
            "resume" => SupervisorStrategy.Resume,
            "restart" => SupervisorStrategy.Restart(),
            _ => SupervisorStrategy.Restart(backoff: new Backoff(1_000, 1_000, 0)),
        });
        var neighbour = _lane.Spawn("neighbour", new Script<int>((_, _) => actor.StopWhenDrained()));
        _world.RunUntilIdle();
        neighbour.Tell(0);
        for (var n = 1; n <= 5; n++)
            actor.Tell(n == 2 ? -1 : n);
        _world.AdvanceTo(10_000);
        Assert.Equal([1, 3, 4, 5], _seen);
        Assert.Empty(_world.DeadLetters);
        actor.Tell(6);
        Assert.Equal(1, _world.DeadLetters["lane/actor"]);
    }

    [Theory]
    [InlineData(Overflow.Reject)]
    [InlineData(Overflow.DropOldest)]
    [InlineData(Overflow.Conflate)]
    public void what_entered_before_must_be_handled(Overflow overflow)
    {
        var actor = Spawn(overflow, SupervisorStrategy.Escalate);
        var neighbour = _lane.Spawn("neighbour", new Script<int>((_, _) => actor.StopWhenDrained()));
        _world.RunUntilIdle();
        neighbour.Tell(0);
        for (var n = 1; n <= 3; n++)
            actor.Tell(n);
        _world.RunUntilIdle();
        Assert.Equal([1, 2, 3], _seen);
        Assert.Empty(_world.DeadLetters);
        actor.Tell(4);
        Assert.Equal(1, _world.DeadLetters["lane/actor"]);
    }

    private ActorRef<int> Spawn(Overflow overflow, SupervisorStrategy supervision) => _lane.Spawn("actor", new Props<int>(() => new Script<int>((_, n) =>
    {
        if (n < 0)
            throw new InvalidDataException("test");
        _seen.Add(n);
    }))
    { Overflow = overflow, Supervision = supervision });
}
