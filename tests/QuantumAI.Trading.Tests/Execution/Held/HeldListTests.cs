using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Runtime.Worlds;
using QuantumAI.Trading.Execution;
using QuantumAI.Trading.Risk;
using QuantumAI.Trading.Tests.Fakes;
using static QuantumAI.Trading.Tests.Fakes.AccountStage;

namespace QuantumAI.Trading.Tests.Execution.Held;

/// <summary>Orders that depend on each other, at a venue that knows nothing of it.</summary>
public sealed class HeldListTests
{
    private static readonly Quantity Size = Btc.Quantity(30_000_000);
    private static readonly Quantity Brought = Btc.Quantity(29_970_000);

    private static readonly OrderTerms Entry = OrderTerms.Market(OrderSide.Buy, Size);
    private static readonly OrderTerms Take = new(OrderSide.Sell, OrderType.Limit, Size, Btc.Price(6_060_000), IsReduceOnly: true);
    private static readonly OrderTerms Stop = new(OrderSide.Sell, OrderType.Stop, Size, Trigger: Btc.Price(5_940_000), IsReduceOnly: true);

    [Fact]
    public void Bracket_must_send_its_entry_alone_and_hold_its_exits_when_the_venue_has_no_lists()
    {
        using var stage = Bracket();
        stage.Price(5_900_000);
        stage.Price(6_100_000);

        var sent = Assert.Single(stage.Venue.Requests, request => request is SubmitOrder or SubmitOrderList);
        Assert.Equal(Id(1), Assert.IsType<SubmitOrder>(sent).ClientOrderId);
        Assert.Equal([OrderStatus.Emulated, OrderStatus.Emulated], [Status(stage, 2), Status(stage, 3)]);
    }

    [Theory]
    [InlineData(5_940_000, 3, 2)]
    [InlineData(6_060_000, 2, 3)]
    public void One_exit_must_go_with_what_the_entry_brought_and_the_other_end_when_the_entry_is_filled(long price, int goes, int ends)
    {
        using var stage = Bracket();
        FillAndSay(stage, 1, PriceUnits);
        Assert.Equal([Brought, Brought], [Order(stage, 2).Quantity, Order(stage, 3).Quantity]);
        stage.Price(PriceUnits);
        Assert.Single(stage.Venue.Submitted);
        stage.Price(price);

        Assert.Equal((Id(goes), Brought), (stage.Venue.Submitted.Last().ClientOrderId, stage.Venue.Submitted.Last().Quantity));
        Assert.Equal(OrderStatus.Canceled, Status(stage, ends));
        FillAndSay(stage, goes, price);
        stage.Price(5_900_000);
        stage.Price(6_100_000);
        Assert.True(stage.Position.Quantity.IsZero);
        Assert.Equal(2, stage.Venue.Submitted.Count());
    }

    [Fact]
    public void Exits_must_shrink_to_what_was_filled_when_the_entry_ends_partly_filled()
    {
        using var stage = Bracket();
        FillAndSay(stage, 1, PriceUnits, Btc.Quantity(10_000_000));
        Assert.Equal(Size, Order(stage, 2).Quantity);
        stage.Say(new VenueCanceled(Id(1), "a test"));

        Assert.Equal([Btc.Quantity(9_990_000), Btc.Quantity(9_990_000)], [Order(stage, 2).Quantity, Order(stage, 3).Quantity]);
        stage.Price(5_940_000);
        Assert.Equal(Btc.Quantity(9_990_000), stage.Venue.Submitted.Last().Quantity);
    }

    [Fact]
    public void Exits_must_end_when_the_entry_is_rejected()
    {
        using var stage = Bracket();
        stage.Say(new VenueRejected(Id(1), "a test"));
        stage.Price(5_940_000);

        Assert.Equal([OrderStatus.Canceled, OrderStatus.Canceled], [Status(stage, 2), Status(stage, 3)]);
        Assert.Single(stage.Venue.Submitted);
    }

    [Fact]
    public void Exits_must_end_with_the_other_exit_when_somebody_cancels_one()
    {
        using var stage = Bracket();
        FillAndSay(stage, 1, PriceUnits);
        stage.Orders.Tell(new RequestCancel(Id(2), "a test"));
        stage.World.RunUntilIdle();

        Assert.Equal([OrderStatus.Canceled, OrderStatus.Canceled], [Status(stage, 2), Status(stage, 3)]);
    }

