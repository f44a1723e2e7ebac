using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Instruments.Filters;
using QuantumAI.Venues.Binance.Parsing;

namespace QuantumAI.Venues.Binance.Symbols;

/// <summary>The filters of a symbol, of the exchange and of assets ↔ <see cref="InstrumentFilters"/>, both directions, filter by filter.</summary>
/// <remarks>
/// A price has the decimals of its step. A quantity has those of the base asset, since a position is made of trades less fees, and a fee is no multiple
/// of the lot step. A bound that is finer is tightened to these decimals, which refuses and admits the same orders,
/// since every price and quantity is a multiple of its step. A name that is not in the table below goes to <see cref="InstrumentFilters.Unknown"/>.
/// </remarks>
public static partial class SymbolFilters
{
    private const int PpmScale = 6;

    /// <summary>The instrument of a symbol with all its filters; status and order types are not looked at.</summary>
    /// <exception cref="PayloadException">A filter that we know lacks a part or cannot be represented.</exception>
    internal static Instrument Read(WireValue symbol, IReadOnlyList<WireValue> exchangeFilters)
    {
        var filters = symbol.Items("filters", static filter => filter);
        var price = Find(filters, "PRICE_FILTER");
        var lot = Find(filters, "LOT_SIZE");
        var priceScale = ScaleOf(price?["tickSize"], symbol, "quoteAssetPrecision");
        var quantityScale = Math.Max(ScaleOf(lot?["stepSize"], symbol, "baseAssetPrecision"), PrecisionOf(symbol, "baseAssetPrecision"));
        var draft = new FilterDraft(symbol.Text("baseAsset"), symbol.Text("quoteAsset"), priceScale, quantityScale);
        foreach (var filter in filters.Concat(exchangeFilters))
            Read(filter, draft);
        var read = draft.Filters with { Unknown = new UnknownFilterNames(draft.Unknown) };
        return new Instrument(
            symbol.Text("symbol"),
            draft.BaseAsset,
            draft.QuoteAsset,
            (byte)priceScale,
            Math.Max(1, read.Price.StepUnits),
            (byte)quantityScale,
            Math.Max(1, read.Lot.StepUnits),
            Math.Max(1, read.Lot.MinUnits),
            Money.Max(read.MinNotional.Min, read.Notional.Min))
        {
            Filters = read,
        };
    }

    /// <summary>An instrument with the account's own filters (<c>myFilters</c>), which go before those of exchangeInfo.</summary>
    /// <exception cref="PayloadException">A filter that we know lacks a part.</exception>
    public static Instrument WithAccountFilters(Instrument instrument, WireValue myFilters)
    {
        var draft = new FilterDraft(instrument.BaseAsset, instrument.QuoteAsset, instrument.PriceScale, instrument.QuantityScale) { Filters = instrument.Filters };
        foreach (var list in new[] { "exchangeFilters", "symbolFilters", "assetFilters" })
        {
            foreach (var filter in myFilters.OptionalItems(list, static filter => filter))
                Read(filter, draft);
        }

        return draft.Unknown.Count == 0
            ? instrument with { Filters = draft.Filters }
            : instrument with { Filters = draft.Filters with { Unknown = new UnknownFilterNames([.. instrument.Filters.Unknown.ToString().Split(", ", StringSplitOptions.RemoveEmptyEntries), .. draft.Unknown]) } };
    }

    private static void Read(WireValue filter, FilterDraft draft)
    {
        var name = filter.Text("filterType");
        if (Readers.TryGetValue(name, out var read))
            draft.Filters = read(filter, draft);
        else
            draft.Unknown.Add(name);
    }

