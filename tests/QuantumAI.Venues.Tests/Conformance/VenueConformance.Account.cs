using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Domain.Orders;
using QuantumAI.Trading.Execution;

namespace QuantumAI.Venues.Tests.Conformance;

/// <content>V1xx: market data. V7xx: reports complete, in order, once. V8xx: the link. V9xx: what reconciliation asks for.</content>
public abstract partial class VenueConformance
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task V101_quotes_and_trades_must_come_when_the_market_moves()
    {
        Needs(VenueFeature.MarketData);
        await Bench.PriceAsync(Start + 500);
        await SeeAsync(seen => seen.Kind == MarketEventKind.Quote && seen.BidUnits == Start + 500);
        await Bench.PriceAsync(Start + 600);
        await SeeAsync(seen => seen.Kind == MarketEventKind.Trade && seen.PriceUnits == Start + 600);
    }

    [Fact]
    public async Task V102_gap_must_be_declared_before_the_market_goes_on_when_the_link_was_cut()
    {
        Needs(VenueFeature.MarketData);
        Needs(VenueFeature.Link);
        await SeeAsync(seen => seen.Kind == MarketEventKind.DepthSnapshot);
        await Bench.CutLinkAsync();
        await SeeAsync(seen => seen.Kind == MarketEventKind.Gap);

        // A market that stands still says nothing: it moves until the new connection has heard of it.
        var moves = 0L;
        while (!await Bench.TrySeeAsync(seen => seen.Kind == MarketEventKind.DepthSnapshot, TimeSpan.FromSeconds(1)) && moves < 30)
            await Bench.PriceAsync(Start + 700 + ++moves);
        await Bench.PriceAsync(Start + 600);
        await SeeAsync(seen => seen.Kind == MarketEventKind.Quote && seen.BidUnits == Start + 600);
    }

    [Fact]
    public async Task V701_reports_must_be_complete_in_order_and_once()
    {
        await PlaceAsync("v701", Limit(OrderSide.Buy, Start - 10_000));
        await Bench.PriceAsync(Start - 20_000);
        var ids = new HashSet<long>();
        var filled = Lot(0);
        while (filled < Lot())
        {
            var trade = (await FilledAsync("v701")).Trade;
            Assert.True(ids.Add(trade.TradeId), $"trade {trade.TradeId} was told twice");
            filled += trade.Quantity;
        }

        Assert.Equal(Lot(), filled);
        Assert.Equal(ids, (await QueryAsync("v701")).Trades.Select(trade => trade.TradeId).ToHashSet());
        await Client.ExpectNothingAsync();
    }

    [Fact]
    public async Task V702_order_of_somebody_else_must_be_told_to_whoever_follows_the_account()
    {
        Needs(VenueFeature.OtherClients);
        Bench.Requests.Tell(new FollowAccount(Client.Ref));
        await Bench.PlaceElsewhereAsync("elsewhere-702", Limit(OrderSide.Buy, Start - 10_000));

        var told = await Client.FishForAsync<VenueOrderState>(state => state.ClientOrderId == "elsewhere-702");
        Assert.Equal(Lot(), told.Order!.Quantity);
    }

    [Fact]
    public async Task V801_loss_and_return_of_the_link_must_be_told()
    {
        Needs(VenueFeature.Link);
        Bench.Requests.Tell(new FollowAccount(Client.Ref));
        await Bench.CutLinkAsync();
        await Client.FishForAsync<VenueLinkLost>(_ => true);
        await Client.FishForAsync<VenueLinkRestored>(_ => true);
        await PlaceAsync("v801", Limit(OrderSide.Buy, Start - 10_000));
    }

    [Fact]
    public async Task V802_what_was_filled_meanwhile_must_be_found_when_the_link_is_back()
    {
        Needs(VenueFeature.Link);
        Bench.Requests.Tell(new FollowAccount(Client.Ref));
        await PlaceAsync("v802", Limit(OrderSide.Buy, Start - 10_000));
        await Bench.HoldLinkAsync();
        await Client.FishForAsync<VenueLinkLost>(_ => true);
        await Bench.PriceAsync(Start - 20_000);
        Bench.LetLinkBack();
        await Client.FishForAsync<VenueLinkRestored>(_ => true);

        var state = await QueryAsync("v802");
        Assert.Equal((VenueOrderStatus.Filled, Lot().Units), (state.Order!.Status, state.Trades.Sum(trade => trade.Quantity.Units)));
        Assert.Equal(Lot().Units, (await TradesAsync()).Trades.Sum(trade => trade.Quantity.Units));
    }

    [Fact]
    public async Task V901_open_orders_must_be_those_that_are_open()
    {
        await PlaceAsync("v901-a", Limit(OrderSide.Buy, Start - 10_000));
        await PlaceAsync("v901-b", Limit(OrderSide.Sell, Start + 10_000));
        await PlaceAsync("v901-c", Limit(OrderSide.Buy, Start - 20_000));
        Bench.Requests.Tell(new CancelOrder("v901-c", Client.Ref));
        await Client.FishForAsync<VenueCanceled>(canceled => canceled.ClientOrderId == "v901-c");

        Assert.Equal(["v901-a", "v901-b"], await OpenOrdersAsync());
    }

    [Fact]
    public async Task V902_trades_must_be_all_of_them_oldest_first_with_their_orders()
    {
        await TradeAsync("v902-a", OrderSide.Buy);
        await TradeAsync("v902-b", OrderSide.Sell);
        var trades = await TradesAsync();

        Assert.Equal(["v902-a", "v902-b"], trades.Trades.Select(trade => trade.ClientOrderId).Distinct());
        Assert.Equal(trades.Trades.OrderBy(trade => trade.TradeId), trades.Trades);
        Assert.Equal(["v902-a", "v902-b"], trades.Orders.Select(order => order.ClientOrderId).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task V903_balances_must_be_what_trades_and_fees_make_of_them()
    {
        var before = (await BalancesAsync()).Balances;
        var trade = await TradeAsync("v903", OrderSide.Buy);
        var after = (await BalancesAsync()).Balances;

        Assert.Equal(before["USDT"].Total - trade.QuoteQuantity, after["USDT"].Total);
        Assert.Equal(before["BTC"].Total + Money.Of(trade.Quantity) - trade.Fee, after["BTC"].Total);
        Assert.Equal("BTC", trade.FeeAsset);
        Assert.Equal((Money.Zero, Money.Zero), (after["USDT"].Locked, after["BTC"].Locked));
    }

    [Fact]
    public async Task V904_money_of_an_open_order_must_be_locked_and_no_other()
    {
        await PlaceAsync("v904", Limit(OrderSide.Buy, Start - 10_000));
        var balance = (await BalancesAsync()).Balances["USDT"];

        Assert.Equal(Money.Notional(At(Start - 10_000), Lot()), balance.Locked);
        Assert.Equal(Money.Whole(100_000), balance.Total);
    }

    /// <summary>Reads the feed until something comes.</summary>
    private async Task SeeAsync(Func<MarketEvent, bool> fits) =>
        Assert.True(await Bench.TrySeeAsync(fits, Patience), $"it did not come within {Patience}");
}
