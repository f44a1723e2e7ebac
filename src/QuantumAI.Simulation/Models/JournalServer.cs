using QuantumAI.Runtime.Lanes;
using QuantumAI.Runtime.Persistence;
using QuantumAI.Runtime.Worlds;
using QuantumAI.Simulation.Processes;

namespace QuantumAI.Simulation.Models;

/// <summary>The database of a universe: the journal of all its processes and the leases of their shards, with what can happen to both.</summary>
/// <remarks>
/// It promises what the journal in PostgreSQL promises (an append is one statement that compares the streams' ends and epochs, decision
/// 7) and no more: a call may find nobody, be ended for another's sake, or be cut so that its outcome is unknown: written, not written,
/// written up to <see cref="JournalFaults.LatestNanos"/> later, or held in a transaction that keeps everybody waiting until the server
/// ends it. What arrives late is written only where every stream of its batch is as it was when it was sent.
/// <para>A call takes no time: the time of a commit is <see cref="SlownessNanos"/>, for the world that runs the journal's lane.</para>
/// <para>In a world that leaves out <see cref="Safeguard.Fencing"/> it lets stale owners write, without
/// <see cref="Safeguard.Deduplication"/> it keeps no command ids: to see that somebody notices.</para>
/// <para>Not modelled: a fail-over to a server that lacks acknowledged commits, damage of what is stored, accounts of streams.</para>
/// One thread, that of the universe.
/// </remarks>
public sealed partial class JournalServer : IDisposable
{
    /// <summary>The lane whose turns are commits.</summary>
    public const string JournalLane = "journal";

    private readonly Universe _universe;
    private readonly SimulatedNetwork _network;
    private readonly JournalFaults _faults;
    private readonly FaultDraws _draws;
    private readonly MemoryJournalStore _truth = new();
    private readonly Dictionary<string, long> _ends = new(StringComparer.Ordinal);
    private long _lastPosition;

    /// <param name="universe">Time and seed.</param>
    /// <param name="network">What lies between it and the processes.</param>
    /// <param name="site">Where it is.</param>
    /// <param name="faults">How it fails.</param>
    public JournalServer(Universe universe, SimulatedNetwork network, string site, JournalFaults faults)
    {
        (_universe, _network, Site, _faults) = (universe, network, site, faults);
        _draws = new FaultDraws(universe.Seed, "journal-server");
        Leases = new LeaseTable(universe, network, this);
    }

    public string Site { get; }

    /// <summary>What is stored, read past every fault: for oracles.</summary>
    public IJournalStore Truth => _truth;

    /// <summary>Who owns which shard.</summary>
    public LeaseTable Leases { get; }

    /// <summary>Is told of each fault: its kind, and what it hit.</summary>
    public Action<string, string> Happened { get; set; } = static (_, _) => { };

    /// <summary>Is told of each append when it has become durable, in the order of the positions.</summary>
    public Action<CommittedAppend> Committed { get; set; } = static _ => { };

    /// <summary>Is told of each claim and take when it is durable: the stream, and its epoch from now on. No lower one may write after it.</summary>
    public Action<string, long> Owned { get; set; } = static (_, _) => { };

    /// <summary>Is told when a writer learns that its append is durable.</summary>
    public Action<AcknowledgedAppend> Acknowledged { get; set; } = static _ => { };

    /// <summary>A process' way to the journal. Its calls throw <see cref="StoreFailedException"/> when they fail.</summary>
    /// <param name="process">Whoever calls; dead processes are refused.</param>
    /// <param name="site">Where it runs.</param>
    public IJournalStore ConnectionOf(SimulatedProcess process, string site) => new JournalConnection(this, _network, process, site);

    /// <summary>By how much later a lane runs that has become ready: the time of a commit for the journal's lane, nothing for others.</summary>
    public long SlownessNanos(Lane lane)
    {
        if (lane.Name != JournalLane)
            return 0;
        var random = _draws.Of("commit");
        var nanos = random.Wait(_faults.CommitNanos);
        if (!_draws.Strikes("slow", _faults.SlowPpm))
            return nanos;
        Happened("journal-slow", lane.Name);
        return nanos + random.Wait(_faults.SlowNanos);
    }

    /// <summary>Ends every fault: from now on each call is answered. What was on its way still arrives within <see cref="JournalFaults.LatestNanos"/>.</summary>
    public void Heal()
    {
        _draws.Heal();
        _downUntilNanos = _fullUntilNanos = 0;
        EndTransaction(commits: false);
    }

    public void Dispose() => _truth.Dispose();

    internal long LastSequence(string stream) => _ends.GetValueOrDefault(stream);

    internal long EpochOf(string stream) => _truth.Claim(stream, 0);

    internal long Own(string stream, long? epoch)
    {
        var owned = epoch is { } claimed ? _truth.Claim(stream, claimed) : _truth.Take(stream);
        Owned(stream, owned);
        return owned;
    }

    internal IReadOnlyList<AppendResult> Write(SimulatedProcess writer, IReadOnlyList<AppendRequest> requests)
    {
        var results = _truth.Append([.. requests.Select(request => Safeguarded(writer, request))]);
        for (var i = 0; i < results.Count; i++)
        {
            if (results[i].Outcome != AppendOutcome.Appended)
                continue;
            var committed = new CommittedAppend(writer, requests[i], results[i].LastSequence, _lastPosition + 1);
            _lastPosition += requests[i].Events.Count;
            _ends[committed.Stream] = committed.LastSequence;
            Committed(committed);
        }

        return results;
    }

    /// <summary>As it was sent, unless the simulation leaves a safeguard of the database out.</summary>
    private AppendRequest Safeguarded(SimulatedProcess writer, AppendRequest request)
    {
        if (!writer.World.Keeps(Safeguard.Fencing))
            request = request with { Epoch = Math.Max(request.Epoch, EpochOf(request.Stream)) };
        return writer.World.Keeps(Safeguard.Deduplication) ? request : request with { CommandId = CommandId.None };
    }
}