    private static readonly Dictionary<string, Func<WireValue, FilterDraft, InstrumentFilters>> Readers = new(StringComparer.Ordinal)
    {
        ["PRICE_FILTER"] = static (f, d) => d.Filters with { Price = Steps(f, "minPrice", "maxPrice", "tickSize", d.PriceScale) },
        ["LOT_SIZE"] = static (f, d) => d.Filters with { Lot = Steps(f, "minQty", "maxQty", "stepSize", d.QuantityScale) },
        ["MARKET_LOT_SIZE"] = static (f, d) => d.Filters with { MarketLot = MarketLot(f, d) },
        ["PERCENT_PRICE"] = static (f, d) => d.With(f, minutes => d.Filters with { PercentPrice = Band(f, "multiplierDown", "multiplierUp"), PercentPriceMinutes = minutes }),
        ["PERCENT_PRICE_BY_SIDE"] = static (f, d) => d.With(f, minutes => d.Filters with
        {
            PercentPriceBid = Band(f, "bidMultiplierDown", "bidMultiplierUp"),
            PercentPriceAsk = Band(f, "askMultiplierDown", "askMultiplierUp"),
            PercentPriceMinutes = minutes,
        }),
        ["MIN_NOTIONAL"] = static (f, d) => d.Filters with
        {
            MinNotional = new NotionalRange(f.Amount("minNotional"), Money.Zero, f.Flag("applyToMarket"), AppliesMaxToMarket: false, f.Int("avgPriceMins")),
        },
        ["NOTIONAL"] = static (f, d) => d.Filters with
        {
            Notional = new NotionalRange(f.Amount("minNotional"), f.Amount("maxNotional"), f.Flag("applyMinToMarket"), f.Flag("applyMaxToMarket"), f.Int("avgPriceMins")),
        },
        ["ICEBERG_PARTS"] = static (f, d) => d.Filters with { IcebergParts = f.Int("limit") },
        ["TRAILING_DELTA"] = static (f, d) => d.Filters with
        {
            Trailing = new TrailingRange(f.Int("minTrailingAboveDelta"), f.Int("maxTrailingAboveDelta"), f.Int("minTrailingBelowDelta"), f.Int("maxTrailingBelowDelta")),
        },
        ["MAX_POSITION"] = static (f, d) => d.Filters with { MaxPositionUnits = Units(f["maxPosition"], d.QuantityScale, Rounding.Down) },
        ["MAX_NUM_ORDERS"] = static (f, d) => d.Filters with { Symbol = d.Filters.Symbol with { Orders = f.Int("maxNumOrders") } },
        ["MAX_NUM_ALGO_ORDERS"] = static (f, d) => d.Filters with { Symbol = d.Filters.Symbol with { AlgoOrders = f.Int("maxNumAlgoOrders") } },
        ["MAX_NUM_ICEBERG_ORDERS"] = static (f, d) => d.Filters with { Symbol = d.Filters.Symbol with { IcebergOrders = f.Int("maxNumIcebergOrders") } },
        ["MAX_NUM_ORDER_LISTS"] = static (f, d) => d.Filters with { Symbol = d.Filters.Symbol with { OrderLists = f.Int("maxNumOrderLists") } },
        ["MAX_NUM_ORDER_AMENDS"] = static (f, d) => d.Filters with { MaxOrderAmends = f.Int("maxNumOrderAmends") },
        ["EXCHANGE_MAX_NUM_ORDERS"] = static (f, d) => d.Filters with { Exchange = d.Filters.Exchange with { Orders = f.Int("maxNumOrders") } },
        ["EXCHANGE_MAX_NUM_ALGO_ORDERS"] = static (f, d) => d.Filters with { Exchange = d.Filters.Exchange with { AlgoOrders = f.Int("maxNumAlgoOrders") } },
        ["EXCHANGE_MAX_NUM_ICEBERG_ORDERS"] = static (f, d) => d.Filters with { Exchange = d.Filters.Exchange with { IcebergOrders = f.Int("maxNumIcebergOrders") } },
        ["EXCHANGE_MAX_NUM_ORDER_LISTS"] = static (f, d) => d.Filters with { Exchange = d.Filters.Exchange with { OrderLists = f.Int("maxNumOrderLists") } },
        ["MAX_ASSET"] = static (f, d) => MaxAsset(f, d),
    };

    /// <summary>Names of the filters that are understood.</summary>
    public static IEnumerable<string> Known => Readers.Keys;

