using QuantumAI.Journal.Sqlite;
using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Journal.Repair;

/// <summary>How far one stream of a damaged journal verifies: whole appends, each with its link.</summary>
internal sealed class SalvagedStream(StreamState target, long? knownEnd, byte[]? knownLink)
{
    private readonly List<SalvagedEvent> _append = [];
    private string? _always;
    private string? _broken;

    public StreamState Target => target;

    /// <summary>Why the stream is quarantined behind its end; null while it is not.</summary>
    public string? Reason => _broken ?? _always;

    public long RowsKept { get; set; }

    /// <summary>Says that nobody may append to the stream, whatever of it verifies.</summary>
    public void Keep(string reason) => _always ??= reason;

    /// <summary>Says that the stream ends here.</summary>
    public void Break(string reason) => _broken ??= reason;

    /// <summary>The next readable row; what does not verify comes back for the quarantine.</summary>
    public IReadOnlyList<SalvagedEvent> Take(SalvagedEvent row, JournalDraft draft)
    {
        var next = target.NextSequence + _append.Count + 1;
        if (_broken is null && row.Sequence > next)
            Break($"sequence {next} cannot be read");
        else if (_broken is null && row.Sequence == next && row.Data is null)
            Break($"sequence {next} has a column of another type");
        if (_broken is not null || row.Sequence < next)
            return GiveUp(row);
        _append.Add(row);
        if (row.Link is null)
            return [];

        var data = _append.ConvertAll(stored => stored.Data!);
        if (!HashChain.Next(target.NextLink, data).AsSpan().SequenceEqual(row.Link))
        {
            Break($"sequence {target.NextSequence + 1} does not match its link");
            return GiveUp(null);
        }

        for (var i = 0; i < data.Count; i++)
            draft.Event(target, data[i], _append[i].RecordedNanos, i == data.Count - 1 ? row.Link : default);
        _append.Clear();
        return [];
    }

    /// <summary>No row follows: the end must be where the stream's head says.</summary>
    /// <param name="notices">Takes what is odd and costs nothing.</param>
    public IReadOnlyList<SalvagedEvent> Finish(List<string> notices)
    {
        if (_broken is null && _append.Count > 0)
            Break($"the append from sequence {target.NextSequence + 1} on has no end");
        if (knownEnd is null)
            notices.Add($"stream {target.Name}: its head cannot be read, so it is not known whether it ended at {target.NextSequence}");
        else if (_broken is null && knownEnd > target.NextSequence)
            Break($"sequence {target.NextSequence + 1} to {knownEnd} cannot be read");
        else if (_broken is null && (knownEnd != target.NextSequence || !target.NextLink.AsSpan().SequenceEqual(knownLink)))
            notices.Add($"stream {target.Name}: its head did not fit its events, which verify to {target.NextSequence}");
        return GiveUp(null);
    }

    private SalvagedEvent[] GiveUp(SalvagedEvent? row)
    {
        if (row is not null && _broken is null)
            return [row];
        SalvagedEvent[] rest = row is null ? [.. _append] : [.. _append, row];
        _append.Clear();
        return rest;
    }
}

/// <summary>A row of <c>events</c> as it could be read.</summary>
/// <param name="Data">Null when a column is not of its declared type.</param>
/// <param name="Link">Null within an append.</param>
/// <param name="Raw">What each column held.</param>
internal sealed record SalvagedEvent(long Sequence, EventData? Data, long RecordedNanos, byte[]? Link, object?[] Raw);
