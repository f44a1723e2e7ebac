using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Trading.Agents;
using QuantumAI.Trading.Execution;
using QuantumAI.Trading.Risk;
using QuantumAI.Trading.Tests.Fakes;
using static QuantumAI.Trading.Tests.Fakes.AccountStage;
using static QuantumAI.Trading.Tests.Fakes.CrashingProcess;

namespace QuantumAI.Trading.Tests.Execution.Held;

/// <summary>An entry that is filled after its end: what that brings has the exits that the entry had.</summary>
public sealed class LateFillTests
{
    private static readonly Quantity Size = Btc.Quantity(30_000_000);
    private static readonly Quantity Part = Btc.Quantity(10_000_000);
    private static readonly Quantity PartBrought = Btc.Quantity(9_990_000);
    private static readonly OrderTerms Entry = new(OrderSide.Buy, OrderType.Limit, Size, Btc.Price(PriceUnits));
    private static readonly OrderTerms Take = new(OrderSide.Sell, OrderType.Limit, Size, Btc.Price(6_060_000), IsReduceOnly: true);
    private static readonly OrderTerms Stop = new(OrderSide.Sell, OrderType.Stop, Size, Trigger: Btc.Price(5_940_000), IsReduceOnly: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Exits_must_follow_what_came_late_when_the_entry_had_ended_with_nothing(bool hasExpired)
    {
        using var stage = Bracket();
        stage.Say(hasExpired ? new VenueExpired(Id(1), "a test") : new VenueCanceled(Id(1), "a test"));
        Assert.Equal([OrderStatus.Canceled, OrderStatus.Canceled], [Status(stage, 2), Status(stage, 3)]);
        FillAndSay(stage, 1, Part);

        Assert.Equal([OrderStatus.Emulated, OrderStatus.Emulated], [Status(stage, 4), Status(stage, 5)]);
        Assert.Equal([Take with { Quantity = PartBrought }, Stop with { Quantity = PartBrought }], [Order(stage, 4).Terms, Order(stage, 5).Terms]);
        stage.Price(5_940_000);
        Assert.Equal([Id(1), Id(5)], stage.Venue.Submitted.Select(order => order.ClientOrderId));
        Assert.Equal(OrderStatus.Canceled, Status(stage, 4));
        FillAndSay(stage, 5);
        Assert.True(Btc.IsDust(stage.Position.Quantity));
        stage.Price(5_900_000);
        Assert.Equal(5, stage.Books.Durable.Intents);
    }

    [Fact]
    public void Exits_must_cover_only_what_came_late_when_the_entry_had_ended_partly_filled()
    {
        using var stage = Bracket();
        FillAndSay(stage, 1, Part);
        stage.Say(new VenueCanceled(Id(1), "a test"));
        FillAndSay(stage, 1, Part);
        FillAndSay(stage, 1, Part);

        Assert.All([2, 3, 4, 5, 6, 7], number => Assert.Equal((OrderStatus.Emulated, PartBrought), (Status(stage, number), Order(stage, number).Quantity)));
        stage.Price(6_060_000);
        Assert.Equal([Id(1), Id(2), Id(4), Id(6)], stage.Venue.Submitted.Select(order => order.ClientOrderId));
        Assert.Equal(stage.Position.Quantity, stage.Venue.Open.Select(order => order.Quantity).Aggregate((sum, more) => sum + more));
    }

    [Fact]
    public void Exits_must_follow_when_the_first_ones_have_gone_already()
    {
        using var stage = Bracket();
        FillAndSay(stage, 1, Part);
        stage.Say(new VenueCanceled(Id(1), "a test"));
        stage.Price(5_940_000);
        FillAndSay(stage, 3);
        FillAndSay(stage, 1, Part);
        stage.Price(5_940_000);

        Assert.Equal((Id(5), PartBrought), (stage.Venue.Submitted.Last().ClientOrderId, stage.Venue.Submitted.Last().Quantity));
    }

    [Fact]
    public void Exits_must_wait_for_a_whole_lot_when_what_came_late_is_less()
    {
        using var stage = Bracket();
        stage.Say(new VenueCanceled(Id(1), "a test"));
        FillAndSay(stage, 1, Btc.Quantity(600));
        Assert.Equal(3, stage.Books.Durable.Intents);
        FillAndSay(stage, 1, Btc.Quantity(9_000));

        Assert.Equal(Btc.Quantity(9_000), Order(stage, 5).Quantity); // of 9,600 less the fee
    }

    [Fact]
    public void Exits_must_follow_at_the_next_price_when_the_process_ended_right_after_the_late_fill()
    {
        using var stage = Bracket();
        stage.Say(new VenueCanceled(Id(1), "a test"));
        stage.Journal.IsHolding = true;
        FillAndSay(stage, 1, Part);
        stage.Release(); // the fill is on disk; the exits are not
        using var next = stage.Restart();
        Assert.Equal(3, next.Books.Durable.Intents);
        next.Price(PriceUnits);
        next.Price(5_940_000);

        Assert.Equal((5L, Id(5)), (next.Books.Durable.Intents, next.Venue.Submitted.Last().ClientOrderId));
    }

    [Fact]
    public void Exits_must_follow_when_a_halted_account_is_resumed_and_not_before()
    {
        using var stage = Bracket();
        stage.Halt();
        FillAndSay(stage, 1, Part);
        stage.Price(PriceUnits);
        Assert.Equal(3, stage.Books.Durable.Intents);
        stage.Tell(new ResumeTrading("operator"));
        stage.Price(PriceUnits);

        Assert.Equal([OrderStatus.Emulated, OrderStatus.Emulated], [Status(stage, 4), Status(stage, 5)]);
    }

    [Fact]
    public void Denial_must_be_journaled_once_when_the_exits_are_denied()
    {
        using var stage = Bracket();
        stage.Say(new VenueCanceled(Id(1), "a test"));
        stage.Journal.IsHolding = true;
        FillAndSay(stage, 1, Part);
        stage.Exit(); // sells it all before the exits are asked for
        while (!stage.Books.IsSettled)
            stage.Release();
        stage.Journal.IsHolding = false;
        stage.Price(PriceUnits);
        stage.Price(PriceUnits);

        Assert.Equal((nameof(Domain.Risk.DenialCode.NotReducing), LateExit.ReasonOf(Id(1))), (Assert.Single(stage.Stored.OfType<OrderDenied>()).Rule, stage.Stored.OfType<OrderDenied>().Single().Reason));
        Assert.DoesNotContain(stage.Agent.Received.OfType<BookChanged>(), changed => changed.IsAnswer && changed.Position.Quantity.IsZero && stage.Books.Durable.Intents > 4);
    }

    [Fact]
    public void Child_must_follow_what_came_late_when_it_is_the_only_one()
    {
        using var stage = new AccountStage(capabilities: VenueCapabilities.Plain);
        stage.Price(PriceUnits);
        stage.Tell(new RequestListApproval(ContingencyKind.OneTriggersOther, [stage.Request(Entry), stage.Request(Stop)]));
        stage.Say(new VenueCanceled(Id(1), "a test"));
        FillAndSay(stage, 1, Part);

        Assert.Equal((OrderStatus.Emulated, PartBrought, null), (Status(stage, 3), Order(stage, 3).Quantity, Order(stage, 3).List));
    }

    [Fact]
    public void Sim_what_came_late_must_be_sold_once_when_the_process_ends_at_any_touch() => ForEachTouch(Late, (next, point) =>
    {
        using var last = new CrashingProcess(after: next); // the books of a process that heard of the fill after its start match at the next one
        Late(last);
        long Sum(OrderSide side) => last.Venue.Trades.Where(trade => trade.Side == side).Sum(trade => trade.Quantity.Units);
        Check(last.Stage.World.Fault is null, last, point, $"{last.Stage.World.Fault?.Exception}");
        Check(Sum(OrderSide.Sell) <= Sum(OrderSide.Buy) && !last.Venue.Open.Any(), last, point, "more is sold than was bought, or something is open");
        var isLost = last.Events.Any(stored => stored is OrderNeverArrived or OrderExpired);
        Check(isLost || last.Stage.Position.Quantity.Units < Btc.LotStepUnits, last, point, $"{last.Stage.Position.Quantity} is left");
    });

    /// <summary>A bracket whose entry is canceled and filled all the same; what the next process finds done already is not done again.</summary>
    private static void Late(CrashingProcess process)
    {
        var stage = process.Stage;
        process.Do(() => stage.Price(PriceUnits));
        process.Do(() =>
        {
            if (stage.Books.Current.Intents == 0)
                stage.Tell(new RequestListApproval(ContingencyKind.OneTriggersOneCancelsOther, [stage.Request(Entry), stage.Request(Take), stage.Request(Stop)]));
        });
        process.Do(() =>
        {
            stage.Orders.Tell(new RequestCancel(Id(1), "a test"));
            stage.World.RunUntilIdle();
        });
        process.Do(() =>
        {
            if (!process.Venue.Submitted.Any())
                return;
            var trade = process.Venue.Trades.FirstOrDefault(trade => trade.ClientOrderId == Id(1)) ?? process.Venue.Fill(Id(1), Btc, PriceUnits, Part);
            if (stage.Books.Current.Orders.ContainsKey(Id(1)))
                stage.Say(new VenueFilled(trade)); // a venue tells again what may not have been heard
        });
        process.Do(() => stage.Price(PriceUnits));
        process.Do(() => stage.Price(5_940_000));
        process.FillOpen();
        process.Do(() => stage.Pass(TimeSpan.FromMinutes(1)));
        process.Do(() => stage.Price(5_940_000));
        process.FillOpen();
    }

    private static AccountStage Bracket()
    {
        var stage = new AccountStage(capabilities: VenueCapabilities.Plain);
        stage.Venue.AnswersChanges = true;
        stage.Price(PriceUnits);
        stage.Tell(new RequestListApproval(ContingencyKind.OneTriggersOneCancelsOther, [stage.Request(Entry), stage.Request(Take), stage.Request(Stop)]));
        return stage;
    }

    private static void FillAndSay(AccountStage stage, int number, Quantity? part = null) =>
        stage.Say(new VenueFilled(stage.Venue.Fill(Id(number), Btc, PriceUnits, part)));

    private static Order Order(AccountStage stage, int number) => stage.Books.Durable.Orders[Id(number)];

    private static OrderStatus Status(AccountStage stage, int number) => Order(stage, number).Status;

    private static string Id(int number) => ClientOrderId.For(Name, number);
}
