using QuantumAI.Domain.Orders;

namespace QuantumAI.Domain.Instruments.Filters;

/// <summary>Whether a venue would take an order: the one validator of the risk gate, of the simulated exchange and of venue adapters.</summary>
/// <remarks>
/// Pure and thread safe. The rules are asked in the order of <see cref="Order"/>, which is the order of the numbers of <see cref="FilterKind"/>;
/// the first that is broken answers. Nothing is allocated when none is, and no number of an order makes it throw.
/// <para>Rules come from Binance spot's filters.md (2026-07). Where it leaves a choice, the choice here is: an order without a limit counts as a market
/// order, also while it waits for its trigger, because a stop that is refused when it triggers protects nothing; it is valued at its trigger if it has one;
/// an order that cannot rest adds to no count; a rule whose price or balance is unknown refuses what opens and lets pass what reduces.</para>
/// </remarks>
public static class FilterRules
{
    private static readonly (FilterKind Kind, Rule Rule)[] Rules =
    [
        (FilterKind.Form, static (in x) => OrderShape.FaultOf(x.Terms, x.Instrument)),
        (FilterKind.SymbolStatus, static (in x) => x.Filters.Status == SymbolStatus.Trading || (x.Filters.Status == SymbolStatus.Unknown && x.Reduces)
            ? null : new("symbol status", "must be Trading", $"{x.Filters.Status}")),
        (FilterKind.UnknownFilter, static (in x) => x.Filters.Unknown.IsEmpty || x.Reduces
            ? null : new("filters", "must all be known before an order may open", $"{x.Filters.Unknown}")),
        (FilterKind.OrderType, static (in x) => (x.Needed & ~x.Filters.Allowed) == AllowedOrders.None
            ? null : new("type", $"must be one of {x.Filters.Allowed}", $"{x.Needed}")),
        (FilterKind.PriceFilter, static (in x) => PriceFault("limit", x.Terms.Limit, x.Filters.Price) ?? PriceFault("trigger", x.Terms.Trigger, x.Filters.Price)),
        (FilterKind.PercentPrice, static (in x) => PercentFault(in x, x.Filters.PercentPrice)),
        (FilterKind.PercentPriceBySide, static (in x) => PercentFault(in x, x.IsBuy ? x.Filters.PercentPriceBid : x.Filters.PercentPriceAsk)),
        (FilterKind.LotSize, static (in x) => RangeFault("quantity", x.Terms.Quantity.Units, x.Terms.Quantity.Scale, x.Filters.Lot)
            ?? (x.Terms.Display is { } display ? RangeFault("display", display.Units, display.Scale, x.Filters.Lot) : null)),
        (FilterKind.MarketLotSize, static (in x) => x.HasLimit ? null : RangeFault("quantity", x.Terms.Quantity.Units, x.Terms.Quantity.Scale, x.Filters.MarketLot)),
        (FilterKind.AmountRange, static (in x) => AmountFault(in x)),
        (FilterKind.MinNotional, static (in x) => NotionalFault(in x, x.Filters.MinNotional)),
        (FilterKind.Notional, static (in x) => NotionalFault(in x, x.Filters.Notional)),
        (FilterKind.IcebergParts, static (in x) => IcebergFault(in x)),
        (FilterKind.TrailingDelta, static (in x) => TrailingFault(in x)),
        (FilterKind.MaxPosition, static (in x) => PositionFault(in x)),
        (FilterKind.MaxAsset, static (in x) => AssetFault(in x)),
        (FilterKind.MaxNumOrders, static (in x) => CountFault("open orders of the symbol", x.Rests && x.IsNew, x.Context.Symbol.Orders, x.Filters.Symbol.Orders)),
        (FilterKind.MaxNumAlgoOrders, static (in x) => CountFault("open algo orders of the symbol", x.IsAlgo && x.IsNew, x.Context.Symbol.AlgoOrders, x.Filters.Symbol.AlgoOrders)),
        (FilterKind.MaxNumIcebergOrders, static (in x) => CountFault("open icebergs of the symbol", x.IsIceberg && x.IsNew, x.Context.Symbol.IcebergOrders, x.Filters.Symbol.IcebergOrders)),
        (FilterKind.MaxNumOrderAmends, static (in x) => CountFault("amends of the order", !x.IsNew, x.Context.Amends ?? 0, x.Filters.MaxOrderAmends)),
        (FilterKind.MaxNumOrderLists, static (in x) => CountFault("open order lists of the symbol", x.Context.OpensOrderList, x.Context.Symbol.OrderLists, x.Filters.Symbol.OrderLists)),
        (FilterKind.ExchangeMaxNumOrders, static (in x) => CountFault("open orders of the account", x.Rests && x.IsNew, x.Context.Account.Orders, x.Filters.Exchange.Orders)),
        (FilterKind.ExchangeMaxNumAlgoOrders, static (in x) => CountFault("open algo orders of the account", x.IsAlgo && x.IsNew, x.Context.Account.AlgoOrders, x.Filters.Exchange.AlgoOrders)),
        (FilterKind.ExchangeMaxNumIcebergOrders, static (in x) => CountFault("open icebergs of the account", x.IsIceberg && x.IsNew, x.Context.Account.IcebergOrders, x.Filters.Exchange.IcebergOrders)),
        (FilterKind.ExchangeMaxNumOrderLists, static (in x) => CountFault("open order lists of the account", x.Context.OpensOrderList, x.Context.Account.OrderLists, x.Filters.Exchange.OrderLists)),
    ];

