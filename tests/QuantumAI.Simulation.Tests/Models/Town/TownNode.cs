using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Persistence;
using QuantumAI.Simulation.Models;
using QuantumAI.Simulation.Processes;

namespace QuantumAI.Simulation.Tests.Models.Town;

/// <summary>A program of the town: it claims shards, runs a ledger for each, and keeps a log of its own. It never lets go by itself: only the fence ends it.</summary>
internal sealed class TownNode(JournalTown town, int number) : IDisposable
{
    private const long TtlNanos = 4_000_000_000;
    private const long TickNanos = 700_000_000;
    private readonly Dictionary<int, (TownLedger Ledger, ActorRef<Book> Ref)> _ledgers = [];
    private readonly HashSet<int> _asked = [];
    private GroupCommitJournal? _journal;
    private LeaseClient? _leases;
    private ActorRef<int>? _log;
    private int _life;

    public string Site { get; } = $"node-{number}";

    public string LogStream => $"log/{number}";

    public SimulatedProcess? Process { get; private set; }

    public void Start()
    {
        _life++;
        Process = town.Universe.Start($"{Site}.{_life}", chaos: town.Chaos, slowness: town.Database.SlownessNanos);
        _journal = new GroupCommitJournal(Process.World.CreateLane(JournalServer.JournalLane), town.Database.ConnectionOf(Process, Site));
        _leases = town.Database.Leases.ClientOf(Process, Site, TtlNanos);
        _log = null;
        _ledgers.Clear();
        _asked.Clear();
        TickOf(Process);
    }

    public void Dispose() => _journal?.Dispose();

    public void Kill()
    {
        Process?.Kill();
        Process = null;
    }

    public bool TryTell(int shard, Book command)
    {
        if (Process is not { } process || !_ledgers.TryGetValue(shard, out var ledger))
            return false;
        process.Enter(() => ledger.Ref.Tell(command));
        return true;
    }

    private void TickOf(SimulatedProcess process)
    {
        if (!process.IsAlive)
            return;
        process.Enter(Tick);
        town.Universe.After(TickNanos, () => TickOf(process));
    }

    private void Tick()
    {
        if (Process!.World.Fault is { } fault)
        {
            Assert.IsType<StreamLostException>(fault.Exception);
            town.Universe.After(TickNanos, town.Restart(this));
            return;
        }

        for (var shard = 0; shard < JournalTown.Shards; shard++)
            Own(shard);
        if (_log is null)
            OpenLog();
        else
            _log.Tell(town.NextNumber());
    }

    private void Own(int shard)
    {
        if (_ledgers.TryGetValue(shard, out var running))
        {
            if (running.Ledger.Stopped is null)
            {
                _leases!.Renew("ledgers", shard, Site, running.Ledger.Epoch, TtlNanos, static _ => { });
                return;
            }

            town.Note($"stopped {running.Ledger.Stopped.Cause}");
            running.Ref.Stop();
            _ledgers.Remove(shard);
        }

        if (!_asked.Add(shard))
            return;
        _leases!.Claim("ledgers", shard, Site, TtlNanos, answer =>
        {
            _asked.Remove(shard);
            if (answer.Refusal is not null)
                return;
            var ledger = new TownLedger(JournalTown.StreamOf(shard), _journal!, answer.Epoch);
            _ledgers[shard] = (ledger, Process!.World.CreateLane($"ledger-{shard}-{answer.Epoch}").Spawn("ledger", ledger));
        });
    }

    private void OpenLog()
    {
        try
        {
            var stream = new EventStream<Booked>(LogStream, _journal!, BookedCodec.Instance, _journal!.Take(LogStream));
            var count = stream.Recover().Count();
            var lane = Process!.World.CreateLane("log");
            stream.Attach(lane);
            var durable = (long)count;
            stream.BecameDurable += booked => town.LogAcknowledged(LogStream, ++durable, booked);
            _log = lane.Spawn("log", new TownLog(stream, count));
        }
        catch (StoreFailedException)
        {
        }
    }
}
