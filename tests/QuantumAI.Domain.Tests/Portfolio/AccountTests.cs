using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Portfolio;
using QuantumAI.TestKit;

namespace QuantumAI.Domain.Tests.Portfolio;

public sealed class AccountTests
{
    private static readonly Dictionary<string, Price> Marks = new() { ["BTCUSDT"] = Price.Parse("50000.00") };
    private static readonly string[] TwoVenues = ["BTCUSDT", "BTC-USDT.2", "ETHUSDT"];

    [Fact]
    public void Issue_reservation_must_pass_to_the_other_of_a_pair_when_the_one_that_has_it_ends()
    {
        var account = Holding("1");
        account.Apply(Exit("profit", ContingencyKind.OneCancelsOther, 0, reserved: Money.Whole(1)), 5);
        account.Apply(Exit("stop", ContingencyKind.OneCancelsOther, 1, reserved: Money.Zero), 5);
        account.Apply(new OrderTriggered("stop"), 6);
        account.Apply(new OrderCanceled("profit", "the other was triggered"), 6);
        Assert.Equal((Money.Zero, Money.Whole(1)), (account.Ledger["BTC"].Free, account.Ledger["BTC"].Locked)); // the stop may rest at its limit for long

        account.Apply(new OrderFilled("stop", 9, Price.Parse("49000.00"), Quantity.Parse("0.40000000"), Money.Whole(19_600), Money.Zero, "USDT", 7), 7);
        Assert.Equal(("0.00000000", "0.60000000"), ($"{account.Ledger["BTC"].Free}", $"{account.Ledger["BTC"].Locked}"));
        account.Apply(new OrderCanceled("stop", "test"), 8);
        Assert.Equal(("0.60000000", "0.00000000"), ($"{account.Ledger["BTC"].Free}", $"{account.Ledger["BTC"].Locked}"));
    }

    [Fact]
    public void Issue_what_an_entry_brought_must_be_set_aside_for_its_exits_when_they_are_live()
    {
        var account = Opened(100_000);
        account.Apply(OrderIntended.Of(
            "entry", "aurora", "BTCUSDT", OrderTerms.Market(OrderSide.Buy, Quantity.Parse("1.00000000")), Price.Parse("50000.00"), Money.Whole(50_000), 0, "test",
            new OrderListPlace("list", ContingencyKind.OneTriggersOneCancelsOther, 0)), 5);
        account.Apply(Exit("profit", ContingencyKind.OneTriggersOneCancelsOther, 1, Money.Zero), 5);
        account.Apply(Exit("stop", ContingencyKind.OneTriggersOneCancelsOther, 2, Money.Zero), 5);
        account.Apply(new OrderFilled("entry", 1, Price.Parse("50000.00"), Quantity.Parse("1.00000000"), Money.Whole(50_000), Money.Parse("0.001"), "BTC", 6), 6);
        Assert.Equal(("0.00000000", "0.99900000"), ($"{account.Ledger["BTC"].Free}", $"{account.Ledger["BTC"].Locked}"));

        account.Apply(new OrderCanceled("profit", "the other was triggered"), 7);
        Assert.Equal("0.99900000", $"{account.Ledger["BTC"].Locked}");
        account.Apply(new OrderCanceled("stop", "test"), 8);
        Assert.Equal(("0.99900000", "0.00000000"), ($"{account.Ledger["BTC"].Free}", $"{account.Ledger["BTC"].Locked}"));
    }

    [Fact]
    public void reservation_must_leave_the_free_balance_when_an_order_is_intended()
    {
        var account = Opened(1_000);
        account.Apply(Buy(1, "0.01", Money.Whole(505)), 5);
        Assert.Equal((Money.Whole(495), Money.Whole(505)), (account.Ledger["USDT"].Free, account.Ledger["USDT"].Locked));
        Assert.Equal(Money.Whole(1_000), account.Equity(Marks));
        Assert.Equal(Money.Whole(505), account.Exposure(Marks, "aurora"));
        Assert.Equal(Money.Zero, account.Exposure(Marks, "boreas"));
    }

    [Fact]
    public void reservation_must_return_when_the_order_ends_without_a_fill()
    {
        foreach (var end in new AccountEvent[] { new OrderRejected("o1", "no"), new OrderExpired("o1", "no"), new OrderCanceled("o1", "no"), new OrderNeverArrived("o1") })
        {
            var account = Opened(1_000);
            account.Apply(Buy(1, "0.01", Money.Whole(505)), 5);
            account.Apply(end, 6);
            Assert.Equal((Money.Whole(1_000), Money.Zero), (account.Ledger["USDT"].Free, account.Ledger["USDT"].Locked));
            Assert.False(account.Orders["o1"].IsOpen);
        }
    }

