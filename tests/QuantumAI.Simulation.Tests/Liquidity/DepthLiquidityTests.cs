using QuantumAI.Domain.Orders;
using QuantumAI.Simulation.Liquidity;

namespace QuantumAI.Simulation.Tests.Liquidity;

public sealed class DepthLiquidityTests
{
    [Fact]
    public void market_order_must_walk_the_levels()
    {
        var desk = Synced();
        var buy = desk.Buy(14);
        Assert.Equal([(buy, 102, 10), (buy, 103, 4)], desk.Fills);
    }

    [Fact]
    public void consumed_level_must_come_back_only_when_its_size_changes()
    {
        var desk = Synced();
        desk.Buy(10);
        desk.Update([], [(102, 10)]);
        Assert.Equal((103L, 20L), desk.Book(OrderSide.Sell)[0]);
        desk.Update([], [(102, 11)]);
        Assert.Equal((102L, 11L), desk.Book(OrderSide.Sell)[0]);
    }

    [Fact]
    public void client_must_fill_after_what_was_ahead_traded()
    {
        var desk = Synced();
        var bid = desk.Bid(100, 5);
        desk.Update([(100, 30)], []);
        Assert.Equal(10, desk.AheadOf(bid));
        desk.Print(100, 10);
        desk.Update([(100, 20)], []); // the same ten, told by the levels
        Assert.Equal(0, desk.AheadOf(bid));
        Assert.Empty(desk.Fills);
        desk.Print(100, 1);
        Assert.Equal([(bid, 100, 1)], desk.Fills);
    }

    [Fact]
    public void touch_that_moves_in_one_update_must_never_cross_the_house()
    {
        var desk = Synced();
        var bid = desk.Bid(50, 1); // the engine is followed step by step
        desk.Update([(102, 3), (100, 0)], [(102, 0), (104, 2)]);
        Assert.Equal((102L, 3L), desk.Book(OrderSide.Buy)[0]);
        Assert.Equal((103L, 20L), desk.Book(OrderSide.Sell)[0]);
        desk.Update([(102, 0), (101, 1)], [(102, 7)]);
        Assert.Equal((101L, 1L), desk.Book(OrderSide.Buy)[0]);
        Assert.Equal((102L, 7L), desk.Book(OrderSide.Sell)[0]);
        Assert.Equal(0, desk.FilledOf(bid));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void nothing_must_fill_from_a_gap_to_the_next_snapshot(bool isTold)
    {
        var desk = Synced();
        var bid = desk.Bid(99, 5);
        if (isTold)
            desk.Gap();
        else
            desk.UpdateAfterALoss([], [(102, 1)]);
        desk.Update([], [(95, 100)]);
        var buy = desk.Submit(OrderSide.Buy, OrderType.Market, 5, account: 2);
        Assert.Empty(desk.Fills);
        desk.Snapshot([(90, 10)], [(95, 3)]);
        Assert.Equal([(bid, 99, 3)], desk.Fills);
        Assert.Equal(0, desk.FilledOf(buy));
    }

    [Fact]
    public void update_that_spans_a_snapshot_must_be_kept_for_it_when_it_came_before()
    {
        var desk = new HouseDesk();
        desk.Update(11, 20, [(98, 9)], []);
        desk.Update(21, 30, [(100, 4)], []);
        Assert.Equal(0, desk.FilledOf(desk.Buy(1)));
        desk.Snapshot(25, [(100, 10), (99, 20)], [(102, 10)]);
        desk.Update(31, 32, [], [(103, 5)]);
        Assert.Equal([(100, 4), (99, 20)], desk.Book(OrderSide.Buy));
        Assert.Equal([(102, 10), (103, 5)], desk.Book(OrderSide.Sell));
    }

    [Fact]
    public void snapshot_that_is_older_than_a_loss_must_not_bring_the_levels_back()
    {
        var desk = new HouseDesk();
        desk.Snapshot(10, [(100, 10)], [(102, 10)]);
        desk.Update(12, 13, [(100, 4)], []); // 11 is lost
        desk.Snapshot(10, [(100, 10)], [(102, 10)]);
        Assert.Empty(desk.Book(OrderSide.Buy));
        desk.Snapshot(12, [(100, 9)], [(102, 10)]);
        Assert.Equal([(100, 4)], desk.Book(OrderSide.Buy));
    }

    [Fact]
    public void snapshot_must_keep_the_place_in_the_queue()
    {
        var desk = Synced();
        var bid = desk.Bid(100, 5);
        desk.Update([(100, 16)], []);
        desk.Snapshot([(100, 13), (98, 1)], [(102, 10)]);
        Assert.Equal(10, desk.AheadOf(bid)); // three of the six behind left
        Assert.Equal([(100, 18), (98, 1)], desk.Book(OrderSide.Buy));
        Assert.Equal([(102, 10)], desk.Book(OrderSide.Sell));
    }

    [Fact]
    public void stop_must_trigger_on_the_best_levels_when_the_feed_has_no_trades()
    {
        var desk = Synced();
        var (sell, buy) = (desk.Submit(OrderSide.Sell, OrderType.Stop, 3, trigger: 99), desk.Submit(OrderSide.Buy, OrderType.Stop, 2, trigger: 104));
        desk.Update([], [(102, 0)]);
        Assert.Empty(desk.Fills);
        desk.Update([(100, 0)], []);
        Assert.Equal([(sell, 99, 3)], desk.Fills);
        desk.Update([], [(103, 0), (105, 9)]);
        Assert.Equal([(sell, 99, 3), (buy, 105, 2)], desk.Fills);
    }

    [Fact]
    public void crossed_levels_must_keep_the_house_out_until_they_part()
    {
        var desk = Synced();
        var bid = desk.Bid(50, 1);
        desk.Update([(103, 5)], []);
        Assert.Equal([(50, 1)], desk.Book(OrderSide.Buy));
        Assert.Empty(desk.Book(OrderSide.Sell));
        desk.Update([(103, 0)], []);
        Assert.Equal([(100, 10), (99, 20), (50, 1)], desk.Book(OrderSide.Buy));
        Assert.Equal(0, desk.FilledOf(bid));
    }

    [Theory]
    [InlineData(QueueModel.Pessimistic, 8)]
    [InlineData(QueueModel.Optimistic, 0)]
    public void icebergs_next_slice_must_stand_behind_what_was_there(QueueModel queue, long ahead)
    {
        var desk = new HouseDesk(new LiquiditySettings(Queue: queue));
        desk.Snapshot([(100, 4)], [(102, 10)]);
        var bid = desk.Submit(OrderSide.Buy, OrderType.Limit, 6, 100, display: 2);
        desk.Update([(100, 12)], []);
        desk.Print(100, 6); // four ahead, the first slice
        Assert.Equal(8, desk.AheadOf(bid));
        desk.Update([(100, 9)], []); // one more behind the second slice
        desk.Update([(100, 8)], []);
        Assert.Equal(queue == QueueModel.Pessimistic ? 8 : 7, desk.AheadOf(bid));
        desk.Update([(100, ahead == 0 ? 1 : 8)], []);
        Assert.Equal(ahead, desk.AheadOf(bid));
    }

    private static HouseDesk Synced()
    {
        var desk = new HouseDesk();
        desk.Snapshot([(100, 10), (99, 20)], [(102, 10), (103, 20)]);
        return desk;
    }
}