    [Fact]
    public void Other_exit_must_end_at_the_next_start_when_the_process_ends_right_after_the_release()
    {
        using var stage = Bracket();
        FillAndSay(stage, 1, PriceUnits);
        stage.Price(PriceUnits); // the account is marked
        stage.Journal.IsHolding = true;
        stage.Price(5_940_000);
        stage.Venue.IsReached = () => false;
        stage.Release(); // the release is on disk; the other's end is not
        stage.Venue.IsReached = () => true;
        Assert.Equal(OrderStatus.Emulated, stage.Books.Durable.Orders[Id(2)].Status);
        using var next = stage.Restart();

        Assert.Equal([OrderStatus.Canceled, OrderStatus.NeverArrived], [Status(next, 2), Status(next, 3)]);
        next.Price(6_060_000);
        Assert.Single(next.Venue.Submitted);
    }

    [Fact]
    public void Exits_must_shrink_at_the_next_start_when_the_entry_was_filled_while_the_process_was_away()
    {
        using var stage = Bracket();
        stage.Venue.Fill(Id(1), Btc, PriceUnits);
        using var next = stage.Restart();

        Assert.Equal([Brought, Brought], [Order(next, 2).Quantity, Order(next, 3).Quantity]);
        next.Price(5_940_000);
        Assert.Equal(Id(3), next.Venue.Submitted.Last().ClientOrderId);
    }

    [Fact]
    public void Exits_must_shrink_at_the_next_start_when_the_process_ends_right_after_the_entrys_fill()
    {
        using var stage = Bracket();
        stage.Journal.IsHolding = true;
        FillAndSay(stage, 1, PriceUnits);
        stage.Release(); // the fill is on disk; that the exits are smaller is not
        Assert.Single(stage.Stored.OfType<OrderFilled>());
        Assert.Empty(stage.Stored.OfType<OrderAmended>());
        using var next = stage.Restart();

        Assert.Equal([Brought, Brought], [Order(next, 2).Quantity, Order(next, 3).Quantity]);
    }

    [Fact]
    public void Issue_exit_must_go_with_what_the_entry_brought_when_its_price_comes_before_the_entrys_fill_is_durable()
    {
        using var stage = Bracket();
        stage.Price(PriceUnits);
        stage.Journal.IsHolding = true;
        FillAndSay(stage, 1, PriceUnits);
        stage.Price(5_900_000); // the exits' own size still waits for the journal
        stage.Journal.IsHolding = false;
        stage.Journal.AnswerAll();
        stage.World.RunUntilIdle();

        Assert.Empty(stage.Stored.OfType<OrderReleaseDenied>());
        Assert.Equal((Id(3), Brought), (stage.Venue.Submitted.Last().ClientOrderId, stage.Venue.Submitted.Last().Quantity));
        Assert.Equal(OrderStatus.Canceled, Status(stage, 2));
    }

    [Fact]
    public void Only_one_order_must_go_when_one_price_reaches_both_of_a_pair()
    {
        using var stage = new AccountStage(capabilities: VenueCapabilities.Plain);
        stage.Buy();
        var half = Stop with { Quantity = Brought };
        stage.Tell(new RequestListApproval(ContingencyKind.OneCancelsOther, [stage.Request(half), stage.Request(half with { Trigger = Btc.Price(5_950_000) })]));
        stage.Price(5_900_000);

        Assert.Equal([Id(1), Id(2)], stage.Venue.Submitted.Select(order => order.ClientOrderId));
        Assert.Equal(OrderStatus.Canceled, Status(stage, 3));
    }

    [Fact]
    public void Child_must_go_at_the_first_price_when_its_parent_is_filled_and_it_waits_for_nothing()
    {
        using var stage = new AccountStage(capabilities: VenueCapabilities.Plain);
        stage.Tell(new RequestListApproval(ContingencyKind.OneTriggersOther, [stage.Request(Entry), stage.Request(Take)]));
        stage.Price(PriceUnits);
        Assert.Single(stage.Venue.Submitted);
        FillAndSay(stage, 1, PriceUnits);
        stage.Price(PriceUnits);

        Assert.Equal((OrderType.Limit, Brought), (stage.Venue.Submitted.Last().Type, stage.Venue.Submitted.Last().Quantity));
    }

