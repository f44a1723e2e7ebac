using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Trading.Projections;

/// <summary>How far the read models reach.</summary>
/// <param name="Position">Position of the last event in them; 0 when they are empty.</param>
/// <param name="Event">Which event that was and how many were folded, so that another journal is not taken for this one, nor one that lost a part.</param>
public readonly record struct ViewCursor(long Position, string Event)
{
    public static ViewCursor Start => new(0, "");

    /// <param name="stored">The last event.</param>
    /// <param name="count">How many were folded with it.</param>
    public static ViewCursor At(StoredEvent stored, long count) =>
        new(stored.Position, $"{count}: {stored.Stream}#{stored.Sequence} {stored.Data.Type} {stored.Data.TimeNanos}");
}

/// <summary>Rows as of one moment.</summary>
/// <param name="Cursor">How far the read models reached then.</param>
/// <param name="Rows">In the order that was asked for.</param>
public sealed record ViewPage(ViewCursor Cursor, IReadOnlyList<ViewRow> Rows);

/// <summary>Where read models are kept. They may be lost at any time: the journal gives them again.</summary>
/// <remarks>
/// One caller writes; pages are read by anybody meanwhile, thread safe. A port of trading and not of the runtime, because its
/// tables are trading's. What a store throws may have been written or not: the cursor tells.
/// </remarks>
public interface IProjectionStore : IDisposable
{
    ViewCursor Cursor();

    /// <summary>Puts the rows in and moves the cursor, both or neither.</summary>
    /// <param name="rows">No two with one key.</param>
    /// <param name="from">Where the caller left the cursor.</param>
    /// <param name="to">Where it is afterwards.</param>
    /// <returns>False when the cursor is elsewhere: somebody else has written, and nothing was changed.</returns>
    bool Apply(IReadOnlyList<ViewRow> rows, ViewCursor from, ViewCursor to);

    /// <summary>Empties every table; the cursor is at the start.</summary>
    void Reset();

    /// <summary>Rows of a table that has positions, newest first.</summary>
    /// <param name="table">One whose <see cref="ViewTable.IsByPosition"/> is true.</param>
    /// <param name="before">Only rows of earlier positions.</param>
    /// <param name="limit">At most so many.</param>
    ViewPage Newest(ViewTable table, long before, int limit);

    /// <summary>Every row of a table, by key; for small tables and for <see cref="ViewHash"/>.</summary>
    ViewPage All(ViewTable table);
}
