using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Instruments.Filters;
using QuantumAI.Domain.Orders;

namespace QuantumAI.Domain.Tests.Instruments.Filters;

/// <summary>An order that passes, with knobs: 0.5 BTC at 50,000.00, worth 25,000. Prices have 2 decimals, quantities 8.</summary>
internal sealed record FilterScenario
{
    /// <summary>Its own steps are as fine as its scales, so that every rule comes from the filters.</summary>
    public static Instrument Btc { get; } = new("BTCUSDT", "BTC", "USDT", 2, 1, 8, 1, 1, Money.Zero);

    public static readonly FilterScenario Buy = new();
    public static readonly FilterScenario Sell = Buy with { Terms = Buy.Terms with { Side = OrderSide.Sell } };
    public static readonly FilterScenario Market = Buy with { Terms = OrderTerms.Market(OrderSide.Buy, Btc.Quantity(50_000_000)) };
    public static readonly FilterScenario Trailing = Buy with { Terms = Market.Terms with { Type = OrderType.TrailingStop, TrailingPpm = 10_000 } };
    public static readonly FilterScenario Stop = Buy with { Terms = Market.Terms with { Type = OrderType.Stop, Trigger = Btc.Price(5_000_000) } };
    public static readonly FilterScenario Iceberg = Buy with { Terms = Buy.Terms with { Display = Btc.Quantity(10_000_000) } };

    public OrderTerms Terms { get; init; } = new(OrderSide.Buy, OrderType.Limit, Btc.Quantity(50_000_000), Limit: Btc.Price(5_000_000));

    public InstrumentFilters Filters { get; init; } = new();

    public FilterContext Context { get; init; } = new() { Market = Btc.Price(5_000_000), Average = Btc.Price(5_000_000), BaseTotal = Money.Whole(1) };

    public Instrument Plain { get; init; } = Btc;

    public Instrument Instrument => Plain with { Filters = Filters };

    public FilterFault? Fault() => FilterRules.FaultOf(Terms, Instrument, Context);

    public FilterScenario With(InstrumentFilters filters) => this with { Filters = filters };

    public FilterScenario Reducing(bool reducing = true) => this with { Context = Context with { IsReducing = reducing } };
}
