using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Sharding;
using QuantumAI.Runtime.Sharding.InProcess;
using QuantumAI.Runtime.Supervision;
using QuantumAI.Runtime.Worlds;

namespace QuantumAI.Runtime.Tests.Sharding;

public sealed class SingletonTests : IDisposable
{
    private readonly VirtualWorld _world = new(7, 0);
    private readonly Oracle _oracle = new();
    private readonly HeldOwnership _ownership = new() { IsHolding = false };
    private readonly InProcessCluster _cluster;
    private readonly ISingleton<Note> _singleton;
    private int _sent;

    public SingletonTests()
    {
        _cluster = new InProcessCluster(_world, _ownership);
        _singleton = _cluster.StartSingleton(new SingletonProps<Note>("clock", life => new Props<Note>(() => new Probe(_oracle, life)))
        {
            BufferCapacity = 2,
            Backoff = new Backoff(1_000, 10_000, Jitter: 0),
        });
    }

    public void Dispose() => _world.Dispose();

    [Fact]
    public void singleton_must_run_without_a_message_as_soon_as_there_is_a_node()
    {
        _world.RunUntilIdle();
        Assert.Empty(_oracle.Live);
        _cluster.Join("a");
        _world.RunUntilIdle();
        Assert.Equal(["singleton"], _oracle.Live);
        Assert.Equal(new ShardStatus(0, ShardPhase.Owned, "a", 1), _singleton.State);
    }

    [Fact]
    public void proxy_must_buffer_while_it_moves_and_refuse_beyond_the_bound()
    {
        _cluster.Join("a");
        _world.RunUntilIdle();
        Tell();
        var left = _cluster.LeaveAsync("a");
        _ownership.IsHolding = true;
        _cluster.Join("b");
        _world.RunUntilIdle();
        Assert.True(left.IsCompletedSuccessfully);
        for (var i = 0; i < 3; i++)
            Tell();
        _world.RunUntilIdle();
        Assert.Equal((1, 1), (_oracle.Handled, _oracle.Refused));
        _ownership.AnswerAll();
        _world.RunUntilIdle();
        Assert.Equal((3, "b", 2), (_oracle.Handled, _singleton.State.Node, _singleton.State.Epoch));
        Assert.Empty(_oracle.Broken);
    }

    [Fact]
    public void singleton_must_start_again_without_a_message_after_failure_and_crash()
    {
        _cluster.Join("a");
        Tell(Deed.Fail);
        _world.RunUntilIdle();
        Assert.Empty(_oracle.Live);
        _world.AdvanceTo(1_000);
        Assert.Equal(["singleton"], _oracle.Live);
        _cluster.Crash("a");
        _cluster.Join("b");
        _world.RunUntilIdle();
        Assert.Equal(["singleton"], _oracle.Live);
        Assert.Equal(3, _oracle.Starts);
    }

    private void Tell(Deed deed = Deed.Work) => _singleton.Ref.Tell(new Note(_oracle, "singleton", 1, ++_sent, deed));
}
