using QuantumAI.Domain.Execution;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;

namespace QuantumAI.Domain.Tests.Execution;

public sealed class AlgorithmSchedulerTests
{
    private const long Second = 1_000_000_000;
    private static readonly Instrument Lots = new("BTCUSDT", "BTC", "USDT", 2, 1, 3, 10, 10, Money.Zero); // a lot is 0.010

    [Theory]
    [InlineData(0, 250)]
    [InlineData(1, 250)]
    [InlineData(3, 250)]
    public void Twap_must_send_equal_slices_when_they_fill(int slice, long units)
    {
        var parent = Parent(1_000, AlgorithmPlan.Twap(0, 100 * Second, 4));
        var step = AlgorithmScheduler.Decide(parent, Lots, At(slice * 25 * Second, slice * 250, lastChild: slice - 1));
        Assert.Equal((AlgorithmMove.Send, units, slice, (slice + 1) * 25 * Second), (step.Move, step.Quantity.Units, step.Child, step.WakeNanos));
    }

    [Fact]
    public void Issue_child_must_not_be_sent_when_the_venue_takes_nothing_so_small_now()
    {
        var twap = Parent(1_000, AlgorithmPlan.Twap(0, 100 * Second, 4));
        Assert.Equal(AlgorithmMove.Wait, AlgorithmScheduler.Decide(twap, Lots, At(0, 0) with { LeastUnits = 300 }).Move);
        Assert.Equal(500, AlgorithmScheduler.Decide(twap, Lots, At(25 * Second, 0) with { LeastUnits = 300 }).Quantity.Units);
        Assert.Equal(700, AlgorithmScheduler.Decide(twap, Lots, At(50 * Second, 0) with { LeastUnits = 300 }).Quantity.Units); // not 750: the rest could not be ordered

        var iceberg = Parent(250, AlgorithmPlan.Iceberg(0, 40 * Second, Lots.Quantity(100), Lots.Price(100)));
        var step = AlgorithmScheduler.Decide(iceberg, Lots, At(1, 0) with { LeastUnits = 110 });
        Assert.Equal((AlgorithmMove.End, "a child of 0.100 is too small to be ordered, the least is 0.110 now"), (step.Move, step.Reason));
    }

    [Fact]
    public void Twap_must_wait_between_slices_and_make_up_at_the_next_when_a_child_was_refused()
    {
        var parent = Parent(1_000, AlgorithmPlan.Twap(0, 100 * Second, 4));
        Assert.Equal(AlgorithmMove.Wait, AlgorithmScheduler.Decide(parent, Lots, At(25 * Second - 1, 0, lastChild: 0)).Move);
        Assert.Equal(500, AlgorithmScheduler.Decide(parent, Lots, At(25 * Second, 0, lastChild: 0)).Quantity.Units);
    }

    [Fact]
    public void Vwap_must_follow_the_curve_when_slices_are_due()
    {
        var parent = Parent(1_000, AlgorithmPlan.Vwap(0, 40 * Second, [1, 0, 2, 1]));
        Assert.Equal(250, AlgorithmScheduler.Decide(parent, Lots, At(0, 0)).Quantity.Units);
        Assert.Equal(AlgorithmMove.Wait, AlgorithmScheduler.Decide(parent, Lots, At(10 * Second, 250, lastChild: 0)).Move);
        Assert.Equal(500, AlgorithmScheduler.Decide(parent, Lots, At(20 * Second, 250, lastChild: 0)).Quantity.Units);
    }

    [Fact]
    public void Pov_must_send_its_part_of_what_traded_when_that_makes_a_lot()
    {
        var parent = Parent(1_000, AlgorithmPlan.Pov(0, 40 * Second, 100_000, childMax: Lots.Quantity(50)));
        Assert.Equal(AlgorithmMove.Wait, AlgorithmScheduler.Decide(parent, Lots, At(1, 0, volume: 99)).Move);
        Assert.Equal(10, AlgorithmScheduler.Decide(parent, Lots, At(1, 0, volume: 199)).Quantity.Units);
        Assert.Equal(50, AlgorithmScheduler.Decide(parent, Lots, At(1, 10, volume: 5_000)).Quantity.Units);
        Assert.Equal(AlgorithmMove.Wait, AlgorithmScheduler.Decide(parent, Lots, At(1, 0, open: 10, volume: 5_000)).Move);
    }