    private static InstrumentFilters MaxAsset(WireValue filter, FilterDraft draft)
    {
        var (asset, limit) = (filter.Text("asset"), filter.Amount("limit"));
        var filters = asset == draft.BaseAsset ? draft.Filters with { MaxBasePerOrder = limit } : draft.Filters;
        return asset == draft.QuoteAsset ? filters with { MaxQuotePerOrder = limit } : filters;
    }

    private static StepRange Steps(WireValue filter, string min, string max, string step, int scale) => new(
        Units(filter[min], scale, Rounding.Up), Units(filter[max], scale, Rounding.Down), Units(filter[step], scale, Rounding.Exact));

    /// <summary>A market step finer than the lot step and dividing it asks nothing more.</summary>
    private static StepRange MarketLot(WireValue filter, FilterDraft draft)
    {
        var step = filter.Size("stepSize");
        var isCoarse = step.TryToUnits(draft.QuantityScale, out var units);
        return new StepRange(
            Units(filter["minQty"], draft.QuantityScale, Rounding.Up),
            Units(filter["maxQty"], draft.QuantityScale, Rounding.Down),
            isCoarse ? units : FixedPoint.PowerOfTen(step.Scale - draft.QuantityScale) % step.Mantissa == 0 ? 0 : throw filter["stepSize"].Fault("must divide the lot step or be a multiple of its last decimal"));
    }

    private static PercentBand Band(WireValue filter, string down, string up) => new(Ppm(filter[down]), Ppm(filter[up]));

    private static long Ppm(WireValue value) => value.Size().TryToUnits(PpmScale, out var ppm) ? ppm : throw value.Fault($"must have at most {PpmScale} decimals");

    private static long Units(WireValue value, int scale, Rounding rounding)
    {
        var number = value.Size();
        if (number.Scale <= scale)
            return number.TryToUnits(scale, out var units) ? units : throw value.Fault($"must fit 64 bits with {scale} decimals");
        if (rounding == Rounding.Exact)
            throw value.Fault($"must have at most {scale} decimals");
        var tightened = (long)FixedPoint.Rescale(number.Mantissa, number.Scale, scale, rounding);
        return tightened != 0 ? tightened : throw value.Fault("must be zero or at least the smallest step"); // zero would mean that there is no bound
    }

    private static int ScaleOf(WireValue? step, WireValue symbol, string precision)
    {
        if (step?.Size() is { Mantissa: > 0 } number)
            return number.Scale;
        return PrecisionOf(symbol, precision);
    }

    private static int PrecisionOf(WireValue symbol, string precision)
    {
        var decimals = symbol.Int(precision);
        return decimals is >= 0 and <= FixedPoint.MaxScale ? decimals : throw symbol[precision].Fault($"must be 0 to {FixedPoint.MaxScale}");
    }

    private static WireValue? Find(IReadOnlyList<WireValue> filters, string name)
    {
        foreach (var filter in filters)
        {
            if (filter.Text("filterType") == name)
                return filter;
        }

        return null;
    }

    /// <summary>What is read so far.</summary>
    private sealed class FilterDraft(string baseAsset, string quoteAsset, int priceScale, int quantityScale)
    {
        private int? _minutes;

        public string BaseAsset { get; } = baseAsset;

        public string QuoteAsset { get; } = quoteAsset;

        public int PriceScale { get; } = priceScale;

        public int QuantityScale { get; } = quantityScale;

        public InstrumentFilters Filters { get; set; } = new();

        public List<string> Unknown { get; } = [];

        /// <summary>Both percent filters look at one average here; a symbol with two different ones has a filter that we do not understand.</summary>
        public InstrumentFilters With(WireValue filter, Func<int, InstrumentFilters> change)
        {
            var minutes = filter.Int("avgPriceMins");
            if (_minutes is { } other && other != minutes)
            {
                Unknown.Add(filter.Text("filterType"));
                return Filters;
            }

            _minutes = minutes;
            return change(minutes);
        }
    }
}
