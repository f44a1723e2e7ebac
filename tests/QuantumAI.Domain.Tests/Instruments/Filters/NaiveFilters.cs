using System.Numerics;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Instruments.Filters;
using QuantumAI.Domain.Orders;

namespace QuantumAI.Domain.Tests.Instruments.Filters;

/// <summary>The slow, obvious twin of <see cref="FilterRules"/>: every number as a big integer of 10^−40, every broken rule collected, the least taken.</summary>
internal static class NaiveFilters
{
    private const int Places = 40;

    public static FilterKind? FirstBroken(OrderTerms terms, Instrument instrument, FilterContext context)
    {
        if (OrderShape.FaultOf(terms, instrument) is not null)
            return FilterKind.Form;
        var broken = new SortedSet<FilterKind>();
        var f = instrument.Filters;
        var (buys, reduces, isNew) = (terms.Side == OrderSide.Buy, terms.IsReduceOnly || context.IsReducing, context.Amends is null);
        var hasLimit = terms.Limit is not null;
        var waits = terms.Type is OrderType.Stop or OrderType.StopLimit or OrderType.TakeProfit or OrderType.TakeProfitLimit or OrderType.TrailingStop;
        var rests = waits || (terms.Type == OrderType.Limit && terms.TimeInForce != TimeInForce.ImmediateOrCancel && terms.TimeInForce != TimeInForce.FillOrKill);
        void Check(FilterKind kind, bool isBroken)
        {
            if (isBroken)
                broken.Add(kind);
        }

        Check(FilterKind.SymbolStatus, f.Status != SymbolStatus.Trading && !(f.Status == SymbolStatus.Unknown && reduces));
        Check(FilterKind.UnknownFilter, !f.Unknown.IsEmpty && !reduces);
        Check(FilterKind.OrderType, !f.Allowed.ToString().Split(", ").Contains(terms.Type.ToString()) && f.Allowed != AllowedOrders.All);
        Check(FilterKind.OrderType, terms.IsPostOnly && !f.Allowed.HasFlag(AllowedOrders.PostOnly));
        Check(FilterKind.OrderType, terms.Display is not null && !f.Allowed.HasFlag(AllowedOrders.Iceberg));
        Check(FilterKind.PriceFilter, terms.Limit is { } limitPrice && Outside(limitPrice.Units, f.Price));
        Check(FilterKind.PriceFilter, terms.Trigger is { } trigger && Outside(trigger.Units, f.Price));
        foreach (var (kind, band) in new[] { (FilterKind.PercentPrice, f.PercentPrice), (FilterKind.PercentPriceBySide, buys ? f.PercentPriceBid : f.PercentPriceAsk) })
        {
            if (terms.Limit is not { } limit || (band.DownPpm == 0 && band.UpPpm == 0))
                continue;
            var market = MarketOf(context, buys, f.PercentPriceMinutes);
            Check(kind, market is null && !reduces);
            Check(kind, market is { } low && Wide(limit.Units, limit.Scale) * 1_000_000 < low * band.DownPpm);
            Check(kind, market is { } high && band.UpPpm != 0 && Wide(limit.Units, limit.Scale) * 1_000_000 > high * band.UpPpm);
        }

        Check(FilterKind.LotSize, Outside(terms.Quantity.Units, f.Lot) || (terms.Display is { } shown && Outside(shown.Units, f.Lot)));
        Check(FilterKind.MarketLotSize, !hasLimit && Outside(terms.Quantity.Units, f.MarketLot));

        BigInteger? Value(int minutes)
        {
            var own = terms.Limit ?? (terms.Type is OrderType.Stop or OrderType.TakeProfit ? terms.Trigger : null);
            var price = own is { } given ? Wide(given.Units, given.Scale) : MarketOf(context, buys, minutes);
            return price is { } wide ? wide * Wide(terms.Quantity.Units, terms.Quantity.Scale) / BigInteger.Pow(10, Places) : null;
        }

        Check(FilterKind.AmountRange, Value(f.Notional.AverageMinutes) is { } amount && amount > Wide(Int128.MaxValue, 8));
        foreach (var (kind, range) in new[] { (FilterKind.MinNotional, f.MinNotional), (FilterKind.Notional, f.Notional) })
        {
            var (min, max) = (range.Min.Units != 0 && (hasLimit || range.AppliesMinToMarket), range.Max.Units != 0 && (hasLimit || range.AppliesMaxToMarket));
            Check(kind, (min || max) && Value(range.AverageMinutes) is null && !reduces);
            Check(kind, min && Value(range.AverageMinutes) < Wide(range.Min.Units, 8));
            Check(kind, max && Value(range.AverageMinutes) > Wide(range.Max.Units, 8));
        }

        if (f.IcebergParts is { } parts && terms.Display is { } part)
            Check(FilterKind.IcebergParts, (BigInteger)parts * part.Units < terms.Quantity.Units);
        if (terms.Type == OrderType.TrailingStop && f.Trailing != default)
        {
            var (least, most) = buys ? (f.Trailing.MinAboveBps, f.Trailing.MaxAboveBps) : (f.Trailing.MinBelowBps, f.Trailing.MaxBelowBps);
            Check(FilterKind.TrailingDelta, terms.TrailingPpm % 100 != 0 || terms.TrailingPpm < least * 100L || (most != 0 && terms.TrailingPpm > most * 100L));
        }

        if (f.MaxPositionUnits is { } position && buys)
        {
            Check(FilterKind.MaxPosition, context.BaseTotal is null && !reduces);
            Check(FilterKind.MaxPosition, context.BaseTotal is { } held
                && Wide(held.Units, 8) + Wide(terms.Quantity.Units, terms.Quantity.Scale) > Wide(position, terms.Quantity.Scale));
        }

        Check(FilterKind.MaxAsset, f.MaxBasePerOrder is { } maxBase && Wide(terms.Quantity.Units, terms.Quantity.Scale) > Wide(maxBase.Units, 8));
        Check(FilterKind.MaxAsset, f.MaxQuotePerOrder is { } maxQuote && (Value(f.Notional.AverageMinutes) is { } value ? value > Wide(maxQuote.Units, 8) : !reduces));
        Check(FilterKind.MaxNumOrders, rests && isNew && context.Symbol.Orders + 1 > f.Symbol.Orders);
        Check(FilterKind.MaxNumAlgoOrders, waits && isNew && context.Symbol.AlgoOrders + 1 > f.Symbol.AlgoOrders);
        Check(FilterKind.MaxNumIcebergOrders, terms.Display is not null && isNew && context.Symbol.IcebergOrders + 1 > f.Symbol.IcebergOrders);
        Check(FilterKind.MaxNumOrderAmends, context.Amends + 1 > f.MaxOrderAmends);
        Check(FilterKind.MaxNumOrderLists, context.OpensOrderList && context.Symbol.OrderLists + 1 > f.Symbol.OrderLists);
        Check(FilterKind.ExchangeMaxNumOrders, rests && isNew && context.Account.Orders + 1 > f.Exchange.Orders);
        Check(FilterKind.ExchangeMaxNumAlgoOrders, waits && isNew && context.Account.AlgoOrders + 1 > f.Exchange.AlgoOrders);
        Check(FilterKind.ExchangeMaxNumIcebergOrders, terms.Display is not null && isNew && context.Account.IcebergOrders + 1 > f.Exchange.IcebergOrders);
        Check(FilterKind.ExchangeMaxNumOrderLists, context.OpensOrderList && context.Account.OrderLists + 1 > f.Exchange.OrderLists);
        return broken.Count == 0 ? null : broken.Min;
    }

    private static bool Outside(long units, StepRange range) =>
        units < range.MinUnits || (range.MaxUnits != 0 && units > range.MaxUnits) || (range.StepUnits != 0 && units % range.StepUnits != 0);

    private static BigInteger? MarketOf(FilterContext context, bool buys, int minutes)
    {
        Price?[] ranked = minutes > 0
            ? [context.Reference, context.Average, context.Market, buys ? context.Ask : context.Bid]
            : [context.Reference, context.Market, context.Average, buys ? context.Ask : context.Bid];
        return ranked.FirstOrDefault(price => price is { Units: > 0 }) is { } best ? Wide(best.Units, best.Scale) : null;
    }

    private static BigInteger Wide(Int128 units, int scale) => (BigInteger)units * BigInteger.Pow(10, Places - scale);
}
