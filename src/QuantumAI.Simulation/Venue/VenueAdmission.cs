using System.Text;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Instruments.Filters;
using QuantumAI.Domain.Orders;
using QuantumAI.Simulation.Liquidity;
using QuantumAI.Simulation.Matching;

namespace QuantumAI.Simulation.Venue;

/// <summary>Why the venue takes an order or not, money aside. Pure; a reason is null when there is none, else it begins with the rule's kind.</summary>
internal static class VenueAdmission
{
    /// <summary>The first reason against an order that would enter now.</summary>
    /// <param name="symbol">Of the order.</param>
    /// <param name="terms">What is ordered.</param>
    /// <param name="context">What its filters look at.</param>
    /// <param name="touch">The market at present.</param>
    /// <param name="nowNanos">World time.</param>
    /// <param name="entersNow">It does not wait for another order of its list.</param>
    public static string? FaultOf(VenueSymbol symbol, OrderTerms terms, in FilterContext context, in HouseTouch touch, long nowNanos, bool entersNow = true)
    {
        if (symbol.State != SymbolState.Trading)
            return $"SYMBOL_STATUS: {symbol.Instrument.Symbol} must be Trading, was {symbol.State}";
        if (FilterRules.FaultOf(terms, symbol.Instrument, in context) is { } fault)
            return TextOf(fault);
        if (terms.TimeInForce == TimeInForce.GoodTilDate && terms.ExpiresNanos <= nowNanos)
            return $"EXPIRES: expires must be after {nowNanos}, was {terms.ExpiresNanos}";
        if (!entersNow)
            return null;
        if (OrderShape.HasTrigger(terms.Type) && TriggerRules.IsReached(TriggerRules.WaitsForRise(terms.Type, terms.Side), terms.Trigger!.Value.Units, touch.Last))
            return $"TRIGGER: trigger must not be reached yet by the last price {symbol.PriceOf(touch.Last)}, was {terms.Trigger}";
        return terms.IsPostOnly && terms.Type == OrderType.Limit && Meets(terms.Side, terms.Limit!.Value.Units, in touch)
            ? $"POST_ONLY: limit must not match at once, was {terms.Limit}" : null;
    }

    /// <summary>The first reason against the form of a list, its orders aside.</summary>
    public static string? ListFaultOf(ContingencyKind kind, IReadOnlyList<(string ClientOrderId, OrderTerms Terms)> orders)
    {
        if (kind is < ContingencyKind.OneCancelsOther or > ContingencyKind.OneTriggersOneCancelsOther)
            return $"LIST: kind must be a known one, was {kind}";
        if (orders.Count != ContingencyRules.Orders(kind))
            return $"LIST: orders must be {ContingencyRules.Orders(kind)}, was {orders.Count}";
        return kind != ContingencyKind.OneTriggersOther && orders[^1].Terms.Side != orders[^2].Terms.Side
            ? $"LIST: orders that cancel each other must be on one side, was {orders[^2].Terms.Side} and {orders[^1].Terms.Side}" : null;
    }

    /// <summary>What filters look at; the counts are those of the account's open orders.</summary>
    public static FilterContext ContextOf(VenueAccount account, VenueSymbol symbol, OrderTerms terms, in HouseTouch touch) => new()
    {
        Market = symbol.PriceOf(touch.Last),
        Bid = symbol.PriceOf(touch.Bid),
        Ask = symbol.PriceOf(touch.Ask),

        // On a cash account a sale is of what is held. What nobody can judge before the first price is left to the fill.
        IsReducing = terms.Side == OrderSide.Sell || touch == default,
        Symbol = CountsOf(account.BookOf(symbol).Open),
        Account = CountsOf(account.Open),
        BaseTotal = account.Money.Ledger[symbol.Instrument.BaseAsset].Total + BeingBought(account.BookOf(symbol).Open),
    };

    /// <summary>Kind as exchanges spell it, then field, rule and value.</summary>
    public static string TextOf(FilterFault fault) => (fault.Kind, fault.Fault.Field) switch
    {
        (FilterKind.Form, "quantity") => $"LOT_SIZE: {fault.Fault}",
        (FilterKind.Form, "type") => $"ORDER_TYPE: order {fault.Fault}",
        _ => $"{Spell(fault.Kind)}: {fault.Fault}",
    };

    private static bool Meets(OrderSide side, long limit, in HouseTouch touch) =>
        touch.IsThere && (side == OrderSide.Buy ? limit >= touch.Ask : limit <= touch.Bid);

    private static OpenOrderCounts CountsOf(IReadOnlyList<OpenOrder> open)
    {
        var (algo, icebergs, lists) = (0, 0, 0);
        foreach (var order in open)
        {
            algo += order.IsWaitingForPrice ? 1 : 0;
            icebergs += order.Terms.Display is null ? 0 : 1;
            lists += order.Order.List is { Place: 0 } ? 1 : 0;
        }

        return new OpenOrderCounts(open.Count, algo, icebergs, lists);
    }

    private static Money BeingBought(List<OpenOrder> open)
    {
        var sum = Money.Zero;
        foreach (var order in open)
        {
            if (order.IsBuy)
                sum += Money.Of(order.Order.Remaining);
        }

        return sum;
    }

    private static string Spell(FilterKind kind)
    {
        var text = new StringBuilder();
        foreach (var letter in kind.ToString())
        {
            if (char.IsAsciiLetterUpper(letter) && text.Length > 0)
                text.Append('_');
            text.Append(char.ToUpperInvariant(letter));
        }

        return text.ToString();
    }
}