    [Fact]
    public void reservation_must_stay_when_the_outcome_is_unknown()
    {
        var account = Opened(1_000);
        account.Apply(Buy(1, "0.01", Money.Whole(505)), 5);
        account.Apply(new OrderOutcomeUnknown("o1", "no answer"), 6);
        Assert.Equal(Money.Whole(505), account.Ledger["USDT"].Locked);
        Assert.True(account.Orders["o1"].IsOpen);
    }

    [Fact]
    public void round_trip_must_book_cost_fees_and_profit_exactly()
    {
        var account = Opened(1_000);
        account.Apply(Buy(1, "0.01000000", Money.Whole(505)), 5);
        account.Apply(Filled(1, 1, "50000.00", "0.01000000", fee: "0.00001", "BTC"), 6);
        var position = account.PositionOf("aurora", "BTCUSDT");
        Assert.Equal(("0.00999000", "500.00000000", 6L), (position.Quantity.ToString(), position.Cost.ToString(), position.OpenedNanos));

        account.Apply(Sell(2, "0.00999000"), 7);
        account.Apply(Filled(2, 2, "51000.00", "0.00999000", fee: "0.50949", "USDT"), 8);
        position = account.PositionOf("aurora", "BTCUSDT");
        // 0.00999 × 51,000 = 509.49; less the fee of 0.50949 and the cost of 500.
        Assert.Equal(("0.00000000", "0.00000000", "8.98051000", 0L), (position.Quantity.ToString(), position.Cost.ToString(), position.RealisedPnl.ToString(), position.OpenedNanos));
        Assert.Equal("1008.98051000", account.Equity(Marks).ToString());
        Assert.Equal(Money.Zero, account.Exposure(Marks));
    }

    [Fact]
    public void money_beyond_the_reservation_must_come_from_the_free_balance()
    {
        var account = Opened(1_000);
        account.Apply(Buy(1, "0.01", Money.Whole(500)), 5);
        account.Apply(Filled(1, 1, "51000.00", "0.01", "0", "BTC"), 6);
        Assert.Equal((Money.Whole(490), Money.Zero), (account.Ledger["USDT"].Free, account.Ledger["USDT"].Locked));
    }

    [Fact]
    public void late_fill_must_be_booked_when_it_is_told_after_the_cancel()
    {
        var account = Opened(1_000);
        account.Apply(Buy(1, "0.01", Money.Whole(500)), 5);
        account.Apply(new OrderCanceled("o1", "test"), 6);
        account.Apply(Filled(1, 1, "50000.00", "0.01", "0", "BTC"), 7);
        Assert.Equal(OrderStatus.Filled, account.Orders["o1"].Status);
        Assert.Equal(Money.Whole(500), account.Ledger["USDT"].Free);
    }

    [Fact]
    public void event_must_be_refused_when_the_history_cannot_be_ours()
    {
        var account = Opened(1_000);
        Refused(account, new AccountOpened("again", "USDT", Money.Zero));
        Refused(account, Buy(1, "1", Money.Whole(1_001)));
        account.Apply(Buy(1, "0.01", Money.Whole(500)), 5);
        Refused(account, Buy(1, "0.01", Money.Whole(1)));
        account.Apply(Filled(1, 1, "50000.00", "0.004", "0", "BTC"), 6);
        Refused(account, Filled(1, 1, "50000.00", "0.004", "0", "BTC"));
        Refused(account, Filled(1, 2, "50000.00", "0.00600001", "0", "BTC"));
        Refused(account, new OrderRejected("o1", "too late"));
        account.Apply(Filled(1, 2, "50000.00", "0.006", "0", "BTC"), 7);
        Refused(account, new OrderCanceled("o1", "too late"));
        Refused(account, Sell(2, "0.01000001"));
    }

    [Fact]
    public void fee_must_be_paid_from_a_third_asset_and_stay_out_of_the_position()
    {
        var account = Opened(1_000);
        account.Apply(new AssetMoved("BNB", Money.Whole(1), Money.Whole(600), "bought elsewhere"), 4);
        account.Apply(Buy(1, "0.01", Money.Whole(500)), 5);
        account.Apply(Filled(1, 1, "50000.00", "0.01", "0.001", "BNB"), 6);

        Assert.Equal(Money.Parse("0.999"), account.Ledger["BNB"].Total);
        Assert.Equal(Money.Parse("0.001"), account.OtherFees[("aurora", "BNB")]);
        Assert.Equal(Money.Whole(500), account.PositionOf("aurora", "BTCUSDT").Cost);
    }

