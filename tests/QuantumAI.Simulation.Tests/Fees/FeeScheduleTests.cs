using System.Numerics;
using QuantumAI.Domain;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;
using QuantumAI.Simulation.Fees;
using QuantumAI.Simulation.Tests.Venue;
using QuantumAI.TestKit;
using QuantumAI.Trading.Execution;

namespace QuantumAI.Simulation.Tests.Fees;

public sealed class FeeScheduleTests
{
    private static readonly Instrument Bitcoin = Samples.Bitcoin;
    private static readonly FeeAsset Coin = new("BNB", 8, 250_000);

    [Fact]
    public void buyer_must_pay_in_the_base_asset_and_seller_in_the_quote_asset()
    {
        var fees = FeeSchedule.Flat(makerPpm: 800, takerPpm: 1_000);
        Assert.Equal(new Fee(Samples.Units(1_000), "BTC"), fees.Of(Bitcoin, Trade(OrderSide.Buy, 1_000_000)));
        Assert.Equal(new Fee(Money.Parse("0.5"), "USDT"), fees.Of(Bitcoin, Trade(OrderSide.Sell, 1_000_000)));
        Assert.Equal(new Fee(Money.Parse("0.4"), "USDT"), fees.Of(Bitcoin, Trade(OrderSide.Sell, 1_000_000, isMaker: true)));
    }

    [Theory]
    [InlineData(1_000, 1)] // exactly one unit
    [InlineData(1_001, 2)] // the least more: up
    [InlineData(1_500, 2)] // a tie: up
    [InlineData(2_500, 3)]
    [InlineData(1, 1)]
    public void fee_must_be_rounded_up(long quantity, long fee) =>
        Assert.Equal(Samples.Units(fee), FeeSchedule.Flat(1_000, 1_000).Of(Bitcoin, Trade(OrderSide.Buy, quantity)).Amount);

    [Fact]
    public void fee_must_be_rounded_up_to_the_decimals_of_the_base_asset()
    {
        var coarse = Bitcoin with { QuantityScale = 3, LotStepUnits = 1, MinQuantityUnits = 1 };
        var trade = new FeeTrade(OrderSide.Buy, false, coarse.Price(5_000_000), coarse.Quantity(1_001));
        Assert.Equal(Money.Parse("0.002"), FeeSchedule.Flat(1_000, 1_000).Of(coarse, trade).Amount);
    }

    [Fact]
    public void tier_and_symbol_must_choose_the_rate()
    {
        var fees = new FeeSchedule(
            [new(1_000, 1_000), new(500, 700)], bySymbol: new Dictionary<string, IReadOnlyList<FeeRates>> { ["ETHUSDT"] = [new(0, 100)] });
        Assert.Equal(new FeeRates(1_000, 1_000), fees.RatesOf("BTCUSDT", 0));
        Assert.Equal(new FeeRates(500, 700), fees.RatesOf("BTCUSDT", 1));
        Assert.Equal(new FeeRates(500, 700), fees.RatesOf("BTCUSDT", 9));
        Assert.Equal(new FeeRates(0, 100), fees.RatesOf("ETHUSDT", 1));
        Assert.Equal(Money.Zero, fees.Of(Samples.Ether, Trade(OrderSide.Sell, 1_000_000, isMaker: true)).Amount);
    }

    [Fact]
    public void quote_payment_must_take_the_quote_asset_of_both_sides()
    {
        var fees = new FeeSchedule([new(1_000, 1_000)], FeePayment.Quote);
        Assert.Equal(new Fee(Money.Parse("0.5"), "USDT"), fees.Of(Bitcoin, Trade(OrderSide.Buy, 1_000_000)));
    }

    [Fact]
    public void third_asset_must_be_converted_with_its_discount()
    {
        var fees = new FeeSchedule([new(1_000, 1_000)], FeePayment.Third, Coin);
        // 500 USDT × 0.1 % × 75 % = 0.375 USDT, at 600 USDT a coin.
        Assert.Equal(new Fee(Money.Parse("0.000625"), "BNB"), fees.Of(Bitcoin, Trade(OrderSide.Buy, 1_000_000) with { ThirdAssetPrice = Money.Whole(600) }));
        Assert.Equal(new Fee(Samples.Units(53_572), "BNB"), fees.Of(Bitcoin, Trade(OrderSide.Buy, 1_000_000) with { ThirdAssetPrice = Money.Whole(700) }));
    }

    [Fact]
    public void third_asset_must_not_be_taken_when_its_price_is_unknown() =>
        Assert.Equal(
            new Fee(Samples.Units(1_000), "BTC"), new FeeSchedule([new(1_000, 1_000)], FeePayment.Third, Coin).Of(Bitcoin, Trade(OrderSide.Buy, 1_000_000)));

