namespace QuantumAI.Domain.Instruments.Filters;

/// <summary>Every rule that a venue puts on the orders of one symbol, its own and the account's. Immutable; equal when all rules are equal.</summary>
/// <remarks>A range that the venue does not have is all zeros, a count that it does not have is null. Names follow Binance spot (filters.md of its API documentation).</remarks>
public sealed record InstrumentFilters
{
    public SymbolStatus Status { get; init; } = SymbolStatus.Trading;

    public AllowedOrders Allowed { get; init; } = AllowedOrders.All;

    /// <summary>Filters that the venue sent and nobody here understands: nothing is opened, what reduces is let through.</summary>
    public UnknownFilterNames Unknown { get; init; }

    /// <summary>PRICE_FILTER, of limits and triggers.</summary>
    public StepRange Price { get; init; }

    /// <summary>PERCENT_PRICE, of limits.</summary>
    public PercentBand PercentPrice { get; init; }

    /// <summary>PERCENT_PRICE_BY_SIDE, of the limits of buys.</summary>
    public PercentBand PercentPriceBid { get; init; }

    /// <summary>PERCENT_PRICE_BY_SIDE, of the limits of sales.</summary>
    public PercentBand PercentPriceAsk { get; init; }

    /// <summary>Minutes of the average price that both percent filters look at; 0 = the last trade's price.</summary>
    public int PercentPriceMinutes { get; init; }

    /// <summary>LOT_SIZE, of every quantity and of what an iceberg shows.</summary>
    public StepRange Lot { get; init; }

    /// <summary>MARKET_LOT_SIZE, of orders without a limit.</summary>
    public StepRange MarketLot { get; init; }

    /// <summary>MIN_NOTIONAL; it has no largest value.</summary>
    public NotionalRange MinNotional { get; init; }

    /// <summary>NOTIONAL.</summary>
    public NotionalRange Notional { get; init; }

    /// <summary>ICEBERG_PARTS: quantity / display, rounded up, is at most this.</summary>
    public int? IcebergParts { get; init; }

    /// <summary>TRAILING_DELTA.</summary>
    public TrailingRange Trailing { get; init; }

    /// <summary>MAX_POSITION in units of the quantity scale: base asset held and being bought, this order included.</summary>
    public long? MaxPositionUnits { get; init; }

    /// <summary>MAX_ASSET of the base asset: the largest quantity of one order.</summary>
    public Money? MaxBasePerOrder { get; init; }

    /// <summary>MAX_ASSET of the quote asset: the largest value of one order.</summary>
    public Money? MaxQuotePerOrder { get; init; }

    /// <summary>MAX_NUM_… of the symbol.</summary>
    public OrderCountLimits Symbol { get; init; }

    /// <summary>MAX_NUM_ORDER_AMENDS: how often one order may be amended.</summary>
    public int? MaxOrderAmends { get; init; }

    /// <summary>EXCHANGE_MAX_NUM_… of the whole account.</summary>
    public OrderCountLimits Exchange { get; init; }

    /// <summary>What an instrument's own steps and minimums say, and nothing else: the filters of an instrument that no venue has described.</summary>
    public static InstrumentFilters Of(Instrument instrument) => new()
    {
        Price = new StepRange(0, 0, instrument.PriceTickUnits),
        Lot = new StepRange(instrument.MinQuantityUnits, 0, instrument.LotStepUnits),
        MinNotional = new NotionalRange(instrument.MinNotional, Money.Zero, AppliesMinToMarket: true, AppliesMaxToMarket: false, AverageMinutes: 0),
    };
}

/// <summary>How many orders may be open at a time; null = no limit.</summary>
/// <param name="Orders">Orders of all types.</param>
/// <param name="AlgoOrders">Orders that wait for a price.</param>
/// <param name="IcebergOrders">Orders that show a part of themselves.</param>
/// <param name="OrderLists">Lists of orders that belong together.</param>
public readonly record struct OrderCountLimits(int? Orders, int? AlgoOrders, int? IcebergOrders, int? OrderLists);
