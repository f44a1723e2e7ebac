using QuantumAI.Domain.Instruments;
using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Trading.Projections;

/// <summary>Brings the read models after the journal, a bounded batch at a time: read, fold, store.</summary>
/// <remarks>
/// It folds from the journal's first event and stores what lies behind the store's cursor, so that rows follow from all of
/// history and a restart writes nothing twice. A store that is ahead of the journal, or whose cursor names what the journal does
/// not have there (a restored backup, another journal, a quarantined part), is emptied and filled again. When somebody else has
/// moved the cursor, it folds again from the start and goes on behind it. Thread safe, one step at a time.
/// </remarks>
public sealed class Projection
{
    private readonly IJournalFeed _feed;
    private readonly IProjectionStore _store;
    private readonly IReadOnlyDictionary<string, Instrument> _instruments;
    private readonly int _mostPerBatch;
    private readonly Lock _gate = new();
    private Projector _projector;
    private ViewCursor? _stored;
    private ViewChanges? _unstored;

    /// <param name="feed">The journal.</param>
    /// <param name="store">The read models; nobody else writes them.</param>
    /// <param name="instruments">Every instrument that the accounts traded.</param>
    /// <param name="mostPerBatch">Events per batch, at least 1.</param>
    public Projection(IJournalFeed feed, IProjectionStore store, IReadOnlyDictionary<string, Instrument> instruments, int mostPerBatch = 512)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(mostPerBatch, 1);
        (_feed, _store, _instruments, _mostPerBatch) = (feed, store, instruments, mostPerBatch);
        _projector = new Projector(instruments);
    }

    /// <summary>How often the read models were emptied because they did not belong to the journal.</summary>
    public int Rebuilds { get; private set; }

    /// <summary>Folds and stores the next batch.</summary>
    /// <returns>True when there may be more: ask again.</returns>
    /// <exception cref="ProjectionException">An event cannot be folded; the next call says the same.</exception>
    /// <remarks>What the feed or the store throws passes through; the next call goes on where this one stopped.</remarks>
    public bool Step()
    {
        lock (_gate)
            return StepAlone();
    }

    private bool StepAlone()
    {
        _stored ??= _store.Cursor();
        if (_unstored is not null && !Store(_unstored))
            return true;
        var events = _feed.Read(_projector.Cursor.Position + 1, _mostPerBatch);
        var changes = new ViewChanges();
        foreach (var stored in events)
        {
            if (stored.Position > _stored.Value.Position && _projector.Cursor.Position <= _stored.Value.Position && _projector.Cursor != _stored)
                return Rebuild();
            Fold(stored, stored.Position > _stored.Value.Position ? changes : null);
        }

        var isEnd = events.Count < _mostPerBatch;
        if (isEnd && _projector.Cursor.Position <= _stored.Value.Position && _projector.Cursor != _stored)
            return Rebuild();
        return (_projector.Cursor.Position > _stored.Value.Position && !Store(changes)) || !isEnd;
    }

    private void Fold(StoredEvent stored, ViewChanges? changes)
    {
        try
        {
            _projector.Apply(stored, changes);
        }
#pragma warning disable CA1031 // Whatever the fold throws, trading goes on and the reason is shown.
        catch (Exception thrown)
#pragma warning restore CA1031
        {
            _projector = new Projector(_instruments);
            throw new ProjectionException($"position {stored.Position}, stream {stored.Stream}, sequence {stored.Sequence}: {thrown.Message}", thrown);
        }
    }

    /// <summary>Stores what was folded; when the store is elsewhere, begins again from what it holds.</summary>
    private bool Store(ViewChanges changes)
    {
        _unstored = changes;
        if (_store.Apply(changes.Rows, _stored!.Value, _projector.Cursor))
        {
            (_stored, _unstored) = (_projector.Cursor, null);
            return true;
        }

        (_projector, _unstored, _stored) = (new Projector(_instruments), null, null);
        return false;
    }

    private bool Rebuild()
    {
        (_projector, _unstored, _stored) = (new Projector(_instruments), null, null);
        _store.Reset();
        Rebuilds++;
        return true;
    }
}
