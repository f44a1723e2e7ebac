using QuantumAI.Domain.Instruments;

namespace QuantumAI.Domain.Orders;

/// <summary>What is wrong with an order's form: which field, the rule and the value that broke it.</summary>
public readonly record struct OrderFault(string Field, string Rule, string Value)
{
    public override string ToString() => $"{Field} {Rule}, was {Value}";
}

/// <summary>Which combinations of an order's fields make sense, whatever the venue. Pure; the one validator of risk gate, simulation and adapters.</summary>
public static class OrderShape
{
    /// <summary>The first fault of the form; null when it makes sense. Steps and sizes of the instrument are not looked at.</summary>
    public static OrderFault? FaultOf(OrderTerms terms, Instrument instrument)
    {
        foreach (var rule in Rules)
        {
            if (rule(terms, instrument) is { } fault)
                return fault;
        }

        return null;
    }

    public static bool HasLimit(OrderType type) => type is OrderType.Limit or OrderType.StopLimit or OrderType.TakeProfitLimit;

    public static bool HasTrigger(OrderType type) => type is OrderType.Stop or OrderType.StopLimit or OrderType.TakeProfit or OrderType.TakeProfitLimit;

    /// <summary>True when the order waits for a price before it becomes live.</summary>
    public static bool IsConditional(OrderType type) => HasTrigger(type) || type == OrderType.TrailingStop;

    private static readonly Func<OrderTerms, Instrument, OrderFault?>[] Rules =
    [
        static (x, _) => x.Side is OrderSide.Buy or OrderSide.Sell ? null : new("side", "must be Buy or Sell", $"{x.Side}"),
        static (x, _) => x.Type is > OrderType.Unspecified and <= OrderType.TrailingStop ? null : new("type", "must be a known order type", $"{x.Type}"),
        static (x, _) => x.TimeInForce is > TimeInForce.Unspecified and <= TimeInForce.GoodTilDate
            ? null : new("timeInForce", "must be a known time in force", $"{x.TimeInForce}"),
        static (x, _) => x.SelfTrade is > SelfTradePrevention.Unspecified and <= SelfTradePrevention.Decrement
            ? null : new("selfTrade", "must be a known self-trade prevention", $"{x.SelfTrade}"),
        static (x, i) => x.Quantity.Scale == i.QuantityScale ? null : new("quantity", $"must have {i.QuantityScale} decimals", $"{x.Quantity}"),
        static (x, _) => x.Quantity.Units > 0 ? null : new("quantity", "must be above zero", $"{x.Quantity}"),
        static (x, i) => PriceFault("limit", x.Limit, HasLimit(x.Type), isOptional: false, x.Type, i),
        static (x, i) => PriceFault("trigger", x.Trigger, HasTrigger(x.Type) || x.Type == OrderType.TrailingStop, isOptional: x.Type == OrderType.TrailingStop, x.Type, i),
        static (x, _) => x.Type == OrderType.TrailingStop
            ? x.TrailingPpm is > 0 and < 1_000_000 ? null : new("trailing", "must be above 0 and below 1,000,000 ppm", $"{x.TrailingPpm}")
            : x.TrailingPpm == 0 ? null : new("trailing", $"belongs to a trailing stop, not to {x.Type}", $"{x.TrailingPpm}"),
        static (x, _) => (x.TimeInForce == TimeInForce.GoodTilDate ? x.ExpiresNanos > 0 : x.ExpiresNanos == 0)
            ? null : new("expires", "belongs to a good-till-date order and to no other", $"{x.ExpiresNanos}"),
        static (x, _) => x.TimeInForce == TimeInForce.GoodTilCanceled || HasLimit(x.Type) || x.Type == OrderType.Market
            ? null : new("timeInForce", $"must be GoodTilCanceled for {x.Type}", $"{x.TimeInForce}"),
        static (x, _) => x.TimeInForce != TimeInForce.GoodTilDate || HasLimit(x.Type)
            ? null : new("timeInForce", $"must not be a date for {x.Type}", $"{x.TimeInForce}"),
        static (x, _) => !x.IsPostOnly || (HasLimit(x.Type) && x.TimeInForce is TimeInForce.GoodTilCanceled or TimeInForce.GoodTilDate)
            ? null : new("postOnly", "belongs to a limit order that may rest", $"{x.Type} {x.TimeInForce}"),
        static (x, i) => DisplayFault(x, i),
    ];

    private static OrderFault? PriceFault(string field, Price? price, bool belongs, bool isOptional, OrderType type, Instrument instrument) => price switch
    {
        null => belongs && !isOptional ? new(field, $"is needed by {type}", "none") : null,
        { } given when !belongs => new(field, $"does not belong to {type}", $"{given}"),
        { } given when given.Scale != instrument.PriceScale => new(field, $"must have {instrument.PriceScale} decimals", $"{given}"),
        { Units: <= 0 } given => new(field, "must be above zero", $"{given}"),
        _ => null,
    };

    private static OrderFault? DisplayFault(OrderTerms terms, Instrument instrument)
    {
        if (terms.Display is not { } display)
            return null;
        if (!HasLimit(terms.Type) || terms.TimeInForce is TimeInForce.ImmediateOrCancel or TimeInForce.FillOrKill)
            return new("display", "belongs to a limit order that may rest", $"{terms.Type} {terms.TimeInForce}");
        if (display.Scale != instrument.QuantityScale)
            return new("display", $"must have {instrument.QuantityScale} decimals", $"{display}");
        return display.Units > 0 && display < terms.Quantity ? null : new("display", $"must be above zero and below the quantity {terms.Quantity}", $"{display}");
    }
}
