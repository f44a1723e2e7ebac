using System.Globalization;
using QuantumAI.Domain.Orders;

namespace QuantumAI.Domain.Instruments.Filters;

/// <summary>Whether filters make sense at all: asked once where they come in (a venue's answer, a configuration), not per order.</summary>
public static class FilterShape
{
    /// <summary>The first thing that is wrong with an instrument's filters; null when they make sense.</summary>
    /// <remarks>Steps that the instrument names itself must be the filters' own: a lot that is floored to one step and checked against another is never valid.</remarks>
    public static OrderFault? FaultOf(Instrument instrument)
    {
        var filters = instrument.Filters;
        return WordFault(filters)
            ?? RangeFault("price", filters.Price.MinUnits, filters.Price.MaxUnits)
            ?? StepFault("price", filters.Price.StepUnits, instrument.PriceTickUnits)
            ?? RangeFault("lot", filters.Lot.MinUnits, filters.Lot.MaxUnits)
            ?? StepFault("lot", filters.Lot.StepUnits, instrument.LotStepUnits)
            ?? RangeFault("marketLot", filters.MarketLot.MinUnits, filters.MarketLot.MaxUnits)
            ?? LeastFault("marketLot step", filters.MarketLot.StepUnits)
            ?? RangeFault("percentPrice", filters.PercentPrice.DownPpm, filters.PercentPrice.UpPpm)
            ?? RangeFault("percentPriceBid", filters.PercentPriceBid.DownPpm, filters.PercentPriceBid.UpPpm)
            ?? RangeFault("percentPriceAsk", filters.PercentPriceAsk.DownPpm, filters.PercentPriceAsk.UpPpm)
            ?? RangeFault("minNotional", filters.MinNotional.Min.Units, filters.MinNotional.Max.Units)
            ?? RangeFault("notional", filters.Notional.Min.Units, filters.Notional.Max.Units)
            ?? RangeFault("trailing above", filters.Trailing.MinAboveBps, filters.Trailing.MaxAboveBps)
            ?? RangeFault("trailing below", filters.Trailing.MinBelowBps, filters.Trailing.MaxBelowBps)
            ?? LeastFault("icebergParts", filters.IcebergParts ?? 0)
            ?? LeastFault("maxPosition", filters.MaxPositionUnits ?? 0)
            ?? LeastFault("maxBasePerOrder", filters.MaxBasePerOrder?.Units ?? 0)
            ?? LeastFault("maxQuotePerOrder", filters.MaxQuotePerOrder?.Units ?? 0)
            ?? LeastFault("maxOrderAmends", filters.MaxOrderAmends ?? 0)
            ?? CountFault("symbol", filters.Symbol)
            ?? CountFault("exchange", filters.Exchange);
    }

    private static OrderFault? WordFault(InstrumentFilters filters)
    {
        if (filters.Status is not (> SymbolStatus.Unspecified and <= SymbolStatus.Unknown))
            return new("status", "must be a known word or Unknown", $"{filters.Status}");
        return (filters.Allowed & ~AllowedOrders.All) == AllowedOrders.None ? null : new("allowed", "must be known order types", $"{filters.Allowed}");
    }

    private static OrderFault? RangeFault(string field, Int128 min, Int128 max) => LeastFault($"{field} min", min) ?? LeastFault($"{field} max", max)
        ?? (max == 0 || min <= max ? null : new($"{field} min", $"must be at most the max {Text(max)}", Text(min)));

    private static OrderFault? StepFault(string field, long step, long own) => LeastFault($"{field} step", step)
        ?? (step == 0 || step == own ? null : new($"{field} step", $"must be the instrument's {Text(own)} units", Text(step)));

    private static OrderFault? CountFault(string field, OrderCountLimits limits) => LeastFault($"{field} orders", limits.Orders ?? 0)
        ?? LeastFault($"{field} algo orders", limits.AlgoOrders ?? 0)
        ?? LeastFault($"{field} icebergs", limits.IcebergOrders ?? 0)
        ?? LeastFault($"{field} order lists", limits.OrderLists ?? 0);

    private static OrderFault? LeastFault(string field, Int128 value) => value >= 0 ? null : new(field, "must not be negative", Text(value));

    private static string Text(Int128 value) => value.ToString(CultureInfo.InvariantCulture);
}