    private delegate OrderFault? Rule(in FilterInputs x);

    /// <summary>The order of the rules.</summary>
    public static IReadOnlyList<FilterKind> Order { get; } = [.. Rules.Select(rule => rule.Kind)];

    /// <summary>The first rule that the order breaks; null when it breaks none. The form (<see cref="OrderShape"/>) is looked at first.</summary>
    public static FilterFault? FaultOf(OrderTerms terms, Instrument instrument, in FilterContext context)
    {
        var inputs = new FilterInputs(terms, instrument, in context);
        foreach (var (kind, rule) in Rules)
        {
            if (rule(in inputs) is { } fault)
                return new FilterFault(kind, fault);
        }

        return null;
    }

    private static OrderFault? PriceFault(string field, Price? price, StepRange range) =>
        price is { } given ? RangeFault(field, given.Units, given.Scale, range) : null;

    private static OrderFault? RangeFault(string field, long units, int scale, StepRange range)
    {
        if (units < range.MinUnits)
            return new(field, $"must be at least {Plain(range.MinUnits, scale)}", Plain(units, scale));
        if (range.MaxUnits != 0 && units > range.MaxUnits)
            return new(field, $"must be at most {Plain(range.MaxUnits, scale)}", Plain(units, scale));
        return range.StepUnits == 0 || units % range.StepUnits == 0
            ? null : new(field, $"must be a multiple of {Plain(range.StepUnits, scale)}", Plain(units, scale));
    }

    private static OrderFault? PercentFault(in FilterInputs x, PercentBand band)
    {
        if (band.IsDisabled || x.Terms.Limit is not { } limit)
            return null;
        if (x.Context.PriceFor(x.Terms.Side, x.Filters.PercentPriceMinutes) is not { } market)
            return x.Reduces ? null : new("limit", "needs a market price to be judged", "none");

        var units = (Int128)limit.Units * Million;
        var (low, high) = ((Int128)market.Units * band.DownPpm, (Int128)market.Units * band.UpPpm);
        if (FixedPoint.Compare(units, limit.Scale, low, market.Scale) < 0)
            return new("limit", $"must be at least {Plain(low, market.Scale + MillionScale)}", $"{limit}");
        return band.UpPpm != 0 && FixedPoint.Compare(units, limit.Scale, high, market.Scale) > 0
            ? new("limit", $"must be at most {Plain(high, market.Scale + MillionScale)}", $"{limit}") : null;
    }

    private static OrderFault? AmountFault(in FilterInputs x) => x.ValuePrice(x.Filters.Notional.AverageMinutes) is { } price
        && FixedPoint.Compare(x.ValueUnits(price), x.ValueScale(price), Int128.MaxValue, Money.Scale) > 0
            ? new("value", $"must be at most {new Money(Int128.MaxValue)}", Plain(x.ValueUnits(price), x.ValueScale(price))) : null;

