using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Trading.Execution;

namespace QuantumAI.Trading.Tests.Execution;

/// <summary>Single reports whose meaning is easily mistaken; all interleavings are in <see cref="InterleavingTests"/>.</summary>
public sealed class OrderDeciderTests
{
    private const string Id = "o";
    private static readonly Instrument Btc = Samples.Bitcoin;
    private static readonly Price Price = Btc.Price(5_000_000);
    private static readonly OrderTerms Terms = new(OrderSide.Buy, OrderType.Limit, Btc.Quantity(10_000), Limit: Price);
    private readonly Account _account = new(Samples.Both);

    public OrderDeciderTests()
    {
        Apply(new AccountOpened("test", "USDT", Money.Whole(1_000)), OrderIntended.Of(Id, "aurora", Btc.Symbol, Terms, Price, Money.Whole(5), 0, ""));
    }

    [Fact]
    public void Issue_trades_must_be_booked_when_only_the_query_tells_them_after_the_end()
    {
        Apply(new OrderCanceled(Id, "asked"));
        Say(State(VenueOrderStatus.Canceled, 10_000, Trade(1, 4_000)));
        Assert.Equal((OrderStatus.Canceled, 4_000L, Money.Whole(998)), (Order.Status, Order.Filled.Units, _account.Ledger["USDT"].Free));
    }

    [Fact]
    public void Issue_fees_of_several_trades_must_count_together_when_they_take_a_third_asset()
    {
        Apply(new AssetMoved("BNB", Money.Whole(1), Money.Zero, "for fees"));
        var fee = Money.Parse("0.6");
        var events = Say(State(VenueOrderStatus.Filled, 10_000, Trade(1, 4_000) with { Fee = fee, FeeAsset = "BNB" }, Trade(2, 6_000) with { Fee = fee, FeeAsset = "BNB" }));
        Assert.Equal(Money.Parse("0.2"), Assert.Single(events.OfType<AssetMoved>()).Amount);
        Assert.Equal((OrderStatus.Filled, Money.Zero), (Order.Status, _account.Ledger["BNB"].Total));
    }

    [Fact]
    public void Issue_amendment_must_not_wait_for_ever_when_the_query_finds_the_order_as_it_was()
    {
        Apply(new OrderAccepted(Id, "v"), new OrderAmendRequested(Id, Btc.Quantity(5_000)));
        Assert.IsType<OrderAmendRefused>(Assert.Single(Say(State(VenueOrderStatus.Open, 10_000))));
        Assert.Equal(OrderStatus.Accepted, Order.Status);
        Say(new VenueAmended(Id, Btc.Quantity(5_000))); // it was on its way after all
        Assert.Equal((OrderStatus.Accepted, 5_000L), (Order.Status, Order.Quantity.Units));
    }

    [Fact]
    public void Issue_amendment_of_before_a_later_one_must_not_count_when_it_is_told_late()
    {
        Apply(new OrderAccepted(Id, "v"));
        Say(new VenueAmended(Id, Btc.Quantity(5_000)));
        Assert.Empty(Say(new VenueAmended(Id, Btc.Quantity(7_000))));
        Assert.Equal((OrderStatus.Accepted, 5_000L), (Order.Status, Order.Quantity.Units));
    }

    [Fact]
    public void Issue_amendment_must_count_when_it_is_told_before_the_acknowledgement()
    {
        Say(new VenueAmended(Id, Btc.Quantity(7_000)));
        Say(new VenueFilled(Trade(1, 7_000)));
        Say(new VenueAccepted(Id, "v"));
        Assert.Equal((OrderStatus.Filled, Money.Zero), (Order.Status, _account.Ledger["USDT"].Locked));
    }

    [Theory]
    [InlineData("gone")]
    [InlineData("rejected")]
    [InlineData("otherSide")]
    [InlineData("otherSymbol")]
    [InlineData("nothing")]
    [InlineData("unpaid")]
    [InlineData("twice")]
    public void Issue_trading_must_halt_when_the_venue_contradicts_the_books(string what)
    {
        Say(new VenueFilled(Trade(1, 1_000)));
        var before = (_account.Ledger.Changes, Order);
        var events = Say(what switch
        {
            "gone" => new VenueOrderState(Id, null, []),
            "rejected" => new VenueRejected(Id, "no"),
            "otherSide" => new VenueFilled(Trade(2, 1_000) with { Side = OrderSide.Sell }),
            "otherSymbol" => new VenueFilled(Trade(2, 1_000) with { Symbol = "ETHUSDT" }),
            "nothing" => new VenueFilled(Trade(2, 0)),
            "unpaid" => new VenueFilled(Trade(2, 1_000) with { QuoteQuantity = Money.Whole(5_000) }),
            _ => State(VenueOrderStatus.Open, 10_000, Trade(2, 1_000), Trade(2, 1_000) with { Price = Btc.Price(1) }),
        });
        Assert.Equal(HaltScope.Account, Assert.IsType<TradingHalted>(Assert.Single(events)).Scope);
        Assert.Equal(before, (_account.Ledger.Changes, Order));
    }

    private Order Order => _account.Orders[Id];

    private IReadOnlyList<AccountEvent> Say(VenueReport report)
    {
        var events = OrderDecider.Decide(_account, report);
        Apply([.. events]);
        return events;
    }

    private void Apply(params AccountEvent[] events)
    {
        foreach (var accountEvent in events)
            _account.Apply(accountEvent, 1);
    }

    private static VenueTrade Trade(long tradeId, long units) => new(
        Id, Btc.Symbol, tradeId, OrderSide.Buy, Price, Btc.Quantity(units), Money.Notional(Price, Btc.Quantity(units)), Money.Zero, "USDT", 0);

    private static VenueOrderState State(VenueOrderStatus status, long units, params VenueTrade[] trades) => new(
        Id, new VenueOrder(Id, "v", Btc.Symbol, Terms with { Quantity = Btc.Quantity(units) }, Btc.Quantity(trades.Sum(trade => trade.Quantity.Units)), Money.Zero, Money.Zero, status, "told", 0, 0), trades);
}
