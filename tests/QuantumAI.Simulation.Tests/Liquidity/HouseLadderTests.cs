using QuantumAI.Simulation.Liquidity;
using QuantumAI.TestKit;

namespace QuantumAI.Simulation.Tests.Liquidity;

/// <summary>Market impact as clients meet it.</summary>
public sealed class HouseLadderTests
{
    private const long Touch = 100_000_000; // fine enough that ticks do not matter
    private const long Volume = 9_000_000;

    [Fact]
    public void small_order_must_pay_little_and_a_large_one_at_most_the_cap()
    {
        var desk = Desk(new ImpactSettings(10_000, 20_000, 1_000, Volume));
        Assert.InRange(CostPpm(desk, desk.Buy(1)), 0, 1_700); // the first of eight steps of 2/3 of the cap
        Assert.InRange(CostPpm(desk, desk.Buy(1_000 * Volume)), 19_900, 20_000);
    }

    [Fact]
    public void Prop_cost_follows_the_square_root_of_the_share_of_the_volume() => Seeds.Hold(60, (random, _) =>
    {
        // The cap is far away and the steps are fine: what is left is the curve.
        var coefficient = random.NextInt64(1_000, 30_000);
        var desk = Desk(new ImpactSettings(coefficient, 300_000, 1_000, Volume, 64));
        var quantity = random.NextInt64(Volume, 20 * Volume);
        var expected = coefficient * Math.Sqrt((double)quantity / Volume);
        var paid = CostPpm(desk, desk.Buy(quantity));
        // Marginal cost is cut into 64 steps of 200,000 ppm: 3,125 ppm; one that is begun costs a share of itself more.
        Assert.InRange(paid, expected - 1, Math.Max(expected * 1.25, expected + 3_200));
    });

    [Fact]
    public void order_up_to_a_cut_must_pay_exactly_the_square_root_law()
    {
        // Cut j of n: Q = V·(2c/3k)²·(j/n)² = V·4·j²/16 for c = 3k, n = 4: the second is V; so it costs k.
        var desk = Desk(new ImpactSettings(10_000, 30_000, 1_000, Volume, 4));
        Assert.Equal(10_000, CostPpm(desk, desk.Buy(Volume)), tolerance: 2.0);
    }

    [Fact]
    public void seller_must_pay_as_much_as_a_buyer()
    {
        var impact = new ImpactSettings(10_000, 30_000, 1_000, Volume, 4);
        var (buyer, seller) = (Desk(impact), Desk(impact));
        Assert.Equal(CostPpm(buyer, buyer.Buy(3 * Volume)), -CostPpm(seller, seller.Sell(3 * Volume)), tolerance: 3.0);
    }

    [Fact]
    public void recent_volume_must_make_the_same_order_cheaper_and_be_forgotten()
    {
        var impact = new ImpactSettings(10_000, 30_000, 1_000, Volume, 64);
        var (dry, busy, later) = (Desk(impact), Desk(impact), Desk(impact));
        busy.Print(1, 100 * Volume);
        busy.Quote(Touch, Touch + 2, 0, 0);
        later.Print(1, 100 * Volume);
        later.Happens(Domain.Market.MarketEvent.Quote(0, 5_000, 0, Touch, Touch + 2, 0, 0));
        var (dryCost, busyCost, laterCost) = (CostPpm(dry, dry.Buy(Volume)), CostPpm(busy, busy.Buy(Volume)), CostPpm(later, later.Buy(Volume)));
        Assert.True(busyCost < dryCost / 5, $"{busyCost} and {dryCost}");
        Assert.Equal(dryCost, laterCost, tolerance: 2.0);
    }

    private static HouseDesk Desk(ImpactSettings impact)
    {
        var desk = new HouseDesk(new LiquiditySettings(Impact: impact, Grain: LiquidityGrain.Quotes));
        desk.Quote(Touch, Touch + 1, 0, 0);
        return desk;
    }

    /// <summary>Average cost of an order over the touch in parts per million, below zero for a seller.</summary>
    private static double CostPpm(HouseDesk desk, long order)
    {
        var fills = desk.Fills.Where(fill => fill.Order == order).ToList();
        var (quantity, value) = (fills.Sum(fill => (double)fill.Quantity), fills.Sum(fill => (double)fill.Quantity * fill.Price));
        return ((value / quantity / Touch) - 1) * 1_000_000;
    }
}
