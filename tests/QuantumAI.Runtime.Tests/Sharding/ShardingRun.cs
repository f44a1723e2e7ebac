using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Sharding;
using QuantumAI.Runtime.Sharding.InProcess;
using QuantumAI.Runtime.Supervision;
using QuantumAI.Runtime.Worlds;

namespace QuantumAI.Runtime.Tests.Sharding;

/// <summary>A random life of a cluster in the virtual world: senders, nodes that come and go, epochs that come late.</summary>
internal sealed class ShardingRun : IDisposable
{
    private const int Entities = 12, Senders = 4;
    private static readonly string[] Names = ["node-1", "node-2", "node-3", "node-4", "node-5"];
    private readonly Random _random;
    private readonly bool _mayCrash;
    private readonly VirtualWorld _world;
    private readonly InProcessCluster _cluster;
    private readonly IShardRegion<Note> _region;
    private readonly HeldOwnership _ownership = new();
    private readonly List<ActorRef<Note>> _senders = [];
    private readonly List<Task> _departures = [];
    private readonly HashSet<string> _leaving = [];
    private readonly int[] _numbers = new int[Senders];

    public ShardingRun(Random random, bool mayCrash)
    {
        (_random, _mayCrash) = (random, mayCrash);
        _world = new VirtualWorld((ulong)random.NextInt64(), 1_000_000_000);
        _cluster = new InProcessCluster(_world, _ownership);
        Props = new ShardRegionProps<Note>("notes", life => new Props<Note>(() => new Probe(Oracle, life)))
        {
            Shards = 1 + random.Next(4),
            BufferCapacity = random.Next(3) == 0 ? 4 : 1_000,
            MostEntities = random.Next(3) == 0 ? 2 : 1_000,
            EntityOverflow = random.Next(4) == 0 ? EntityOverflow.Refuse : EntityOverflow.PassivateLeastRecentlyUsed,
            PassivateAfterNanos = random.Next(2) * 500_000_000,
            Remembered = random.Next(2) == 0 ? new MemoryRememberedEntities() : null,
            StopMessage = random.Next(2) == 0 ? () => new Note(Oracle, "", 0, 0, Deed.End) : null,
            MostHandOvers = 1 + random.Next(3),
            Backoff = new Backoff(10_000_000, 1_000_000_000),
        };
        _region = _cluster.StartRegion(Props);
        for (var sender = 0; sender < Senders; sender++)
            _senders.Add(_world.CreateLane($"sender-{sender}").Spawn("sender", new Script<Note>((_, note) => _region.Tell(note.EntityId, note))));
    }

    private int _seconds;

    public Oracle Oracle { get; } = new();

    public ShardRegionProps<Note> Props { get; }

    public int Sent { get; private set; }

    public int Moves { get; private set; }

    public int Crashes { get; private set; }

    /// <summary>Lives through some steps, then lets everything come to rest.</summary>
    public void Play(int steps)
    {
        for (var step = 0; step < steps; step++)
        {
            Step();
            Assert.Empty(Oracle.Broken);
        }

        _ownership.IsHolding = false;
        while (!_cluster.Nodes.Any(IsMember))
        {
            if (Names.FirstOrDefault(name => !_cluster.Nodes.Contains(name)) is { } free)
                _cluster.Join(free);
            else
                PassSecond(); // every name is leaving still: one has to be gone before it can come again
        }

        for (var second = 0; second < 60; second++)
            PassSecond();
    }

    private void PassSecond()
    {
        Assert.True(++_seconds < 1_000, "no node has left");
        _ownership.AnswerAll();
        _world.AdvanceTo(_world.NowNanos + 1_000_000_000);
        ForgetWhoHasLeft();
    }

    private void ForgetWhoHasLeft() => _leaving.RemoveWhere(name => !_cluster.Nodes.Contains(name));

    /// <summary>What must hold when nothing waits any more.</summary>
    public void CheckRest()
    {
        Assert.Empty(Oracle.Broken);
        Assert.Null(_world.Fault);
        Assert.All(_departures, departure => Assert.True(departure.IsCompletedSuccessfully));
        Assert.All(_region.State, status => Assert.Equal((ShardPhase.Owned, ShardHash.Candidate("notes", status.Shard, _cluster.Nodes)), (status.Phase, status.Node)));
        if (Crashes == 0)
        {
            Assert.Equal(Sent, Oracle.Handled + Oracle.Refused);
            Assert.Equal(0, Oracle.Overlaps);
        }
        else
        {
            Assert.True(Oracle.Handled + Oracle.Refused <= Sent);
        }

        if (Props is { BufferCapacity: > 10, MostEntities: > 10 } && Crashes == 0)
            Assert.Equal(0, Oracle.Refused);
        Assert.Equal(Oracle.Live, Known());
        if (Props.PassivateAfterNanos > 0)
            Assert.Empty(Oracle.Live);
    }

    public void Dispose() => _world.Dispose();

    private void Step()
    {
        var node = Names[_random.Next(Names.Length)];
        switch (_random.Next(100))
        {
            case < 55:
                Send();
                break;
            case < 58:
                _region.Start(EntityId());
                break;
            case < 72:
                _world.RunUntilIdle();
                break;
            case < 80:
                _world.AdvanceTo(_world.NowNanos + _random.Next(400_000_000));
                break;
            case < 90 when _ownership.Held > 0:
                _ownership.Answer(_random.Next(_ownership.Held), isRefused: _random.Next(6) == 0);
                break;
            case < 94 when !_cluster.Nodes.Contains(node):
                Moves++;
                _cluster.Join(node);
                break;
            case < 97 when IsMember(node):
                _departures.Add(_cluster.LeaveAsync(node));
                _leaving.Add(node);
                break;
            case 99 when _mayCrash && _cluster.Nodes.Contains(node):
                Crashes++;
                _world.RunUntilIdle(); // what the coordinator has decided is what the crash hits
                if (!_cluster.Nodes.Contains(node))
                    break;
                Oracle.Lose(_region.State.Where(status => status.Node == node).Select(status => new ShardTerm("notes", status.Shard, status.Epoch)));
                _cluster.Crash(node);
                break;
        }

        ForgetWhoHasLeft();
    }

    private bool IsMember(string node) => _cluster.Nodes.Contains(node) && !_leaving.Contains(node);

    private void Send()
    {
        var sender = _random.Next(Senders);
        var deed = _random.Next(20) switch { 0 => Deed.Fail, 1 => Deed.Passivate, 2 => Deed.Stop, _ => Deed.Work };
        var note = new Note(Oracle, EntityId(), sender, ++_numbers[sender], deed);
        Sent++;
        _senders[sender].Tell(note);
    }

    private string EntityId() => $"entity-{_random.Next(Entities)}";

    private string[] Known() =>
        [.. Enumerable.Range(0, Props.Shards).SelectMany(Known).Order(StringComparer.Ordinal)];

    private IReadOnlyList<string> Known(int shard)
    {
        var answer = _region.EntitiesAsync(shard, TimeSpan.FromSeconds(60)).AsTask();
        _world.RunUntilIdle();
        return answer.WaitAsync(TimeSpan.FromSeconds(60)).GetAwaiter().GetResult();
    }
}
