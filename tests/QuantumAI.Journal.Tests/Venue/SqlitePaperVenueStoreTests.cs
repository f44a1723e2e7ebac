using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Ledger;
using QuantumAI.Domain.Orders;
using QuantumAI.Journal.Sqlite;
using QuantumAI.Journal.Venue;
using QuantumAI.Simulation.Venue;
using QuantumAI.Trading.Execution;
using SQLitePCL;

namespace QuantumAI.Journal.Tests.Venue;

public sealed class SqlitePaperVenueStoreTests : IDisposable
{
    private static readonly VenueOrder Open = new(
        "qa-1", "v-1", "BTCUSDT", OrderTerms.Market(OrderSide.Buy, new Quantity(150_000, 8)), new Quantity(0, 8),
        Money.Zero, Money.Parse("92.50"), VenueOrderStatus.Open, "", 1_700_000_000_000_000_001, 1_700_000_000_000_000_002);

    private static readonly VenueTrade Trade = new(
        "qa-1", "BTCUSDT", 1, OrderSide.Buy, new Price(6_183_763, 2), new Quantity(150_000, 8), Money.Parse("92.75644500"),
        Money.Parse("0.00000150"), "BTC", 1_700_000_000_000_000_003);

    private readonly ScratchDirectory _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Books_must_be_empty_when_they_are_new()
    {
        using var store = SqlitePaperVenueStore.Open(_scratch.Books);
        var books = store.Load();
        Assert.Empty(books.Orders);
        Assert.Empty(books.Trades);
        Assert.Empty(books.Balances);
        Assert.Equal(0, books.MarketNanos);
    }

    [Fact]
    public void Change_must_be_stored_once_when_it_is_saved_again_after_a_lock()
    {
        using var store = SqlitePaperVenueStore.Open(_scratch.Books);
        var change = new VenueChange([Open], [Trade], Balances(("USDT", "9907.5", "92.5")), 5);
        using (var other = SqliteConnection.Open(_scratch.Books, _scratch.Books, raw.SQLITE_OPEN_READWRITE))
        {
            other.Execute("BEGIN IMMEDIATE");
            Assert.True(store.IsPassing(Assert.Throws<JournalException>(() => store.Save(change))));
        }

        store.Save(change);
        Assert.Equal([Trade], store.Load().Trades);
        Assert.False(store.IsPassing(Assert.Throws<JournalException>(() => store.Save(change with { MarketNanos = 6 }))));
        Assert.False(store.IsPassing(new ArgumentOutOfRangeException()));

        // The same again: what seemed to fail had been written.
        var again = new VenueChange([Open], [Trade], Balances(), 7);
        Assert.Throws<JournalException>(() => store.Save(again));
        store.Save(again);
        Assert.Equal([Trade], store.Load().Trades);
    }

    [Fact]
    public void Batch_must_be_stored_whole_or_not_at_all()
    {
        using var store = SqlitePaperVenueStore.Open(_scratch.Books);
        var first = new VenueChange([Open with { Tag = "7;;;list" }], [Trade], Balances(("USDT", "9907.5", "92.5")), 5);
        var renamed = new VenueChange([Open with { ClientOrderId = "renamed", Tag = "7;;;list" }], [], [], 6);
        Assert.Throws<JournalException>(() => store.SaveAll([first, renamed, new VenueChange([], [Trade], [], 7)]));
        Assert.Empty(store.Load().Orders);

        store.SaveAll([first, renamed]);
        var books = store.Load();
        Assert.Equal(("renamed", "7;;;list"), (books.Orders[0].ClientOrderId, books.Orders[0].Tag));
        Assert.Equal(6, books.MarketNanos);
    }

    [Fact]
    public void Books_must_equal_the_books_in_memory_when_they_are_reopened()
    {
        var changes = new[]
        {
            new VenueChange([Open, Open with { ClientOrderId = "qa-0", VenueOrderId = "v-0" }], [], Balances(("USDT", "9907.5", "92.5"), ("BTC", "0", "0")), 5),
            new VenueChange(
                [Open with { Status = VenueOrderStatus.Filled, Filled = Open.Quantity, Locked = Money.Zero }, Sold()],
                [Trade, Trade with { Symbol = "AAA", TradeId = 7, Side = OrderSide.Sell }],
                Balances(("USDT", "9907.24355500", "0")), 9),
            new VenueChange([Open with { ClientOrderId = "qa-0", VenueOrderId = "v-0", Status = VenueOrderStatus.Expired, Reason = "too old" }], [], Balances(), 4),
        };
        using var memory = new MemoryPaperVenueStore();
        using (var store = SqlitePaperVenueStore.Open(_scratch.Books))
        {
            foreach (var change in changes)
            {
                memory.Save(change);
                store.Save(change);
            }
        }

        using var reopened = SqlitePaperVenueStore.Open(_scratch.Books);
        AssertSame(memory.Load(), reopened.Load());
    }

    [Fact]
    public void Books_must_be_exact_when_the_values_are_large_and_small()
    {
        var order = Open with
        {
            Terms = OrderTerms.Market(OrderSide.Buy, new Quantity(9_223_372_036_854_775_799, 12)),
            Filled = new Quantity(1, 12),
            QuoteFilled = Money.Parse("9999999999999999999999999999.99999999"),
            Locked = Money.Parse("0.00000001"),
            CreatedNanos = long.MaxValue,
            UpdatedNanos = long.MinValue,
        };
        var trade = Trade with { Price = new Price(0, 0), Quantity = new Quantity(-1, 0), TradeId = long.MaxValue, Fee = Money.Parse("-0.00000001") };
        using var memory = new MemoryPaperVenueStore();
        var change = new VenueChange([order], [trade], Balances(("XXX", "9999999999999999999999999999.99999999", "0.00000001")), long.MaxValue);
        memory.Save(change);
        using (var store = SqlitePaperVenueStore.Open(_scratch.Books))
            store.Save(change);
        using var reopened = SqlitePaperVenueStore.Open(_scratch.Books);
        AssertSame(memory.Load(), reopened.Load());
    }

