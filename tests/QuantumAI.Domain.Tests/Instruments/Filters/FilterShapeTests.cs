using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Instruments.Filters;
using QuantumAI.TestKit;

namespace QuantumAI.Domain.Tests.Instruments.Filters;

public sealed class FilterShapeTests
{
    private static readonly Instrument Bitcoin = Samples.Bitcoin;

    [Fact]
    public void filters_must_make_sense_when_they_come_from_steps_or_have_equal_borders()
    {
        Assert.Null(FilterShape.FaultOf(Bitcoin));
        Assert.Null(FilterShape.FaultOf(Samples.Ether));
        Assert.Null(FilterShape.FaultOf(Bitcoin with { Filters = new() { Price = new(5, 5, 0), Lot = new(5, 0, 1_000), PercentPrice = new(1, 1), Trailing = new(7, 7, 7, 7), IcebergParts = 0 } }));
    }

    [Fact]
    public void filters_must_be_refused_with_field_rule_and_value()
    {
        (InstrumentFilters Filters, string Message)[] cases =
        [
            (new() { Status = SymbolStatus.Unspecified }, "status must be a known word or Unknown, was Unspecified"),
            (new() { Allowed = (AllowedOrders)1 }, "allowed must be known order types, was 1"),
            (new() { Price = new(6, 5, 0) }, "price min must be at most the max 5, was 6"),
            (new() { Price = new(0, 0, 2) }, "price step must be the instrument's 1 units, was 2"),
            (new() { Lot = new(-1, 0, 0) }, "lot min must not be negative, was -1"),
            (new() { Lot = new(0, 0, 999) }, "lot step must be the instrument's 1000 units, was 999"),
            (new() { MarketLot = new(0, -1, 0) }, "marketLot max must not be negative, was -1"),
            (new() { MarketLot = new(0, 0, -1) }, "marketLot step must not be negative, was -1"),
            (new() { PercentPrice = new(2, 1) }, "percentPrice min must be at most the max 1, was 2"),
            (new() { PercentPriceBid = new(2, 1) }, "percentPriceBid min must be at most the max 1, was 2"),
            (new() { PercentPriceAsk = new(2, 1) }, "percentPriceAsk min must be at most the max 1, was 2"),
            (new() { MinNotional = new(new Money(-1), Money.Zero, true, true, 0) }, "minNotional min must not be negative, was -1"),
            (new() { Notional = new(new Money(2), new Money(1), true, true, 0) }, "notional min must be at most the max 1, was 2"),
            (new() { Trailing = new(2, 1, 0, 0) }, "trailing above min must be at most the max 1, was 2"),
            (new() { Trailing = new(0, 0, 2, 1) }, "trailing below min must be at most the max 1, was 2"),
            (new() { IcebergParts = -1 }, "icebergParts must not be negative, was -1"),
            (new() { MaxPositionUnits = -1 }, "maxPosition must not be negative, was -1"),
            (new() { MaxBasePerOrder = new Money(-1) }, "maxBasePerOrder must not be negative, was -1"),
            (new() { MaxQuotePerOrder = new Money(-1) }, "maxQuotePerOrder must not be negative, was -1"),
            (new() { MaxOrderAmends = -1 }, "maxOrderAmends must not be negative, was -1"),
            (new() { Symbol = new(-1, null, null, null) }, "symbol orders must not be negative, was -1"),
            (new() { Symbol = new(null, -1, null, null) }, "symbol algo orders must not be negative, was -1"),
            (new() { Exchange = new(null, null, -1, null) }, "exchange icebergs must not be negative, was -1"),
            (new() { Exchange = new(null, null, null, -1) }, "exchange order lists must not be negative, was -1"),
        ];
        Assert.All(cases, x => Assert.Equal(x.Message, $"{FilterShape.FaultOf(Bitcoin with { Filters = x.Filters })}"));
    }
}
