using QuantumAI.Runtime.Persistence;
using QuantumAI.Simulation.Processes;

namespace QuantumAI.Simulation.Models;

/// <summary>A journal in a file of a <see cref="SimulatedDisk"/>: one record per commit, synced before anybody is told.</summary>
/// <remarks>
/// What SQLite promises with a write-ahead log and full sync: a commit is there whole or not at all, and for ever once it was
/// acknowledged; one process at a time. <c>NAME.head</c> says up to where commits were acknowledged, so that opening knows a torn end
/// (never acknowledged: dropped) from damage (refused). After any failure the file is read anew and what was not acknowledged is cut
/// off: a failed sync forgets, and syncing again would prove nothing.
/// <para>Not modelled: a disk that lies about syncs, a commit's pages beside the log, check-points, readers of other processes.</para>
/// One caller at a time.
/// </remarks>
public sealed class FileJournal : IJournalStore
{
    private readonly SimulatedDisk _disk;
    private readonly SimulatedProcess? _process;
    private readonly string _file;
    private readonly AcknowledgedLength _head;
    private MemoryJournalStore? _memory;
    private long _records;
    private readonly int _boot;
    private readonly Action<CommittedAppend> _committed;
    private bool _isDisposed;

    private FileJournal(SimulatedDisk disk, string file, SimulatedProcess? process, Action<CommittedAppend>? committed)
    {
        (_disk, _file, _process, _boot, _committed) = (disk, file, process, disk.Boots, committed ?? (static _ => { }));
        _head = new AcknowledgedLength(disk, $"{file}.head");
    }

    /// <summary>Is told when a writer learns that its append is durable.</summary>
    public Action<AcknowledgedAppend> Acknowledged { get; set; } = static _ => { };

    /// <summary>What it holds as far as it knows without reading its file; null after a failure, and for good when it is closed.</summary>
    internal MemoryJournalStore? Known => _boot == _disk.Boots && _process is not { IsAlive: false } ? _memory : null;

    /// <summary>Opens a journal, or begins one. A torn end that was never acknowledged is dropped; a whole one is kept.</summary>
    /// <param name="disk">Where it lies.</param>
    /// <param name="file">Its name.</param>
    /// <param name="process">Who opens it; its death frees the file.</param>
    /// <param name="committed">Is told of each append that is durable: all that are found whenever the file is read, and each that is written.</param>
    /// <exception cref="StoreFailedException">Another process has it, or the disk fails.</exception>
    /// <exception cref="InvalidDataException">It is damaged: the message names the record and where it begins. Nothing was changed.</exception>
    public static FileJournal Open(SimulatedDisk disk, string file, SimulatedProcess? process = null, Action<CommittedAppend>? committed = null)
    {
        var journal = new FileJournal(disk, file, process, committed);
        if (!disk.TryLock(file, journal, process))
            throw new StoreFailedException($"{file} is in use by another process");
        try
        {
            journal._head.Read();
            journal.Load();

            // What is shown from now on must be found again: the head may have been read from what is not on the disk yet.
            journal._head.Confirm();
            return journal;
        }
        catch
        {
            journal.Dispose();
            throw;
        }
    }

    public IReadOnlyList<AppendResult> Append(IReadOnlyList<AppendRequest> requests)
    {
        var memory = Opened();
        var results = memory.Append(requests);
        var accepted = requests.Where((_, i) => results[i].Outcome == AppendOutcome.Appended).ToArray();
        if (accepted.Length > 0)
        {
            var position = memory.Head().LastPosition - accepted.Sum(request => request.Events.Count);
            Commit(new JournalRecord(accepted));
            Say(_process, accepted, position);
        }

        for (var i = 0; i < results.Count; i++)
        {
            if (results[i].Outcome == AppendOutcome.Appended)
                Acknowledged(new AcknowledgedAppend(_process, requests[i], results[i].LastSequence));
        }

        return results;
    }

    public IEnumerable<StoredEvent> Read(string stream, long fromSequence = 1) => Opened().Read(stream, fromSequence);

