using FsCheck;
using FsCheck.Fluent;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Portfolio;
using QuantumAI.TestKit;

namespace QuantumAI.Domain.Tests.Portfolio;

public sealed class PositionSizingTests
{
    [Fact]
    public void Prop_size_is_the_largest_lot_multiple_within_fraction_and_cap() =>
        Prop.ForAll(
            Arb.From(
                from equity in Gen.Choose(0, 10_000_000)
                from cents in Gen.Choose(0, 99_999_999)
                from ppm in Gen.Choose(0, 1_000_000)
                from most in Gen.Choose(0, 100_000)
                from ask in Gen.Choose(1, int.MaxValue)
                select (Equity: Money.Whole(equity) + Samples.Units(cents), Ppm: (long)ppm, Most: Money.Whole(most), Ask: Samples.Bitcoin.Price(ask))),
            x =>
            {
                var size = PositionSizing.FixedFraction(x.Equity, x.Ppm, x.Most, Samples.Bitcoin, x.Ask);
                var lot = Samples.Bitcoin.LotStepUnits;
                // In 10^−10 of the quote asset nothing is rounded: price units × quantity units have ten decimals.
                var budget = Int128.Min(x.Equity.Units * x.Ppm / 1_000_000, x.Most.Units) * 100;
                return size.Units % lot == 0
                    && (Int128)x.Ask.Units * size.Units <= budget
                    && (Int128)x.Ask.Units * (size.Units + lot) > budget;
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void size_must_be_zero_when_there_is_no_equity_or_no_price()
    {
        Assert.True(PositionSizing.FixedFraction(Samples.Units(-1), 100_000, Money.Whole(1_000), Samples.Bitcoin, Samples.Bitcoin.Price(100)).IsZero);
        Assert.True(PositionSizing.FixedFraction(Money.Whole(1_000), 100_000, Money.Whole(1_000), Samples.Bitcoin, Samples.Bitcoin.Price(0)).IsZero);
        Assert.True(PositionSizing.FixedFraction(Money.Whole(1), 100_000, Money.Whole(1_000), Samples.Bitcoin, Samples.Bitcoin.Price(5_000_000)).IsZero);
    }
}