    [Fact]
    public void bad_schedule_must_be_refused()
    {
        Assert.Throws<InvariantViolationException>(() => new FeeSchedule([]));
        Assert.Throws<InvariantViolationException>(() => FeeSchedule.Flat(-1, 0));
        Assert.Throws<InvariantViolationException>(() => FeeSchedule.Flat(0, 1_000_001));
        Assert.Throws<InvariantViolationException>(() => new FeeSchedule([new(0, 0)], FeePayment.Third));
        Assert.Throws<InvariantViolationException>(() => new FeeSchedule([new(0, 0)], third: Coin));
    }

    [Fact]
    public void Prop_fee_is_the_least_amount_of_the_asset_that_is_not_below_the_exact_one() => Seeds.Hold(100, (random, _) =>
    {
        var (rate, discount, scale) = (random.NextInt64(0, 10_000), random.NextInt64(0, 1_000_001), random.Next(0, 9));
        var fees = new FeeSchedule([new(rate, rate)], FeePayment.Third, new FeeAsset("BNB", scale, discount));
        var trade = Trade(OrderSide.Sell, random.NextInt64(1, 1L << 45)) with { ThirdAssetPrice = Samples.Units(random.NextInt64(1, 1L << 40)) };
        var notional = (BigInteger)Money.Notional(trade.Price, trade.Quantity).Units;
        var step = BigInteger.Pow(10, 8 - scale);
        var above = notional * rate * (1_000_000 - discount) * 100_000_000;
        var below = (BigInteger)1_000_000 * 1_000_000 * (BigInteger)trade.ThirdAssetPrice.Units * step;
        var expected = (above + below - 1) / below * step;
        Assert.Equal(expected, (BigInteger)fees.Of(Bitcoin, trade).Amount.Units);
    });

    [Fact]
    public void Prop_fee_is_never_more_than_what_is_received() => Seeds.Hold(100, (random, _) =>
    {
        var fees = FeeSchedule.Flat(random.NextInt64(0, 1_000_001), random.NextInt64(0, 1_000_001));
        var (side, quantity) = (random.Next(2) == 0 ? OrderSide.Buy : OrderSide.Sell, random.NextInt64(1, 1L << 40));
        var trade = Trade(side, quantity, random.Next(2) == 0);
        var received = side == OrderSide.Buy ? Money.Of(trade.Quantity) : Money.Notional(trade.Price, trade.Quantity);
        var fee = fees.Of(Bitcoin, trade).Amount;
        Assert.True(fee >= Money.Zero && fee <= received, $"a fee of {fee} out of {received}");
    });

    [Fact]
    public void Prop_parts_cost_at_least_what_the_whole_costs_and_less_than_a_unit_each_more() => Seeds.Hold(30, leastSize: 1, run: (random, parts) =>
    {
        var rate = random.NextInt64(0, 5_000);
        var fees = FeeSchedule.Flat(rate, rate);
        var (whole, sum) = (0L, Money.Zero);
        for (var i = 0; i < parts; i++)
        {
            var quantity = random.NextInt64(1, 1L << 30);
            whole += quantity;
            sum += fees.Of(Bitcoin, Trade(OrderSide.Buy, quantity)).Amount;
        }

        var fee = fees.Of(Bitcoin, Trade(OrderSide.Buy, whole)).Amount;
        Assert.True(sum >= fee && sum < fee + Samples.Units(parts), $"{sum} in {parts} parts, {fee} at once");
    });

    [Fact]
    public void Prop_flat_fee_equals_the_paper_venues() => Seeds.Hold(50, leastSize: 1, run: (random, _) =>
    {
        var desk = new VenueDesk(feePpm: 1_000, deposit: 1_000_000_000);
        var units = random.NextInt64(1, 3_000) * Bitcoin.LotStepUnits;
        desk.Quote(1_000_000, 1_000_001);
        Assert.IsType<VenueAccepted>(desk.Submit("a", OrderSide.Buy, units));
        var bid = random.NextInt64(1_000_000, 9_000_000);
        var trade = Assert.IsType<VenueFilled>(Assert.Single(desk.Quote(bid, bid + 1))).Trade;
        var fee = FeeSchedule.Flat(0, 1_000).Of(Bitcoin, new FeeTrade(trade.Side, false, trade.Price, trade.Quantity));
        Assert.Equal((trade.Fee, trade.FeeAsset), (fee.Amount, fee.Asset));
    });

    /// <summary>A trade at 50,000.00.</summary>
    private static FeeTrade Trade(OrderSide side, long units, bool isMaker = false) =>
        new(side, isMaker, Bitcoin.Price(5_000_000), Bitcoin.Quantity(units));
}