    [Fact]
    public void List_must_go_to_the_venue_as_one_when_the_venue_has_lists()
    {
        using var stage = new AccountStage();
        stage.Tell(new RequestListApproval(ContingencyKind.OneTriggersOneCancelsOther, [stage.Request(Entry), stage.Request(Take), stage.Request(Stop)]));

        Assert.Single(stage.Venue.Requests.OfType<SubmitOrderList>());
        Assert.Empty(stage.Venue.Submitted);
    }

    /// <summary>Drawn prices, fills in parts, restarts, and a venue that loses what is sent: however it goes, exits never sell more than the entry brought.</summary>
    [Fact]
    public void Sim_exits_must_never_sell_more_than_the_entry_brought_when_anything_happens_in_any_order()
    {
        var exits = 0;
        for (var seed = 1UL; seed <= 60; seed++)
            exits += Play(seed);
        Assert.InRange(exits, 15, 60); // else the draws would show nothing
    }

    /// <summary>How many exits reached the venue.</summary>
    private static int Play(ulong seed)
    {
        var stage = Bracket();
        for (var step = 0UL; step < 24; step++)
        {
            var draw = WorldRandom.Mix(seed, step);
            var open = stage.Venue.Open.Select(order => order.ClientOrderId).FirstOrDefault();
            switch (draw % 8)
            {
                case 0:
                    var next = stage.Restart();
                    next.Journal.IsHolding = false;
                    stage.Dispose();
                    stage = next;
                    break;
                case 1:
                    stage.Venue.IsReached = draw % 3 == 0 ? () => false : () => true;
                    break;
                case 2 when open is not null:
                    stage.Say(new VenueFilled(stage.Venue.Fill(open, Btc, PriceUnits)));
                    break;
                case 3 when open is not null && stage.Venue.Open.First() is var order && order.Quantity - order.Filled > Btc.Quantity(2_000):
                    stage.Say(new VenueFilled(stage.Venue.Fill(open, Btc, PriceUnits, Btc.Quantity(1_000))));
                    break;
                case 4 when open is not null && draw % 5 == 0:
                    stage.Orders.Tell(new RequestCancel(open, "a test"));
                    stage.World.RunUntilIdle();
                    break;
                default:
                    stage.Price(5_880_000 + (long)(draw / 8 % 240_000));
                    break;
            }

            var brought = stage.Venue.Trades.Where(trade => trade.Side == OrderSide.Buy).Sum(trade => trade.Quantity.Units);
            var sold = stage.Venue.Trades.Where(trade => trade.Side == OrderSide.Sell).Sum(trade => trade.Quantity.Units);
            var offered = stage.Venue.Open.Where(order => order.Side == OrderSide.Sell).Sum(order => order.Quantity.Units - order.Filled.Units);
            Assert.True(stage.World.Fault is null, $"seed {seed}, step {step}: {stage.World.Fault?.Exception}");
            Assert.True(sold + offered <= brought, $"seed {seed}, step {step}: {sold} sold and {offered} offered of {brought}");
            Assert.True(stage.Venue.Submitted.Count(submit => submit.Side == OrderSide.Sell) <= 1, $"seed {seed}, step {step}: two exits were sent");
        }

        stage.Dispose();
        return stage.Venue.Submitted.Count(submit => submit.Side == OrderSide.Sell);
    }

    private static AccountStage Bracket()
    {
        var stage = new AccountStage(capabilities: VenueCapabilities.Plain);
        stage.Venue.AnswersChanges = true;
        stage.Tell(new RequestListApproval(ContingencyKind.OneTriggersOneCancelsOther, [stage.Request(Entry), stage.Request(Take), stage.Request(Stop)]));
        Assert.Empty(stage.Stored.OfType<OrderDenied>());
        return stage;
    }

    private static void FillAndSay(AccountStage stage, int number, long priceUnits, Quantity? part = null) =>
        stage.Say(new VenueFilled(stage.Venue.Fill(Id(number), Btc, priceUnits, part)));

    private static Order Order(AccountStage stage, int number) => stage.Books.Durable.Orders[Id(number)];

    private static OrderStatus Status(AccountStage stage, int number) => Order(stage, number).Status;

    private static string Id(int number) => ClientOrderId.For(Name, number);
}