    private static OrderFault? NotionalFault(in FilterInputs x, NotionalRange range)
    {
        var hasMin = range.Min != Money.Zero && (x.HasLimit || range.AppliesMinToMarket);
        var hasMax = range.Max != Money.Zero && (x.HasLimit || range.AppliesMaxToMarket);
        if (!hasMin && !hasMax)
            return null;
        if (x.ValuePrice(range.AverageMinutes) is not { } price)
            return ValueUnknown(in x);

        var (units, scale) = (x.ValueUnits(price), x.ValueScale(price));
        if (hasMin && FixedPoint.Compare(units, scale, range.Min.Units, Money.Scale) < 0)
            return new("value", $"must be at least {Plain(range.Min.Units, Money.Scale)}", Plain(units, scale));
        return hasMax ? MaxFault("value", units, scale, range.Max) : null;
    }

    private static OrderFault? IcebergFault(in FilterInputs x)
    {
        if (x.Filters.IcebergParts is not { } max || x.Terms.Display is not { } display)
            return null;
        var parts = FixedPoint.Divide(x.Terms.Quantity.Units, display.Units, Rounding.Up);
        return parts <= max ? null : new("quantity / display", $"must be at most {max}", $"{parts}");
    }

    private static OrderFault? TrailingFault(in FilterInputs x)
    {
        var range = x.Filters.Trailing;
        if (range.IsDisabled || x.Terms.Type != OrderType.TrailingStop)
            return null;
        var (min, max) = x.IsBuy ? (range.MinAboveBps, range.MaxAboveBps) : (range.MinBelowBps, range.MaxBelowBps);
        return RangeFault("trailing bps", x.Terms.TrailingPpm, BpsScale, new StepRange(min * PpmPerBps, max * PpmPerBps, PpmPerBps));
    }

    private static OrderFault? PositionFault(in FilterInputs x)
    {
        if (x.Filters.MaxPositionUnits is not { } max || !x.IsBuy)
            return null;
        if (x.Context.BaseTotal is not { } held)
            return x.Reduces ? null : new("position", "must be known", "none");
        return FixedPoint.Compare(held.Units, Money.Scale, (Int128)max - x.Terms.Quantity.Units, x.Terms.Quantity.Scale) <= 0
            ? null : new("position", $"must be at most {Plain(max, x.Terms.Quantity.Scale)}", $"{Plain(held.Units, Money.Scale)} + {Plain(x.Terms.Quantity.Units, x.Terms.Quantity.Scale)}");
    }

    private static OrderFault? AssetFault(in FilterInputs x)
    {
        if (x.Filters.MaxBasePerOrder is { } maxBase && MaxFault("quantity", x.Terms.Quantity.Units, x.Terms.Quantity.Scale, maxBase) is { } fault)
            return fault;
        if (x.Filters.MaxQuotePerOrder is not { } maxQuote)
            return null;
        return x.ValuePrice(x.Filters.Notional.AverageMinutes) is { } price ? MaxFault("value", x.ValueUnits(price), x.ValueScale(price), maxQuote) : ValueUnknown(in x);
    }

    private static OrderFault? ValueUnknown(in FilterInputs x) => x.Reduces ? null : new("value", "needs a market price to be judged", "none");

    private static OrderFault? MaxFault(string field, Int128 units, int scale, Money max) => FixedPoint.Compare(units, scale, max.Units, Money.Scale) <= 0
        ? null : new(field, $"must be at most {Plain(max.Units, Money.Scale)}", Plain(units, scale));

    private static OrderFault? CountFault(string field, bool adds, int open, int? max) => max is { } most && adds && open >= most
        ? new(field, $"must be at most {most}", $"{open + 1L}") : null;

    /// <summary>Without the zeros at its end: 0.001, not 0.00100000.</summary>
    private static string Plain(Int128 units, int scale)
    {
        var text = FixedPoint.Format(units, scale);
        return scale == 0 ? text : text.TrimEnd('0').TrimEnd('.');
    }

    private const long Million = 1_000_000;
    private const int MillionScale = 6;

    /// <summary>Parts per million written as basis points have two decimals.</summary>
    private const int BpsScale = 2;

    private const long PpmPerBps = 100;
}
