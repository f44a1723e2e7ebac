using QuantumAI.Domain.Portfolio;
using QuantumAI.Trading.Control;
using QuantumAI.Trading.Portfolio;

namespace QuantumAI.Trading.Execution;

/// <summary>Books what a comparison finds at the venue and the journal does not know, as <see cref="ReconciliationSettings.External"/> says. Belongs to the account's lane.</summary>
/// <param name="books">The account.</param>
/// <param name="settings">What is done about it.</param>
/// <param name="board">What people see; null when nobody looks.</param>
internal sealed class ForeignActivity(AccountBooks books, ReconciliationSettings settings, StatusBoard? board)
{
    private const int MostSaid = 10_000;
    private const int MostAwaiting = 1_000;

    /// <summary>Transfers of assets that have no price yet, by the venue's id, as they came.</summary>
    private readonly OrderedDictionary<string, VenueTransferred> _awaiting = new(StringComparer.Ordinal);
    private readonly HashSet<string> _alarmed = [];
    private readonly HashSet<string> _halts = [];

    /// <summary>Symbols whose books do not equal the venue's.</summary>
    public SortedSet<string> Unmatched { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether something is to be booked as soon as its asset has a price: it is worth looking again.</summary>
    public bool AwaitsPrices { get; private set; }

    /// <summary>What a simulation leaves out of the booking.</summary>
    public BookingFlaws Flaws { get; set; }

    /// <summary>A comparison begins: nothing is found yet, and the transfers whose assets have a price by now are booked.</summary>
    public void Begin(long nowNanos)
    {
        Unmatched.Clear();
        AwaitsPrices = false;
        VenueTransferred[] awaiting = [.. _awaiting.Values];
        _awaiting.Clear();
        foreach (var transfer in awaiting)
            Hear(transfer, nowNanos);
    }

    /// <summary>Somebody moved an asset at the venue. Booked without a value it would be a gain or a loss as soon as it has a price, so it waits for one.</summary>
    /// <remarks>A process that ends meanwhile finds it in the balances.</remarks>
    public void Hear(VenueTransferred transfer, long nowNanos)
    {
        var events = Reconciliation.Transfer(books.Current, transfer, books.Marks);
        if (events.Count == 0 || _awaiting.Count >= MostAwaiting || !books.Current.AwaitsPrice(transfer.Asset, books.Marks))
        {
            books.Record(events, nowNanos, AccountCause.Books);
            return;
        }

        AwaitsPrices = true;
        _awaiting[transfer.TransferId] = transfer;
        Alarm(nowNanos, transfer.TransferId, $"{transfer.Amount} {transfer.Asset} moved at the venue: booked as soon as {transfer.Asset} has a price");
    }

    /// <summary>An order that nobody here placed, with its trades.</summary>
    public void Hear(VenueOrder order, IReadOnlyList<VenueTrade> trades, long nowNanos)
    {
        if (!Reconciliation.IsUnknown(books.Current, order.ClientOrderId) || !books.Current.Instruments.ContainsKey(order.Symbol))
            return; // booked by the order actor, or of an instrument that is not traded here: its effect is in the balances
        if (Reconciliation.IsLostHistory(books.Current, order.ClientOrderId))
        {
            Halt(nowNanos, $"the venue has the order {order.ClientOrderId} of this account, whose journal knows {books.Current.Intents} orders: it has lost history", order.Symbol);
            return;
        }

        (order, trades) = Reconciliation.Since(books.Current.OpenedNanos, order, trades);
        switch (settings.External)
        {
            case ExternalPolicy.Adopt when books.Marks.TryGetValue(order.Symbol, out var mark) || order.Terms.Limit is not null:
                Alarm(nowNanos, order.ClientOrderId, $"adopted the order {order.ClientOrderId}, which was not placed here: {order.Side} {order.Quantity} {order.Symbol}");
                books.Record(
                    Reconciliation.Adopt(books.Current, order, trades, books.Marks.GetValueOrDefault(order.Symbol, mark)), nowNanos, AccountCause.Query(order.ClientOrderId));
                break;
            case ExternalPolicy.Adopt or ExternalPolicy.Quarantine:
                Unmatched.Add(order.Symbol);
                Alarm(nowNanos, order.ClientOrderId, $"{order.Symbol} opens nothing: the venue has the order {order.ClientOrderId}, which was not placed here");
                break;
            default:
                Halt(nowNanos, $"the venue has the order {order.ClientOrderId}, which was not placed here", order.Symbol);
                break;
        }
    }

    /// <summary>Trades that nobody told: of an order of ours they are booked, of another one they are heard with it.</summary>
    public void Hear(VenueTrades heard, long nowNanos)
    {
        foreach (var trades in heard.Trades.Where(trade => trade.TimeNanos >= books.Current.OpenedNanos).GroupBy(trade => trade.ClientOrderId))
        {
            if (books.Current.Orders.ContainsKey(trades.Key))
            {
                foreach (var trade in trades)
                    books.Record(OrderDecider.Decide(books.Current, new VenueFilled(trade), Flaws), nowNanos, AccountCause.Trade(trades.Key, trade.Symbol, trade.TradeId));
            }
            else if (trades.Any(trade => trade.TradeId > books.Current.LastExternalTradeId(heard.Symbol))
                && heard.Orders.FirstOrDefault(order => order.ClientOrderId == trades.Key) is { } order)
            {
                Hear(order, [.. trades], nowNanos);
            }
        }
    }

    /// <summary>An asset of which the venue has another total, when nothing else explains it.</summary>
    public void Settle(BalanceDifference difference, long nowNanos)
    {
        if (_awaiting.Values.Any(transfer => transfer.Asset == difference.Asset))
        {
            Unmatched.UnionWith(Reconciliation.InstrumentsOf(books.Current, difference.Asset));
            return;
        }

        switch (settings.External)
        {
            case ExternalPolicy.Adopt when books.Current.AwaitsPrice(difference.Asset, books.Marks):
                AwaitsPrices = true;
                Alarm(nowNanos, $"{difference}, without a price", $"the books differ: {difference}: booked as soon as {difference.Asset} has a price");
                Unmatched.UnionWith(Reconciliation.InstrumentsOf(books.Current, difference.Asset));
                break;
            case ExternalPolicy.Adopt:
                Alarm(nowNanos, $"{difference}", $"{difference}: booked as moved from outside");
                books.Record([Reconciliation.MoveOf(books.Current, difference, books.Marks)], nowNanos, AccountCause.Books);
                break;
            case ExternalPolicy.Quarantine:
                Alarm(nowNanos, $"{difference}", $"the books differ: {difference}");
                Unmatched.UnionWith(Reconciliation.InstrumentsOf(books.Current, difference.Asset));
                break;
            default:
                Halt(nowNanos, $"the books differ: {difference}", [.. books.Current.Instruments.Keys]);
                break;
        }
    }

    private void Halt(long nowNanos, string detail, params ReadOnlySpan<string> symbols)
    {
        foreach (var symbol in symbols)
            Unmatched.Add(symbol);
        var isNews = _halts.Count < MostSaid && _halts.Add(detail) && books.Current.Risk.Detail != detail;
        if (isNews || books.Current.Risk.State is TradingState.Active or TradingState.ReducingToday)
            books.Record([new TradingHalted(HaltScope.Account, detail)], nowNanos, AccountCause.Books);
    }

    private void Alarm(long nowNanos, string about, string text)
    {
        if (_alarmed.Count < MostSaid && _alarmed.Add(about))
            board?.Log(nowNanos, $"CRITICAL {text}");
    }
}
