using QuantumAI.Domain.Ledger;
using QuantumAI.Journal.Sqlite;
using QuantumAI.Simulation.Venue;
using QuantumAI.Trading.Execution;

namespace QuantumAI.Journal.Venue;

/// <summary>The built-in venue's books in an SQLite file that outside tools may read while the venue runs.</summary>
/// <remarks>One caller at a time. Ownership, identity and damage are treated as the journal's are.</remarks>
public sealed class SqlitePaperVenueStore : IPaperVenueStore
{
    private readonly SqliteDatabase _database;
    private readonly SqliteStatement _saveBalance;
    private readonly SqliteStatement _saveOrder;
    private readonly SqliteStatement _saveTrade;
    private readonly SqliteStatement _saveMarketTime;
    private VenueChange? _uncertain;
    private bool _disposed;

    private SqlitePaperVenueStore(SqliteDatabase database)
    {
        _database = database;
        _saveBalance = database.Connection.Prepare(VenueFormat.SaveBalance);
        _saveOrder = database.Connection.Prepare(VenueFormat.SaveOrder);
        _saveTrade = database.Connection.Prepare(VenueFormat.SaveTrade);
        _saveMarketTime = database.Connection.Prepare(VenueFormat.SaveMarketTime);
    }

    /// <summary>Opens or creates the books and takes ownership of them.</summary>
    /// <param name="path">The file, for example <c>data/venue.sqlite</c>; an absent directory is created.</param>
    /// <param name="time">Wall clock for the owner's note; the system's when null.</param>
    /// <param name="maxBytes">Size at which the file counts as full; null for no bound but the disk's.</param>
    /// <exception cref="JournalException">In use (it names the owner), foreign, newer, damaged, unavailable.</exception>
    /// <remarks>Books of format 1 are brought to the present format once all of them has been read.</remarks>
    public static SqlitePaperVenueStore Open(string path, TimeProvider? time = null, long? maxBytes = null)
    {
        var database = SqliteDatabase.Open(path, VenueFormat.Format, time ?? TimeProvider.System, maxBytes, connection => _ = VenueRows.Load(path, connection));
        try
        {
            if (database.Connection.Number("PRAGMA user_version") == VenueFormat.MarketOrdersOnly)
                database.Connection.Execute(VenueFormat.Upgrade);
            return new SqlitePaperVenueStore(database);
        }
        catch
        {
            database.Connection.RollBack();
            database.Dispose();
            throw;
        }
    }

    /// <summary>Reads everything: all orders and trades since the venue began, in the order in which they were first saved.</summary>
    public VenueBooks Load()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return VenueRows.Load(_database.Path, _database.Connection);
    }

    /// <summary>Stores a change in one durable transaction.</summary>
    /// <exception cref="JournalException">Nothing was stored: full, not writable, or a trade id that is already there.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value that the books could not give back exactly; nothing was stored.</exception>
    public void Save(VenueChange change)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (ReferenceEquals(change, _uncertain) && change.Trades.Count > 0 && Load().Trades.Contains(change.Trades[0]))
        {
            _uncertain = null;
            return;
        }

        // A commit that fails may be written all the same; orders and balances may be written twice, trades may not.
        _uncertain = change;
        _database.InTransaction(() =>
        {
            foreach (var (asset, balance) in change.Balances)
                Save(asset, balance);
            foreach (var order in change.Orders)
                Save(order);
            foreach (var trade in change.Trades)
                Save(trade);
            _saveMarketTime.Bind(1, change.MarketNanos);
            _saveMarketTime.Run();
        });
        _uncertain = null;
    }

    /// <inheritdoc/>
    public bool IsPassing(Exception failure) => failure is JournalException { Failure: JournalFailure.InUse or JournalFailure.Unavailable };

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        _saveBalance.Dispose();
        _saveOrder.Dispose();
        _saveTrade.Dispose();
        _saveMarketTime.Dispose();
        _database.Dispose();
    }

    private void Save(string asset, Balance balance)
    {
        _saveBalance.Bind(1, asset);
        _saveBalance.Bind(2, VenueText.Of(balance.Free));
        _saveBalance.Bind(3, VenueText.Of(balance.Locked));
        _saveBalance.Run();
    }

    private void Save(VenueOrder order)
    {
        _saveOrder.Bind(1, order.ClientOrderId);
        _saveOrder.Bind(2, order.VenueOrderId);
        _saveOrder.Bind(3, order.Symbol);
        _saveOrder.Bind(4, VenueText.Of(order.Side));
        _saveOrder.Bind(5, VenueText.Of(order.Type));
        _saveOrder.Bind(6, VenueText.Of(order.Quantity));
        _saveOrder.Bind(7, VenueText.Of(order.Filled));
        _saveOrder.Bind(8, VenueText.Of(order.QuoteFilled));
        _saveOrder.Bind(9, VenueText.Of(order.Locked));
        _saveOrder.Bind(10, VenueText.Of(order.Status));
        _saveOrder.Bind(11, order.Reason);
        _saveOrder.Bind(12, order.CreatedNanos);
        _saveOrder.Bind(13, order.UpdatedNanos);
        _saveOrder.Bind(14, VenueTerms.Of(order.Terms));
        _saveOrder.Bind(15, order.IsTriggered ? 1 : 0);
        _saveOrder.Bind(16, order.Entry);
        _saveOrder.Bind(17, order.TrailingBest is { } best ? VenueText.Of(best) : "");
        _saveOrder.Bind(18, order.Amends);
        _saveOrder.Bind(19, order.List?.ListId ?? "");
        _saveOrder.Bind(20, order.List is { } list ? VenueText.Of(list.Kind) : "");
        _saveOrder.Bind(21, order.List?.Place ?? 0);
        _saveOrder.Run();
    }

    private void Save(VenueTrade trade)
    {
        _saveTrade.Bind(1, trade.Symbol);
        _saveTrade.Bind(2, trade.TradeId);
        _saveTrade.Bind(3, trade.ClientOrderId);
        _saveTrade.Bind(4, VenueText.Of(trade.Side));
        _saveTrade.Bind(5, VenueText.Of(trade.Price));
        _saveTrade.Bind(6, VenueText.Of(trade.Quantity));
        _saveTrade.Bind(7, VenueText.Of(trade.QuoteQuantity));
        _saveTrade.Bind(8, VenueText.Of(trade.Fee));
        _saveTrade.Bind(9, trade.FeeAsset);
        _saveTrade.Bind(10, trade.TimeNanos);
        _saveTrade.Run();
    }
}