    [Fact]
    public void Iceberg_must_show_the_next_when_the_shown_one_is_filled()
    {
        var parent = Parent(250, AlgorithmPlan.Iceberg(0, 40 * Second, Lots.Quantity(100), Lots.Price(100)));
        Assert.Equal(100, AlgorithmScheduler.Decide(parent, Lots, At(1, 0)).Quantity.Units);
        Assert.Equal(AlgorithmMove.Wait, AlgorithmScheduler.Decide(parent, Lots, At(1, 50, open: 50)).Move);
        Assert.Equal(50, AlgorithmScheduler.Decide(parent, Lots, At(1, 200)).Quantity.Units);
        Assert.Equal((AlgorithmMove.End, "filled"), (AlgorithmScheduler.Decide(parent, Lots, At(1, 250)).Move, AlgorithmScheduler.Decide(parent, Lots, At(1, 250)).Reason));
    }

    [Fact]
    public void Work_must_pause_and_then_end_when_children_are_refused_in_a_row()
    {
        var parent = Parent(1_000, AlgorithmPlan.Iceberg(0, 40 * Second, Lots.Quantity(100), Lots.Price(100)));
        Assert.Equal(3 * Second, AlgorithmScheduler.Decide(parent, Lots, At((3 * Second) - 1, 0) with { Refusals = 1, RefusedNanos = 2 * Second }).WakeNanos);
        Assert.Equal(AlgorithmMove.Send, AlgorithmScheduler.Decide(parent, Lots, At(3 * Second, 0) with { Refusals = 1, RefusedNanos = 2 * Second }).Move);
        Assert.Equal(AlgorithmMove.End, AlgorithmScheduler.Decide(parent, Lots, At(3 * Second, 0) with { Refusals = 5, RefusedNanos = 2 * Second }).Move);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(999_999)]
    public void Slice_must_begin_within_its_own_part_of_the_time_when_it_is_delayed(long jitterPpm)
    {
        var plan = AlgorithmPlan.Twap(7, 1_000, 13, jitterPpm, seed: 5);
        for (var slice = 0; slice < 13; slice++)
            Assert.InRange(AlgorithmScheduler.SliceNanos(plan, slice), 7 + (993L * slice / 13), 7 + (993L * (slice + 1) / 13) - 1);
        Assert.Equal(jitterPpm > 0, Enumerable.Range(0, 13).Any(slice => AlgorithmScheduler.SliceNanos(plan, slice) != 7 + (993L * slice / 13)));
    }

    [Fact]
    public void Parent_must_be_refused_by_field_when_it_makes_no_sense()
    {
        var good = Parent(1_000, AlgorithmPlan.Twap(0, 100, 4));
        Assert.Null(good.FaultOf(Lots));
        Assert.Equal("quantity", (good with { Quantity = Lots.Quantity(1_005) }).FaultOf(Lots)?.Field);
        Assert.Equal("algorithm", (good with { AlgorithmId = "a#1" }).FaultOf(Lots)?.Field);
        Assert.Equal("end", (good with { Plan = AlgorithmPlan.Twap(100, 100, 4) }).FaultOf(Lots)?.Field);
        Assert.Equal("weights", (good with { Plan = AlgorithmPlan.Vwap(0, 100, [0, 0]) }).FaultOf(Lots)?.Field);
        Assert.Equal("participation", (good with { Plan = AlgorithmPlan.Pov(0, 100, 0) }).FaultOf(Lots)?.Field);
        Assert.Equal("child", (good with { Plan = AlgorithmPlan.Iceberg(0, 100, Lots.Quantity(5), Lots.Price(1)) }).FaultOf(Lots)?.Field);
    }

    [Theory]
    [InlineData("twap:entry-7#3", "entry-7", 3)]
    [InlineData("iceberg:a:b#0", "a:b", 0)]
    [InlineData("trend-cross", "", -1)]
    [InlineData("flattened by x#1", "", -1)]
    [InlineData("twap:#1", "", -1)]
    public void Reason_must_name_parent_and_child_when_it_is_a_childs(string reason, string parent, int child)
    {
        Assert.Equal(child >= 0, AlgorithmChild.TryParse(reason, out var id, out var number));
        if (child >= 0)
            Assert.Equal((parent, child), (id, number));
    }

    internal static ParentOrder Parent(long units, AlgorithmPlan plan) =>
        new("entry-7", "aurora", Lots.Symbol, OrderSide.Buy, Lots.Quantity(units), false, Lots.Price(100), plan);

    private static AlgorithmSituation At(long nanos, long filled, long open = 0, int lastChild = -1, long volume = 0) =>
        new(nanos, Lots.Quantity(filled), Lots.Quantity(open), lastChild, Lots.Quantity(volume), 0, 0, CanSend: true);
}