    [Fact]
    public void closed_orders_must_be_bounded_while_every_intent_is_counted()
    {
        var account = Opened(1_000);
        for (var i = 1; i <= 1_200; i++)
        {
            account.Apply(Buy(i, "0.01", Money.Whole(500)), i);
            account.Apply(new OrderRejected($"o{i}", "no"), i);
        }

        Assert.Equal((1_000, 1_200L, true), (account.Orders.Count, account.Intents, account.Orders.ContainsKey("o1200")));
    }

    [Fact]
    public void asset_without_a_mark_must_count_nothing()
    {
        var account = Opened(1_000);
        account.Apply(Buy(1, "0.01", Money.Whole(500)), 5);
        account.Apply(Filled(1, 1, "50000.00", "0.01", "0", "BTC"), 6);
        Assert.Equal(Money.Whole(500), account.Equity(new Dictionary<string, Price>()));
        Assert.Equal(Money.Whole(1_000), account.Equity(Marks));
        Assert.Equal(Money.Whole(500), account.Exposure(Marks));
    }

    [Fact]
    public void Issue_what_is_quoted_in_an_asset_without_a_price_must_not_count_as_priced()
    {
        var cross = Samples.Bitcoin with { Symbol = "ETHBTC", BaseAsset = "ETH", QuoteAsset = "BTC" };
        var account = new Account(new Dictionary<string, Instrument> { ["BTCUSDT"] = Samples.Bitcoin, [cross.Symbol] = cross });
        var totals = new RunningTotals(account, new Dictionary<string, Price> { [cross.Symbol] = Price.Parse("0.05") });
        account.Apply(new AccountOpened("test", "USDT", Money.Whole(100), Margin: true), 1);
        Assert.Null(totals.Unpriced);
        account.Apply(OrderIntended.Of(
            "o1", "aurora", cross.Symbol, new OrderTerms(OrderSide.Buy, OrderType.Limit, Quantity.Parse("1.00000000"), Price.Parse("0.05")), Price.Parse("0.05"), Money.Zero, 0, "test"), 2);
        Assert.Equal("BTCUSDT", totals.Unpriced); // its exposure counts nothing until BTC has a price
        account.Apply(new OrderFilled("o1", 1, Price.Parse("0.05"), Quantity.Parse("1.00000000"), Money.Parse("0.05"), Money.Zero, "USDT", 3), 3);
        account.Apply(new AssetMoved("BTC", Money.Parse("0.05"), Money.Zero, "what was borrowed is paid back"), 4);
        Assert.Equal("BTCUSDT", totals.Unpriced);
        totals.Mark("BTCUSDT", Price.Parse("50000.00"));
        Assert.Null(totals.Unpriced);
    }

    [Fact]
    public void Issue_asset_must_count_once_when_two_symbols_trade_it_against_the_base_currency()
    {
        var instruments = TwoVenues.ToDictionary(
            symbol => symbol, symbol => Samples.Bitcoin with { Symbol = symbol, BaseAsset = symbol[..3] });
        var account = new Account(instruments);
        account.Apply(new AccountOpened("test", "USDT", Money.Whole(100)), 1);
        account.Apply(new AssetMoved("BTC", Money.Whole(2), Money.Zero, "test"), 2);
        var (first, second, both) = (Mark("BTCUSDT", "50000.00"), Mark("BTC-USDT.2", "50100.00"), Mark("BTCUSDT", "50000.00"));
        both["BTC-USDT.2"] = second["BTC-USDT.2"];

        Assert.Equal(Money.Whole(100_100), account.Equity(first));
        Assert.Equal(Money.Whole(100_300), account.Equity(second));
        Assert.Equal(Money.Whole(100_100), account.Equity(both));
        Assert.Equal(account.InBaseCurrency(Money.Whole(2), "BTC", both), account.ValueOf("BTC", both));

        static Dictionary<string, Price> Mark(string symbol, string price) => new() { [symbol] = Price.Parse(price) };
    }

