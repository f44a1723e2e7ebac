using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Instruments.Filters;
using QuantumAI.Domain.Orders;

namespace QuantumAI.Domain.Tests.Instruments.Filters;

/// <summary>Draws filters, orders and markets in which a rule is broken now and then: small numbers of a few digits, sometimes the largest.</summary>
internal sealed class RandomFilters(Random random)
{
    public byte PriceScale { get; } = (byte)random.Next(0, 13);

    public byte QuantityScale { get; } = (byte)random.Next(0, 13);

    public FilterScenario Scenario()
    {
        var plain = new Instrument("AAABBB", "AAA", "BBB", PriceScale, 1, QuantityScale, 1, 1, Money.Zero);
        return new FilterScenario { Plain = plain, Terms = Terms(), Filters = Filters(), Context = Context() };
    }

    /// <summary>Few rules are on at a time, else the first ones hide the last ones.</summary>
    private InstrumentFilters Filters() => new()
    {
        Status = Rarely() ? (SymbolStatus)random.Next(7) : SymbolStatus.Trading,
        Unknown = Rarely() ? new(["MOON_PHASE"]) : default,
        Allowed = Rarely() ? (AllowedOrders)(random.Next(1 << 10) & (int)AllowedOrders.All) : AllowedOrders.All,
        Price = Sometimes() ? Range() : default,
        PercentPrice = Rarely() ? Band() : default,
        PercentPriceBid = Rarely() ? Band() : default,
        PercentPriceAsk = Rarely() ? Band() : default,
        PercentPriceMinutes = random.Next(2),
        Lot = Sometimes() ? Range() : default,
        MarketLot = Sometimes() ? Range() : default,
        MinNotional = Rarely() ? new(Amount(), Money.Zero, Often(), Often(), random.Next(2)) : default,
        Notional = Rarely() ? new(Often() ? Amount() : Money.Zero, Amount(), Often(), Often(), random.Next(2)) : default,
        IcebergParts = Maybe(random.Next(6)),
        Trailing = Rarely() ? new(random.Next(3), random.Next(5), random.Next(3), random.Next(5)) : default,
        MaxPositionUnits = Rarely() ? random.Next(2_000) : null,
        MaxBasePerOrder = Rarely() ? new Money(Rescale(random.Next(1_000), QuantityScale)) : null,
        MaxQuotePerOrder = Rarely() ? Amount() : null,
        Symbol = new(Maybe(2), Maybe(2), Maybe(2), Maybe(2)),
        Exchange = new(Maybe(2), Maybe(2), Maybe(2), Maybe(2)),
        MaxOrderAmends = Maybe(2),
    };

    private OrderTerms Terms()
    {
        var type = (OrderType)random.Next(1, 8);
        var canRest = OrderShape.HasLimit(type);
        var terms = new OrderTerms(
            (OrderSide)random.Next(1, 3), type, new Quantity(Units(), QuantityScale),
            OrderShape.HasLimit(type) ? new Price(Units(), PriceScale) : null,
            OrderShape.HasTrigger(type) || (type == OrderType.TrailingStop && Often()) ? new Price(Units(), PriceScale) : null,
            type == OrderType.TrailingStop ? random.Next(1, 10) * (Often() ? 100 : 50) : 0,
            canRest && Rarely() ? (TimeInForce)random.Next(1, 4) : TimeInForce.GoodTilCanceled,
            IsReduceOnly: Rarely());
        if (terms.TimeInForce != TimeInForce.GoodTilCanceled || !canRest)
            return terms;
        return terms with { IsPostOnly = Rarely(), Display = Sometimes() ? new Quantity(Math.Max(1, terms.Quantity.Units / random.Next(1, 6)), QuantityScale) : null };
    }

    private FilterContext Context() => new()
    {
        Market = Known(),
        Average = Known(),
        Reference = Rarely() ? Known() : null,
        Bid = Known(),
        Ask = Known(),
        IsReducing = Rarely(),
        OpensOrderList = Rarely(),
        Symbol = new(random.Next(3), random.Next(3), random.Next(3), random.Next(3)),
        Account = new(random.Next(3), random.Next(3), random.Next(3), random.Next(3)),
        Amends = Rarely() ? random.Next(3) : null,
        BaseTotal = Often() ? new Money(Rescale(random.Next(1_000), QuantityScale)) : null,
    };

    private Price? Known()
    {
        var scale = random.Next(0, 13);
        return Often() ? new Price(Math.Max(1, (long)Int128.Min(long.MaxValue, FixedPoint.Rescale(random.Next(1_000), PriceScale, scale, Rounding.Down))), (byte)scale) : null;
    }

    private StepRange Range() => new(Maybe(random.Next(300)) ?? 0, Maybe(random.Next(300, 1_000)) ?? 0, Maybe(random.Next(1, 5)) ?? 0);

    private PercentBand Band() => new(Maybe(random.Next(1_000_000)) ?? 0, Maybe(random.Next(1_000_000, 3_000_000)) ?? 0);

    /// <summary>Of the size of a few hundred prices × a few hundred quantities.</summary>
    private Money Amount() => new(Rescale(random.Next(500_000), PriceScale + QuantityScale));

    private static Int128 Rescale(long units, int scale) => Int128.Max(1, FixedPoint.Rescale(units, scale, Money.Scale, Rounding.Down));

    private long Units() => random.Next(40) == 0 ? long.MaxValue - random.Next(3) : random.Next(1, 1_000);

    private int? Maybe(int value) => random.Next(3) == 0 ? value : null;

    private bool Often() => random.Next(4) != 0;

    private bool Sometimes() => random.Next(3) == 0;

    private bool Rarely() => random.Next(8) == 0;
}
