namespace QuantumAI.Trading.Projections;

/// <summary>Read models in memory: the twin that durable stores are compared with. Thread safe.</summary>
public sealed class MemoryProjectionStore : IProjectionStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Dictionary<string, ViewRow>> _tables = ViewTables.All.ToDictionary(table => table.Name, _ => new Dictionary<string, ViewRow>());
    private ViewCursor _cursor = ViewCursor.Start;

    public ViewCursor Cursor()
    {
        lock (_gate)
            return _cursor;
    }

    public bool Apply(IReadOnlyList<ViewRow> rows, ViewCursor from, ViewCursor to)
    {
        lock (_gate)
        {
            if (_cursor != from)
                return false;
            foreach (var row in rows)
                _tables[row.Table.Name][row.Key] = row;
            _cursor = to;
            return true;
        }
    }

    public void Reset()
    {
        lock (_gate)
        {
            foreach (var table in _tables.Values)
                table.Clear();
            _cursor = ViewCursor.Start;
        }
    }

    public ViewPage Newest(ViewTable table, long before, int limit)
    {
        lock (_gate)
        {
            return new(_cursor,
            [
                .. _tables[table.Name].Values.Where(row => row.Values[0].Number < before).OrderByDescending(row => row.Values[0].Number).Take(limit),
            ]);
        }
    }

    public ViewPage All(ViewTable table)
    {
        lock (_gate)
        {
            var rows = _tables[table.Name].Values;
            return new(_cursor, [.. table.IsByPosition ? rows.OrderBy(row => row.Values[0].Number) : rows.OrderBy(row => row.Key, StringComparer.Ordinal)]);
        }
    }

    public void Dispose()
    {
    }
}
