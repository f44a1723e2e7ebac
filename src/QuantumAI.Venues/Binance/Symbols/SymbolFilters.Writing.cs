using System.Text.Json;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Instruments.Filters;
using QuantumAI.Venues.Binance.Parsing;

namespace QuantumAI.Venues.Binance.Symbols;

public static partial class SymbolFilters
{
    internal static void Write(Utf8JsonWriter json, Instrument instrument)
    {
        var filters = instrument.Filters;
        WriteSteps(json, "PRICE_FILTER", "Price", "tickSize", filters.Price, instrument.PriceScale);
        WriteSteps(json, "LOT_SIZE", "Qty", "stepSize", filters.Lot, instrument.QuantityScale);
        WriteSteps(json, "MARKET_LOT_SIZE", "Qty", "stepSize", filters.MarketLot, instrument.QuantityScale);
        WriteBands(json, filters);
        WriteNotionals(json, filters);
        WriteCount(json, "ICEBERG_PARTS", "limit", filters.IcebergParts);
        if (!filters.Trailing.IsDisabled)
        {
            Open(json, "TRAILING_DELTA");
            json.WriteNumber("minTrailingAboveDelta", filters.Trailing.MinAboveBps);
            json.WriteNumber("maxTrailingAboveDelta", filters.Trailing.MaxAboveBps);
            json.WriteNumber("minTrailingBelowDelta", filters.Trailing.MinBelowBps);
            json.WriteNumber("maxTrailingBelowDelta", filters.Trailing.MaxBelowBps);
            json.WriteEndObject();
        }

        if (filters.MaxPositionUnits is { } position)
        {
            Open(json, "MAX_POSITION");
            json.WriteString("maxPosition", Text(position, instrument.QuantityScale));
            json.WriteEndObject();
        }

        WriteCount(json, "MAX_NUM_ORDERS", "maxNumOrders", filters.Symbol.Orders);
        WriteCount(json, "MAX_NUM_ALGO_ORDERS", "maxNumAlgoOrders", filters.Symbol.AlgoOrders);
        WriteCount(json, "MAX_NUM_ICEBERG_ORDERS", "maxNumIcebergOrders", filters.Symbol.IcebergOrders);
        WriteCount(json, "MAX_NUM_ORDER_LISTS", "maxNumOrderLists", filters.Symbol.OrderLists);
        WriteCount(json, "MAX_NUM_ORDER_AMENDS", "maxNumOrderAmends", filters.MaxOrderAmends);
    }

    internal static void WriteExchange(Utf8JsonWriter json, OrderCountLimits limits)
    {
        WriteCount(json, "EXCHANGE_MAX_NUM_ORDERS", "maxNumOrders", limits.Orders);
        WriteCount(json, "EXCHANGE_MAX_NUM_ALGO_ORDERS", "maxNumAlgoOrders", limits.AlgoOrders);
        WriteCount(json, "EXCHANGE_MAX_NUM_ICEBERG_ORDERS", "maxNumIcebergOrders", limits.IcebergOrders);
        WriteCount(json, "EXCHANGE_MAX_NUM_ORDER_LISTS", "maxNumOrderLists", limits.OrderLists);
    }

    /// <summary>The asset filters of an instrument (<c>myFilters</c>).</summary>
    public static void WriteAsset(Utf8JsonWriter json, Instrument instrument)
    {
        WriteLimit(json, instrument.BaseAsset, instrument.Filters.MaxBasePerOrder);
        WriteLimit(json, instrument.QuoteAsset, instrument.Filters.MaxQuotePerOrder);
    }

    private static void WriteLimit(Utf8JsonWriter json, string asset, Money? limit)
    {
        if (limit is not { } most)
            return;
        Open(json, "MAX_ASSET");
        json.WriteString("asset", asset);
        json.WriteString("limit", most.ToString());
        json.WriteEndObject();
    }

    private static void WriteBands(Utf8JsonWriter json, InstrumentFilters filters)
    {
        if (!filters.PercentPrice.IsDisabled)
        {
            Open(json, "PERCENT_PRICE");
            json.WriteString("multiplierUp", Text(filters.PercentPrice.UpPpm, PpmScale));
            json.WriteString("multiplierDown", Text(filters.PercentPrice.DownPpm, PpmScale));
            json.WriteNumber("avgPriceMins", filters.PercentPriceMinutes);
            json.WriteEndObject();
        }

        if (filters.PercentPriceBid.IsDisabled && filters.PercentPriceAsk.IsDisabled)
            return;
        Open(json, "PERCENT_PRICE_BY_SIDE");
        json.WriteString("bidMultiplierUp", Text(filters.PercentPriceBid.UpPpm, PpmScale));
        json.WriteString("bidMultiplierDown", Text(filters.PercentPriceBid.DownPpm, PpmScale));
        json.WriteString("askMultiplierUp", Text(filters.PercentPriceAsk.UpPpm, PpmScale));
        json.WriteString("askMultiplierDown", Text(filters.PercentPriceAsk.DownPpm, PpmScale));
        json.WriteNumber("avgPriceMins", filters.PercentPriceMinutes);
        json.WriteEndObject();
    }

    private static void WriteNotionals(Utf8JsonWriter json, InstrumentFilters filters)
    {
        if (filters.MinNotional != default)
        {
            Open(json, "MIN_NOTIONAL");
            json.WriteString("minNotional", filters.MinNotional.Min.ToString());
            json.WriteBoolean("applyToMarket", filters.MinNotional.AppliesMinToMarket);
            json.WriteNumber("avgPriceMins", filters.MinNotional.AverageMinutes);
            json.WriteEndObject();
        }

        if (filters.Notional == default)
            return;
        Open(json, "NOTIONAL");
        json.WriteString("minNotional", filters.Notional.Min.ToString());
        json.WriteBoolean("applyMinToMarket", filters.Notional.AppliesMinToMarket);
        json.WriteString("maxNotional", filters.Notional.Max.ToString());
        json.WriteBoolean("applyMaxToMarket", filters.Notional.AppliesMaxToMarket);
        json.WriteNumber("avgPriceMins", filters.Notional.AverageMinutes);
        json.WriteEndObject();
    }

    private static void WriteSteps(Utf8JsonWriter json, string name, string what, string step, StepRange range, int scale)
    {
        if (range == default)
            return;
        Open(json, name);
        json.WriteString("min" + what, Text(range.MinUnits, scale));
        json.WriteString("max" + what, Text(range.MaxUnits, scale));
        json.WriteString(step, Text(range.StepUnits, scale));
        json.WriteEndObject();
    }

    private static void WriteCount(Utf8JsonWriter json, string name, string field, int? count)
    {
        if (count is not { } most)
            return;
        Open(json, name);
        json.WriteNumber(field, most);
        json.WriteEndObject();
    }

    private static void Open(Utf8JsonWriter json, string name)
    {
        json.WriteStartObject();
        json.WriteString("filterType", name);
    }

    /// <summary>With at least the eight decimals that the venue writes.</summary>
    private static string Text(long units, int scale) => WireText.Of(units, scale);
}
