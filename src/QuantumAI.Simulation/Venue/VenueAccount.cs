using QuantumAI.Domain.Ledger;
using QuantumAI.Simulation.Fees;
using QuantumAI.Trading.Execution;

namespace QuantumAI.Simulation.Venue;

/// <summary>An account of the venue: what it has, its orders and its trades. To look at; what changes it goes through <see cref="PaperVenue"/>.</summary>
/// <remarks>
/// All open orders and the last 100,000 ended ones are known, with their trades; by symbol the last 100,000 trades and 10,000 prevented
/// matches at least. What is older is in the store only. Not thread safe.
/// </remarks>
public sealed class VenueAccount
{
    private const int MostClosedOrders = 100_000;
    private readonly VenueSymbol[] _symbols;
    private readonly AccountBook?[] _books;
    private readonly Dictionary<string, OrderRecord> _latest = [];
    private readonly Dictionary<long, OrderRecord> _byNumber = [];
    private readonly List<OpenOrder> _open = [];
    private readonly Queue<OrderRecord> _closed = new();

    internal VenueAccount(AccountEntry entry, FeeSchedule fees, VenueSymbol[] symbols)
    {
        (Entry, _symbols) = (entry, symbols);
        _books = new AccountBook?[symbols.Length];
        Money = new VenueMoney(fees, entry.FeeTier);
    }

    /// <summary>1, 2, 3 … in the order of opening; its number in the matching engine.</summary>
    public int Number => Entry.Number;

    public string Name => Entry.Name;

    public int FeeTier => Entry.FeeTier;

    public IReadOnlyDictionary<string, Balance> Balances => Money.Ledger.Balances;

    /// <summary>All symbols', the oldest first.</summary>
    public IEnumerable<VenueOrder> OpenOrders => _open.Select(static order => order.Order);

    internal AccountEntry Entry { get; }

    internal VenueMoney Money { get; }

    internal IReadOnlyList<OpenOrder> Open => _open;

    /// <summary>The latest order with a client order id; null when none is known.</summary>
    public VenueOrder? Find(string clientOrderId) => _latest.GetValueOrDefault(clientOrderId)?.Order;

    /// <summary>The order with a venue order id; null when it is not this account's or not known any more.</summary>
    public VenueOrder? FindNumber(long venueOrderId) => _byNumber.GetValueOrDefault(venueOrderId)?.Order;

    /// <summary>Trades of the latest order with a client order id.</summary>
    public IReadOnlyList<VenueTrade> TradesOf(string clientOrderId) => _latest.GetValueOrDefault(clientOrderId)?.Trades ?? [];

    /// <summary>Trades of the order with a venue order id.</summary>
    public IReadOnlyList<VenueTrade> TradesOf(long venueOrderId) => _byNumber.GetValueOrDefault(venueOrderId)?.Trades ?? [];

    /// <summary>Orders of a symbol, open and ended, from a venue order id on; ids rise.</summary>
    public IEnumerable<VenueOrder> Orders(string symbol, long fromVenueOrderId, int most) => BookOf(symbol)?.Orders(fromVenueOrderId, most) ?? [];

    /// <summary>Trades on a symbol from a trade id on; ids rise.</summary>
    public IEnumerable<VenueTrade> Trades(string symbol, long fromTradeId, int most) => BookOf(symbol)?.Trades(fromTradeId, most) ?? [];

    /// <summary>Prevented matches on a symbol from an id on; ids rise.</summary>
    public IEnumerable<VenuePrevention> Preventions(string symbol, long fromPreventionId, int most) => BookOf(symbol)?.Preventions(fromPreventionId, most) ?? [];

    internal bool Knows(string clientOrderId, ClientIdRule rule) =>
        _latest.TryGetValue(clientOrderId, out var known) && (rule == ClientIdRule.OnceForEver || known.Order.IsOpen);

    internal OpenOrder? FindOpen(string clientOrderId) => _latest.GetValueOrDefault(clientOrderId)?.Open;

    internal AccountBook BookOf(VenueSymbol symbol) => _books[symbol.Index] ??= new AccountBook();

    /// <summary>Takes an order in: a new one, or one from the store. Numbers rise.</summary>
    internal void Add(OrderRecord record, VenueSymbol? symbol)
    {
        _latest[record.Order.ClientOrderId] = record;
        _byNumber.Add(record.Number, record);
        if (symbol is not null)
            BookOf(symbol).Add(record);
        if (!record.Order.IsOpen)
            NoteClosed(record);
    }

    internal void Add(OpenOrder order)
    {
        order.Record.Open = order;
        _open.Add(order);
        order.Book.Open.Add(order);
    }

    /// <summary>Gives an open order another client order id; the former one is free again.</summary>
    internal void Rename(OrderRecord record, string clientOrderId)
    {
        _latest.Remove(record.Order.ClientOrderId);
        record.Order = record.Order with { ClientOrderId = clientOrderId };
        _latest[clientOrderId] = record;
    }

    /// <param name="trade">New.</param>
    /// <param name="symbol">Of it.</param>
    /// <param name="order">Null when it is forgotten.</param>
    internal void Remember(VenueTrade trade, VenueSymbol symbol, OrderRecord? order)
    {
        if (order is not null)
            (order.Trades ??= []).Add(trade);
        BookOf(symbol).Add(trade);
    }

    internal OrderRecord? RecordOf(long number) => _byNumber.GetValueOrDefault(number);

    internal void Close(OpenOrder order)
    {
        order.Record.Open = null;
        _open.Remove(order);
        order.Book.Open.Remove(order);
        NoteClosed(order.Record);
    }

    private AccountBook? BookOf(string symbol)
    {
        var index = Array.FindIndex(_symbols, known => known.Instrument.Symbol == symbol);
        return index < 0 ? null : _books[index];
    }

    private void NoteClosed(OrderRecord record)
    {
        _closed.Enqueue(record);
        if (_closed.Count <= MostClosedOrders || !_closed.TryDequeue(out var oldest))
            return;
        _byNumber.Remove(oldest.Number);
        if (_latest.TryGetValue(oldest.Order.ClientOrderId, out var latest) && latest == oldest)
            _latest.Remove(oldest.Order.ClientOrderId);
        var index = Array.FindIndex(_symbols, known => known.Instrument.Symbol == oldest.Order.Symbol);
        if (index >= 0)
            _books[index]?.Forget(oldest);
    }
}