    [Fact]
    public void Save_must_store_nothing_when_a_value_cannot_be_read_back()
    {
        using var store = SqlitePaperVenueStore.Open(_scratch.Books);
        var wide = new Balance(new Money(Int128.MaxValue), Money.Zero);
        var change = new VenueChange([Open], [Trade], [new AccountBalance(1, "A", default), new AccountBalance(1, "B", wide)], 5);
        Assert.Throws<ArgumentOutOfRangeException>(() => store.Save(change));
        Assert.Throws<ArgumentOutOfRangeException>(() => store.Save(new VenueChange([Open with { Status = VenueOrderStatus.Unspecified }], [], Balances(), 5)));
        AssertSame(new VenueBooks([], [], Balances(), 0), store.Load());
    }

    [Fact]
    public void Save_must_store_nothing_when_a_trade_id_is_used_twice()
    {
        using var store = SqlitePaperVenueStore.Open(_scratch.Books);
        store.Save(new VenueChange([Open], [Trade], Balances(("USDT", "1", "0")), 5));
        var refused = Assert.Throws<JournalException>(() =>
            store.Save(new VenueChange([Sold()], [Trade], Balances(("USDT", "2", "0")), 6)));
        Assert.Contains("trades.trade_id", refused.Message, StringComparison.Ordinal);
        AssertSame(new VenueBooks([Open], [Trade], Balances(("USDT", "1", "0")), 5), store.Load());
    }

    [Fact]
    public void Save_must_store_nothing_when_the_file_is_full()
    {
        using var store = SqlitePaperVenueStore.Open(_scratch.Books, maxBytes: 80 * 1024);
        store.Save(new VenueChange([Open], [Trade], Balances(("USDT", "1", "0")), 5));
        var many = Enumerable.Range(2, 2000).Select(id => Trade with { TradeId = id }).ToArray();
        var full = Assert.Throws<JournalException>(() => store.Save(new VenueChange([Sold()], many, Balances(("USDT", "2", "0")), 6)));
        Assert.Equal(JournalFailure.Unavailable, full.Failure);
        AssertSame(new VenueBooks([Open], [Trade], Balances(("USDT", "1", "0")), 5), store.Load());
    }

    [Fact]
    public void Open_must_refuse_the_second_owner_and_a_foreign_file()
    {
        using var store = SqlitePaperVenueStore.Open(_scratch.Books);
        Assert.Equal(JournalFailure.InUse, Assert.Throws<JournalException>(() => SqlitePaperVenueStore.Open(_scratch.Books)).Failure);
        SampleJournal.Open(_scratch.Journal).Dispose();
        Assert.Equal(JournalFailure.Foreign, Assert.Throws<JournalException>(() => SqlitePaperVenueStore.Open(_scratch.Journal)).Failure);
    }

    [Fact]
    public void Open_must_name_the_row_when_an_amount_was_garbled()
    {
        using (var store = SqlitePaperVenueStore.Open(_scratch.Books))
            store.Save(new VenueChange([Open], [], Balances(), 5));
        using (var connection = SqliteConnection.Open(_scratch.Books, _scratch.Books, raw.SQLITE_OPEN_READWRITE))
            connection.Execute("UPDATE orders SET quantity = 'much'");
        var refused = Assert.Throws<JournalException>(() => SqlitePaperVenueStore.Open(_scratch.Books));
        Assert.Equal(JournalFailure.Corrupt, refused.Failure);
        Assert.Contains("row 1 of orders (qa-1)", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Books_must_be_readable_by_an_outside_tool_while_the_venue_runs()
    {
        using var store = SqlitePaperVenueStore.Open(_scratch.Books);
        store.Save(new VenueChange([Open], [Trade], Balances(("USDT", "1.5", "0")), 5));
        using var outside = SqliteDatabase.OpenForReading(_scratch.Books, VenueFormat.Format);
        Assert.Equal("BUY MARKET OPEN 0.00150000 92.50000000", outside.Word("SELECT side || ' ' || type || ' ' || status || ' ' || quantity || ' ' || locked FROM orders"));
        Assert.Equal("61837.63 1.50000000", outside.Word("SELECT price || ' ' || free FROM trades, balances"));
    }

    private static VenueOrder Sold() => Open with { ClientOrderId = "qa-2", VenueOrderId = "v-2", Terms = Open.Terms with { Side = OrderSide.Sell }, Status = VenueOrderStatus.Rejected, Reason = "no" };

    private static AccountBalance[] Balances(params (string Asset, string Free, string Locked)[] balances) => [.. balances
        .OrderBy(balance => balance.Asset, StringComparer.Ordinal)
        .Select(balance => new AccountBalance(1, balance.Asset, new Balance(Money.Parse(balance.Free), Money.Parse(balance.Locked))))];

    private static void AssertSame(VenueBooks expected, VenueBooks actual)
    {
        Assert.Equal(expected.Orders, actual.Orders);
        Assert.Equal(expected.Trades, actual.Trades);
        Assert.Equal(expected.Balances, actual.Balances);
        Assert.Equal(expected.MarketNanos, actual.MarketNanos);
    }
}