    [Fact]
    public void Issue_order_must_be_filled_when_it_is_told_after_its_last_fill_that_it_became_smaller()
    {
        var account = Opened(1_000);
        account.Apply(Buy(1, "0.01000000", Money.Whole(505)), 5);
        account.Apply(Filled(1, 1, "50000.00", "0.00700000", fee: "0", "BTC"), 6);
        account.Apply(new OrderAmended("o1", Bitcoin("0.00700000")), 7);
        Assert.Equal((OrderStatus.Filled, Money.Zero), (account.Orders["o1"].Status, account.Orders["o1"].Reserved));
        Assert.Empty(account.OpenOrders);
        Assert.Equal(Money.Whole(650), account.Ledger["USDT"].Free);
    }

    [Fact]
    public void Issue_fee_must_not_make_a_position_short_when_a_sale_takes_it_in_the_base_asset()
    {
        var account = Opened(1_000);
        account.Apply(new AssetMoved("BTC", Money.Whole(1), Money.Zero, "for fees"), 4);
        account.Apply(Buy(1, "0.01000000", Money.Whole(505)), 5);
        account.Apply(Filled(1, 1, "50000.00", "0.01000000", fee: "0", "BTC"), 6);
        account.Apply(Sell(2, "0.00999000"), 7);
        account.Apply(Filled(2, 2, "51000.00", "0.00999000", fee: "0.00003", "BTC"), 8);
        Assert.Equal("0.00000000", account.PositionOf("aurora", "BTCUSDT").Quantity.ToString());
        Assert.Equal("0.00002000", account.OtherFees[("aurora", "BTC")].ToString()); // 0.00001 of it was still held
        Assert.Equal("0.99998000", account.Ledger["BTC"].Total.ToString());
    }

    [Fact]
    public void account_must_refuse_what_no_history_of_ours_holds()
    {
        var account = Opened(1_000);
        account.Apply(Buy(1, "0.01000000", Money.Whole(505)), 5);
        Refused(account, new OrderTrailed("o1", Price.Parse("1.00"))); // only a held order trails
        Refused(account, Filled(1, 1, "50000.00", "0.00000000", fee: "0", "BTC"));
        Refused(account, Filled(1, 1, "50000.00", "-0.00100000", fee: "0", "BTC"));
        Refused(account, Buy(2, "0.01000000", -Money.Whole(5)));
    }

    private static void Refused(Account account, AccountEvent accountEvent) =>
        Assert.Throws<InvariantViolationException>(() => account.Apply(accountEvent, 100));

    private static Account Opened(long deposit)
    {
        var account = new Account(Samples.Both);
        account.Apply(new AccountOpened("test", "USDT", Money.Whole(deposit)), 1);
        return account;
    }

    private static OrderIntended Buy(int id, string quantity, Money reserved) => new(
        $"o{id}", "aurora", "BTCUSDT", OrderSide.Buy, OrderType.Market, Bitcoin(quantity), false, Price.Parse("50000.00"), reserved, 0, "test");

    private static OrderIntended Sell(int id, string quantity) => new(
        $"o{id}", "aurora", "BTCUSDT", OrderSide.Sell, OrderType.Market, Bitcoin(quantity), true, Price.Parse("50000.00"), Money.Of(Bitcoin(quantity)), 0, "test");

    private static OrderFilled Filled(int id, long tradeId, string price, string quantity, string fee, string feeAsset) => new(
        $"o{id}", tradeId, Price.Parse(price), Bitcoin(quantity), Money.Notional(Price.Parse(price), Bitcoin(quantity)), Money.Parse(fee), feeAsset, 0);

    private static Quantity Bitcoin(string text) => Samples.Bitcoin.Quantity((long)Money.Parse(text).Units);

    private static Account Holding(string quantity)
    {
        var account = Opened(100_000);
        account.Apply(Buy(1, quantity, Money.Whole(50_000)), 3);
        account.Apply(Filled(1, 1, "50000.00", quantity, "0", "BTC"), 4);
        return account;
    }

    private static OrderIntended Exit(string id, ContingencyKind kind, int place, Money reserved)
    {
        var terms = id == "stop"
            ? new OrderTerms(OrderSide.Sell, OrderType.StopLimit, Quantity.Parse("1.00000000"), Price.Parse("48000.00"), Price.Parse("49000.00"), IsReduceOnly: true)
            : new OrderTerms(OrderSide.Sell, OrderType.Limit, Quantity.Parse("1.00000000"), Price.Parse("55000.00"), IsReduceOnly: true);
        return OrderIntended.Of(id, "aurora", "BTCUSDT", terms, Price.Parse("50000.00"), reserved, 0, "test", new OrderListPlace("list", kind, place));
    }
}
