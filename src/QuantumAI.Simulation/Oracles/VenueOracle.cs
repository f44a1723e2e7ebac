using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Simulation.Venue;
using QuantumAI.Trading.Execution;

namespace QuantumAI.Simulation.Oracles;

/// <summary>What holds at the venue, whatever its client does: no order without a durable intent for exactly it, none twice, and no unit of an asset made or lost.</summary>
/// <param name="account">What the journal says.</param>
/// <param name="asset">Of the first deposit.</param>
/// <param name="deposit">How much.</param>
/// <param name="violated">Is told what does not hold, in words.</param>
public sealed class VenueOracle(AccountOracle account, string asset, Money deposit, Action<string> violated)
{
    private readonly Dictionary<string, Money> _moved = new(StringComparer.Ordinal) { [asset] = deposit };
    private readonly Dictionary<string, Money> _fromOutside = new(StringComparer.Ordinal);
    private readonly HashSet<string> _arrived = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _seen = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _newest = new(StringComparer.Ordinal);
    private readonly List<(long TimeNanos, string Asset, Money Amount)> _traded = [];
    private int _counted;

    /// <summary>Orders that arrived so far.</summary>
    public int Arrivals => _arrived.Count;

    /// <summary>Something came into the account from outside, or left it.</summary>
    public void Moved(string movedAsset, Money amount)
    {
        Add(movedAsset, amount);
        _fromOutside[movedAsset] = _fromOutside.GetValueOrDefault(movedAsset) + amount;
    }

    /// <summary>What came into the account from outside: by transfers, and by trades of before its opening here.</summary>
    public Money FromOutside(string movedAsset)
    {
        var moved = _fromOutside.GetValueOrDefault(movedAsset);
        foreach (var (timeNanos, traded, amount) in _traded)
        {
            if (traded == movedAsset && timeNanos < account.Folded.OpenedNanos)
                moved += amount;
        }

        return moved;
    }

    /// <summary>Counts the venue's trades again and compares its balances, unit by unit.</summary>
    public void Check(PaperVenue venue, IReadOnlyDictionary<string, Instrument> instruments)
    {
        var trades = 0;
        foreach (var symbol in instruments.Values)
        {
            foreach (var trade in venue.Main.Trades(symbol.Symbol, 0, int.MaxValue))
            {
                trades++;
                if (_seen.Add($"{trade.Symbol}/{trade.TradeId}/{trade.VenueOrderId}"))
                    Count(trade, symbol);
            }
        }

        if (trades != _seen.Count)
            violated($"the venue has {trades} trades, it had {_seen.Count}");
        _counted = trades;
        foreach (var (held, balance) in venue.Balances)
        {
            if (balance.Total != _moved.GetValueOrDefault(held) || balance.Free.IsNegative || balance.Locked.IsNegative)
                violated($"the venue has {balance.Total} {held} (free {balance.Free}), its deposits and trades make {_moved.GetValueOrDefault(held)}");
        }
    }

    /// <summary>Trades at the last check.</summary>
    public int Trades => _counted;

    /// <summary>An order has come to the venue.</summary>
    public void Arrived(string clientOrderId, string symbol, OrderTerms terms)
    {
        if (!_arrived.Add(clientOrderId))
            violated($"{clientOrderId} is sent to the venue twice");
        if (account.IntentOf(clientOrderId) is not { } intent)
        {
            violated($"{clientOrderId} is sent to the venue and not in the journal");
            return;
        }

        var (epoch, newest) = (account.EpochOf(clientOrderId), _newest.GetValueOrDefault(symbol));
        _newest[symbol] = Math.Max(epoch, newest);
        if (epoch < newest)
            violated($"{clientOrderId} of the ownership {epoch} comes to the venue when {symbol} is traded under {newest}");
        if (DifferenceOf(intent, symbol, terms) is { } difference)
            violated($"{clientOrderId} is sent otherwise than it is intended: {difference}");
        if (account.Folded.Orders.TryGetValue(clientOrderId, out var order) && !order.IsOpen && order.Status != OrderStatus.Filled)
            violated($"{clientOrderId} is sent to the venue after the journal says that it is {order.Status}");
    }

    /// <summary>A held order is sent as what it becomes when its condition is met; an order may have become smaller on its way.</summary>
    private static string? DifferenceOf(OrderIntended intent, string symbol, OrderTerms terms)
    {
        var intended = intent.AllTerms();
        if (intent.Held == true)
            intended = HeldOrders.SentAs(intended);
        var (theirs, ours) = ((symbol, terms.Side, terms.Type, terms.Limit, terms.Trigger, terms.IsPostOnly), (intent.Symbol, intended.Side, intended.Type, intended.Limit, intended.Trigger, intended.IsPostOnly));
        if (theirs != ours)
            return $"{theirs}, intended was {ours}";
        return terms.Quantity > intended.Quantity ? $"{terms.Quantity} of {intended.Quantity}" : null;
    }

    private void Count(VenueTrade trade, Instrument instrument)
    {
        var isBuy = trade.Side == OrderSide.Buy;
        var quantity = Money.Of(trade.Quantity);
        Book(trade, instrument.BaseAsset, isBuy ? quantity : -quantity);
        Book(trade, instrument.QuoteAsset, isBuy ? -trade.QuoteQuantity : trade.QuoteQuantity);
        Book(trade, trade.FeeAsset, -trade.Fee);
    }

    private void Book(VenueTrade trade, string movedAsset, Money amount)
    {
        _traded.Add((trade.TimeNanos, movedAsset, amount));
        Add(movedAsset, amount);
    }

    private void Add(string movedAsset, Money amount) => _moved[movedAsset] = _moved.GetValueOrDefault(movedAsset) + amount;
}