    public IEnumerable<StoredEvent> ReadAll(long fromPosition = 1) => Opened().ReadAll(fromPosition);

    public IReadOnlyList<StreamHead> Heads() => Opened().Heads();

    public JournalHead Head() => Opened().Head();

    public CommandPlace? FindCommand(string stream, CommandId id) => Opened().FindCommand(stream, id);

    public IReadOnlyList<CommandPlace> RecentCommands(string stream, int most) => Opened().RecentCommands(stream, most);

    public long Claim(string stream, long epoch)
    {
        var memory = Opened();
        var before = memory.Claim(stream, 0);
        return epoch <= before ? before : Own(stream, memory.Claim(stream, epoch));
    }

    public long Take(string stream) => Own(stream, Opened().Take(stream));

    public void Dispose()
    {
        _isDisposed = true;
        _memory?.Dispose();
        _memory = null;
        _disk.Unlock(_file, this);
    }

    private long Own(string stream, long epoch)
    {
        Commit(JournalRecord.OfEpoch(stream, epoch));
        return epoch;
    }

    /// <summary>The content; after a failure read anew, without what was not acknowledged.</summary>
    private MemoryJournalStore Opened()
    {
        ObjectDisposedException.ThrowIf(_isDisposed || _process is { IsAlive: false }, this);
        if (_boot != _disk.Boots)
            throw new StoreFailedException($"{_file}: the machine has started again since it was opened");
        if (_memory is not null)
            return _memory;
        if (_head.IsDoubtful)
            _head.Confirm();
        if (_disk.Length(_file) > _head.Bytes)
        {
            _disk.Truncate(_file, _head.Bytes);
            _disk.Sync(_file);
        }

        Load();
        return _memory!;
    }

    /// <summary>What is in memory already becomes durable, or memory is forgotten.</summary>
    private void Commit(JournalRecord record)
    {
        try
        {
            var bytes = record.Write(_records + 1);
            _disk.Append(_file, bytes);
            _disk.Sync(_file);
            _head.Advance(_head.Bytes + bytes.Length);
            _records++;
        }
        catch
        {
            Forget();
            throw;
        }
    }

    private void Load()
    {
        var bytes = _disk.Read(_file);
        var (memory, records, at) = (new MemoryJournalStore(), 0L, 0);
        var found = new List<AppendRequest>();
        while (JournalRecord.Read(bytes.AsSpan(at), records + 1) is var (record, length))
        {
            if (!TryApply(memory, record))
                break;
            found.AddRange(record.Appends);
            (records, at) = (records + 1, at + length);
        }

        if (at < _head.Bytes)
            throw new InvalidDataException($"{_file} is damaged: record {records + 1} at byte {at} does not verify, commits were acknowledged up to byte {_head.Bytes}");
        if (bytes.Length > _head.Bytes)
            KeepTail(bytes.AsSpan(_head.Bytes, at - _head.Bytes));
        (_memory, _records) = (memory, records);
        Say(null, found, position: 0);
    }

    private void Say(SimulatedProcess? writer, IEnumerable<AppendRequest> appends, long position)
    {
        foreach (var append in appends)
        {
            _committed(new CommittedAppend(writer, append, append.ExpectedSequence + append.Events.Count, position + 1));
            position += append.Events.Count;
        }
    }

    /// <summary>Written again, not only synced: an earlier sync may have failed, and then this one would prove nothing.</summary>
    private void KeepTail(ReadOnlySpan<byte> whole)
    {
        _head.Confirm();
        _disk.Truncate(_file, _head.Bytes);
        if (whole.Length > 0)
            _disk.Append(_file, whole);
        _disk.Sync(_file);
        _head.Advance(_head.Bytes + whole.Length);
    }

    private static bool TryApply(MemoryJournalStore memory, JournalRecord record)
    {
        if (record.Stream is { } stream)
            return memory.Claim(stream, record.Epoch) == record.Epoch;
        return memory.Append(record.Appends).All(result => result.Outcome == AppendOutcome.Appended);
    }

    private void Forget()
    {
        _memory?.Dispose();
        _memory = null;
    }
}
