using QuantumAI.Trading.Projections;

namespace QuantumAI.Trading.Tests.Projections;

/// <summary>What every store of read models does; compiled into every project that has one.</summary>
public abstract class ProjectionStoreContract : IDisposable
{
    private readonly List<IDisposable> _opened = [];

    /// <summary>Opens the one store of this test, again after a restart.</summary>
    protected abstract IProjectionStore Open();

    [Fact]
    public void store_must_be_empty_when_it_is_new()
    {
        var store = Opened();

        Assert.Equal(ViewCursor.Start, store.Cursor());
        Assert.All(ViewTables.All, table => Assert.Empty(store.All(table).Rows));
    }

    [Fact]
    public void row_must_replace_the_one_with_its_key_when_it_is_put_in_again()
    {
        var store = Opened();
        store.Apply([Equity(1, "1"), Equity(2, "2"), Held("aurora", "1")], ViewCursor.Start, new ViewCursor(2, "b"));
        store.Apply([Equity(2, "-2.5"), Held("aurora", "\u2265\U0001F4C8"), Held("dawn", "")], new ViewCursor(2, "b"), new ViewCursor(3, "c"));

        Assert.Equal(new ViewCursor(3, "c"), store.Cursor());
        Assert.Equal(["1", "-2.5"], store.All(ViewTables.Equity).Rows.Select(row => EquityRow.From(row).Equity));
        Assert.Equal([("aurora", "\u2265\U0001F4C8"), ("dawn", "")], store.All(ViewTables.Positions).Rows.Select(PositionRow.From).Select(row => (row.Agent, row.Quantity)));
    }

    [Fact]
    public void rows_must_be_refused_when_somebody_else_has_moved_the_cursor()
    {
        var store = Opened();
        Assert.True(store.Apply([Equity(1, "1")], ViewCursor.Start, new ViewCursor(1, "a")));
        Assert.False(store.Apply([Equity(1, "2")], ViewCursor.Start, new ViewCursor(2, "b")));
        Assert.False(store.Apply([Equity(1, "2")], new ViewCursor(1, "z"), new ViewCursor(2, "b")));

        Assert.Equal(new ViewCursor(1, "a"), store.Cursor());
        Assert.Equal("1", EquityRow.From(Assert.Single(store.All(ViewTables.Equity).Rows)).Equity);
    }

    [Fact]
    public void rows_must_come_newest_first_when_paged()
    {
        var store = Opened();
        store.Apply([.. Enumerable.Range(1, 20).Select(i => Equity(3 * i, $"{i}"))], ViewCursor.Start, new ViewCursor(60, "x"));

        Assert.Equal([60, 57, 54], Positions(store.Newest(ViewTables.Equity, long.MaxValue, 3)));
        Assert.Equal([51, 48], Positions(store.Newest(ViewTables.Equity, 54, 2)));
        Assert.Equal([54, 51], Positions(store.Newest(ViewTables.Equity, 56, 2)));
        Assert.Equal([3], Positions(store.Newest(ViewTables.Equity, 6, 100)));
        Assert.Empty(Positions(store.Newest(ViewTables.Equity, 3, 100)));
        Assert.Equal(new ViewCursor(60, "x"), store.Newest(ViewTables.Orders, 1, 1).Cursor);
    }

    [Fact]
    public void store_must_be_empty_when_it_was_reset()
    {
        var store = Opened();
        store.Apply([Equity(1, "1"), Held("aurora", "1")], ViewCursor.Start, new ViewCursor(2, "b"));
        store.Reset();

        Assert.Equal(ViewCursor.Start, store.Cursor());
        Assert.All(ViewTables.All, table => Assert.Empty(store.All(table).Rows));
        store.Apply([Equity(1, "3")], ViewCursor.Start, new ViewCursor(1, "a"));
        Assert.Single(store.All(ViewTables.Equity).Rows);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void content_must_have_the_hash_of_memory_when_kept_in_batches_and_reopened(int seed)
    {
        var random = new Random(seed);
        using var history = new ProjectedHistory(random);
        for (var part = 0; part < 4; part++)
        {
            history.Happen(60);
            var projection = new Projection(history, Opened(), ProjectedHistory.Instruments, random.Next(1, 40));
            if (part == 1)
                projection.Step();
            else
                ProjectedHistory.Catch(projection);
        }

        using var fresh = history.Fresh();
        var store = Opened();
        Assert.Equal(history.LastPosition(), store.Cursor().Position);
        Assert.Equal(ViewHash.Of(fresh), ViewHash.Of(store));
        foreach (var table in ViewTables.All)
            Assert.Equal(fresh.All(table).Rows.Select(row => string.Join('|', row.Values)), store.All(table).Rows.Select(row => string.Join('|', row.Values)));
    }

    public void Dispose()
    {
        Close();
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
    }

    /// <summary>Opens the store, as a next process would.</summary>
    protected IProjectionStore Opened()
    {
        Close();
        var store = Open();
        _opened.Add(store);
        return store;
    }

    private void Close()
    {
        foreach (var opened in _opened)
            opened.Dispose();
        _opened.Clear();
    }

    private static ViewRow Equity(long position, string equity) => new EquityRow(position, "one", 5, equity, "0", "0", "2025-01-01").ToRow();

    private static ViewRow Held(string agent, string quantity) => new PositionRow("one", agent, "BTCUSDT", quantity, "1", "-1", long.MaxValue, true, long.MinValue).ToRow();

    private static IEnumerable<long> Positions(ViewPage page) => page.Rows.Select(row => row.Values[0].Number);
}
