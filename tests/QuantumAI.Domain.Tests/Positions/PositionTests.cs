using System.Numerics;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Positions;
using QuantumAI.TestKit;

namespace QuantumAI.Domain.Tests.Positions;

public sealed class PositionTests
{
    private const int Runs = 2_000;

    /// <summary>Average cost in exact fractions. What is rounded is at most a unit per fill that closes.</summary>
    [Fact]
    public void Prop_position_equals_average_cost_in_fractions() => Seeds.Hold(80, leastSize: 1, runs: Runs, run: static (random, steps) =>
    {
        var position = Position.Flat("aurora", Samples.Bitcoin);
        var (held, cost, realised, cash, closings) = (BigInteger.Zero, Fraction.Zero, Fraction.Zero, BigInteger.Zero, 0);
        for (var i = 1; i <= steps; i++)
        {
            var units = random.Next(4) == 0 && !held.IsZero ? -(long)held : random.NextInt64(1, 1_000_000_000) * (random.Next(2) == 0 ? 1 : -1);
            var paid = random.NextInt64(0, 10_000_000_000_000);
            var change = units > 0 ? -paid : paid;
            cash += change;
            position = position.After(Samples.Bitcoin.Quantity(units), new Money(change), i);

            var (opens, closes) = (BigInteger.Abs(units), BigInteger.Zero);
            if (!held.IsZero && held.Sign != Math.Sign(units))
            {
                closings++;
                closes = BigInteger.Min(BigInteger.Abs(held), opens);
                opens -= closes;
                var closedCost = cost * new Fraction(closes, BigInteger.Abs(held));
                realised += (new Fraction(change, 1) * new Fraction(closes, BigInteger.Abs(units))) - closedCost;
                cost -= closedCost;
            }

            cost -= new Fraction(change, 1) * new Fraction(opens, BigInteger.Abs(units));
            held += units;
            Assert.Equal(held, position.Quantity.Units);
            Assert.True((cost - Of(position.Cost)).IsWithin(closings), $"cost {position.Cost} after {closings} closings");
            Assert.True((realised - Of(position.RealisedPnl)).IsWithin(closings), $"realised {position.RealisedPnl} after {closings} closings");
            Assert.Equal(cash, (BigInteger)(position.RealisedPnl - position.Cost).Units); // no unit is lost between them
            Assert.Equal(held.IsZero, position.OpenedNanos == 0);
            Assert.True(!held.IsZero || position.Cost == Money.Zero);
        }
    });

    [Theory]
    [InlineData(2, -100, -1, 70, 20, 1, 50)] // half of a long is sold
    [InlineData(-2, 100, 1, -30, 20, -1, -50)] // half of a short is bought back
    [InlineData(2, -100, -3, 180, 20, -1, -60)] // a long turns short: two of three sold close
    [InlineData(-2, 100, 3, -120, 20, 1, 40)] // a short turns long
    [InlineData(2, -100, -2, 90, -10, 0, 0)]
    public void profit_must_be_what_closes_against_its_share_of_the_cost(long first, long firstCash, long second, long secondCash, long realised, long left, long cost)
    {
        var position = Position.Flat("aurora", Samples.Bitcoin)
            .After(Samples.Bitcoin.Quantity(first), Money.Whole(firstCash), 1).After(Samples.Bitcoin.Quantity(second), Money.Whole(secondCash), 2);
        Assert.Equal((Money.Whole(realised), left, Money.Whole(cost)), (position.RealisedPnl, position.Quantity.Units, position.Cost));
        Assert.Equal(left == 0 ? 0 : Math.Sign(left) == Math.Sign(first) ? 1 : 2, position.OpenedNanos);
    }

    [Fact]
    public void dust_must_begin_anew_with_the_next_fill_and_keep_its_cost()
    {
        var dust = Position.Flat("aurora", Samples.Bitcoin).After(Samples.Bitcoin.Quantity(100), Money.Whole(-10), 1).AsDust();
        Assert.Equal((0L, Money.Whole(10)), (dust.OpenedNanos, dust.Cost));
        var next = dust.After(Samples.Bitcoin.Quantity(1_000), Money.Whole(-90), 9);
        Assert.Equal((9L, Money.Whole(100), 1_100L), (next.OpenedNanos, next.Cost, next.Quantity.Units));
    }

    [Fact]
    public void share_of_the_cost_must_fit_when_cost_and_quantity_are_the_largest()
    {
        var cost = new Money(Int128.MaxValue / 100_000_000);
        var position = Position.Flat("aurora", Samples.Bitcoin).After(Samples.Bitcoin.Quantity(long.MaxValue), -cost, 1)
            .After(Samples.Bitcoin.Quantity(-(long.MaxValue / 2)), Money.Zero, 2);
        Assert.Equal(-position.RealisedPnl, cost - position.Cost);
        Assert.InRange(position.Cost.ToDouble() / cost.ToDouble(), 0.499_999, 0.500_001);
    }

    private static Fraction Of(Money money) => new((BigInteger)money.Units, 1);

    private readonly record struct Fraction(BigInteger Top, BigInteger Bottom)
    {
        public static Fraction Zero => new(0, 1);

        public bool IsWithin(BigInteger units) => BigInteger.Abs(Top) <= units * Bottom;

        public static Fraction operator +(Fraction left, Fraction right) => Reduced((left.Top * right.Bottom) + (right.Top * left.Bottom), left.Bottom * right.Bottom);

        public static Fraction operator -(Fraction left, Fraction right) => left + new Fraction(-right.Top, right.Bottom);

        public static Fraction operator *(Fraction left, Fraction right) => Reduced(left.Top * right.Top, left.Bottom * right.Bottom);

        private static Fraction Reduced(BigInteger top, BigInteger bottom)
        {
            var common = BigInteger.GreatestCommonDivisor(top, bottom);
            return common.IsZero ? Zero : new(top / common, bottom / common);
        }
    }
}
