using QuantumAI.Runtime.Lanes;
using QuantumAI.Runtime.Persistence;
using QuantumAI.Simulation.Models;
using QuantumAI.Simulation.Processes;

namespace QuantumAI.Simulation.Swarm;

/// <summary>Where the accounts of a run write, and what is stored there past every fault.</summary>
internal abstract class SwarmJournal
{
    /// <summary>Opens an account's journal for a process.</summary>
    /// <param name="account">Whose.</param>
    /// <param name="process">Who writes.</param>
    /// <param name="site">The machine that it runs on.</param>
    /// <exception cref="StoreFailedException">It cannot be opened now.</exception>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public abstract IJournalStore Open(SwarmAccount account, SimulatedProcess process, string site);

    /// <summary>Where streams end, as far as it can be seen now.</summary>
    public abstract IEnumerable<StreamHead> Heads();

    /// <summary>Reads an account's stream when nobody writes any more.</summary>
    public abstract IEnumerable<StoredEvent> Read(SwarmAccount account);

    /// <summary>By how much later a lane runs that has become ready.</summary>
    public abstract long SlownessNanos(Lane lane);

    /// <summary>Nothing can be written for a while.</summary>
    public abstract void Fill(long nanos);

    /// <summary>Ends every fault of its own.</summary>
    public virtual void Heal()
    {
    }
}

/// <summary>One database for all machines.</summary>
internal sealed class DatabaseJournal(JournalServer database) : SwarmJournal
{
    public override IJournalStore Open(SwarmAccount account, SimulatedProcess process, string site) => database.ConnectionOf(process, site);

    public override IEnumerable<StreamHead> Heads() => database.Truth.Heads();

    public override IEnumerable<StoredEvent> Read(SwarmAccount account) => database.Truth.Read(account.Stream);

    public override long SlownessNanos(Lane lane) => database.SlownessNanos(lane);

    public override void Fill(long nanos) => database.FillDisk(nanos);
}

/// <summary>A file for each account on the disk of the one machine.</summary>
/// <param name="disk">The machine's.</param>
/// <param name="committed">Is told of each append when it is durable.</param>
/// <param name="acknowledged">Is told when a writer learns of it.</param>
internal sealed class FilesJournal(SimulatedDisk disk, Action<CommittedAppend> committed, Action<AcknowledgedAppend> acknowledged) : SwarmJournal
{
    private readonly SortedDictionary<string, FileJournal> _open = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _told = new(StringComparer.Ordinal);

    public override IJournalStore Open(SwarmAccount account, SimulatedProcess process, string site)
    {
        var journal = FileJournal.Open(disk, account.Name, process, Tell);
        journal.Acknowledged = acknowledged;
        return _open[account.Name] = journal;
    }

    public override IEnumerable<StreamHead> Heads() => _open.Values.SelectMany(journal => journal.Known?.Heads() ?? []);

    public override IEnumerable<StoredEvent> Read(SwarmAccount account)
    {
        using var journal = FileJournal.Open(disk, account.Name, process: null, Tell);
        return [.. journal.Read(account.Stream)];
    }

    public override long SlownessNanos(Lane lane) => disk.SlownessNanos(lane);

    public override void Fill(long nanos) => disk.Fill(nanos);

    public override void Heal() => disk.Heal();

    /// <summary>An append is told once, however often its file is read; each account's file has one stream.</summary>
    private void Tell(CommittedAppend append)
    {
        if (append.FirstPosition <= _told.GetValueOrDefault(append.Stream))
            return;
        _told[append.Stream] = append.FirstPosition;
        committed(append);
    }
}
