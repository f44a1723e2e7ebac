namespace QuantumAI.Trading.Projections;

/// <summary>The rows that a batch of events puts in; of several with one key the last counts.</summary>
public sealed class ViewChanges
{
    private readonly Dictionary<(string Table, string Key), int> _at = [];
    private readonly List<ViewRow> _rows = [];

    public IReadOnlyList<ViewRow> Rows => _rows;

    public void Put(ViewRow row)
    {
        if (_at.TryAdd((row.Table.Name, row.Key), _rows.Count))
            _rows.Add(row);
        else
            _rows[_at[(row.Table.Name, row.Key)]] = row;
    }
}
