using System.Globalization;
using System.Text;
using QuantumAI.Domain.Market;
using QuantumAI.Domain.Orders;
using QuantumAI.Simulation.Processes;
using QuantumAI.Trading.Execution;
using QuantumAI.Venues.Contract;
using QuantumAI.Venues.Signing;

namespace QuantumAI.Venues.Tests.Simulated;

/// <summary>The adapter and the exchange as processes of one universe.</summary>
public class SimulatedExchangeTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    [Fact]
    public void Session_must_open_and_an_order_must_be_taken_and_filled()
    {
        var stand = new ExchangeStand().Open();
        Assert.Equal(VenueLink.Linked, stand.Session.Link);
        stand.Submit("a-1", stand.Limit(OrderSide.Buy, 5_000_000 - 100));
        stand.Until(() => stand.Find<VenueAccepted>(told => told.ClientOrderId == "a-1") is not null, Soon, "the order is accepted");
        stand.Price(0, 5_000_000 - 200);
        stand.Until(() => stand.All<VenueFilled>().Sum(told => told.Trade.Quantity.Units) == 1_000_000, Soon, "the order is filled");
    }

    [Fact]
    public void What_is_awaited_must_go_on_where_it_is_completed_even_when_it_can_be_cancelled()
    {
        SynchronizationContext.SetSynchronizationContext(null);
        using var cancellation = new CancellationTokenSource();
        var answered = new TaskCompletionSource(TaskCreationOptions.None);
        var thread = 0;
        async Task GoOnAsync()
        {
            await answered.Task.WaitAsync(cancellation.Token).ConfigureAwait(false);
            thread = Environment.CurrentManagedThreadId;
        }

        var going = GoOnAsync();
        answered.SetResult();
        Assert.Equal((Environment.CurrentManagedThreadId, true), (thread, going.IsCompleted));
    }

    [Fact]
    public void Order_must_be_valid_for_no_longer_than_the_lease()
    {
        var stand = new ExchangeStand();
        var lease = long.MaxValue;
        stand.Lease = now => lease - now;
        stand.Open();
        var bodies = new List<string>();
        stand.Exchange.Crossed = (way, text) => bodies.Add(Encoding.UTF8.GetString(text.Span));
        lease = stand.Client.NowNanos + (1_500 * UnixNanos.PerMillisecond);
        stand.Submit("l-1", stand.Limit(OrderSide.Buy, stand.Bid(0) - 100));
        stand.Run(TimeSpan.FromMilliseconds(1));
        Assert.True(ParameterText.TryRead(bodies.Single(body => body.StartsWith("POST", StringComparison.Ordinal)).Split(' ')[^1], out var sent));
        var values = sent.ToDictionary(pair => pair.Key, pair => pair.Value);
        var validUntil = (long.Parse(values["timestamp"], CultureInfo.InvariantCulture) + long.Parse(values["recvWindow"], CultureInfo.InvariantCulture)) * UnixNanos.PerMillisecond;
        Assert.InRange(validUntil, lease - (100 * UnixNanos.PerMillisecond), lease + (10 * UnixNanos.PerMillisecond));

        lease = stand.Client.NowNanos; // it is over: nothing leaves
        bodies.Clear();
        stand.Submit("l-2", stand.Limit(OrderSide.Buy, stand.Bid(0) - 100));
        stand.Until(() => stand.Find<VenueRejected>(told => told.ClientOrderId == "l-2") is not null, Soon, "the order is refused here");
        Assert.DoesNotContain(bodies, body => body.StartsWith("POST", StringComparison.Ordinal));
    }

    [Fact]
    public void Order_that_arrives_after_its_lease_must_be_refused_by_the_exchange()
    {
        var stand = new ExchangeStand(network: new NetworkSettings(50 * UnixNanos.PerMillisecond));
        stand.Lease = static _ => 5 * UnixNanos.PerMillisecond;
        stand.Open();
        for (var i = 0; i < 10; i++)
            stand.Submit($"l-{i}", stand.Limit(OrderSide.Buy, stand.Bid(0) - 100));
        stand.Run(TimeSpan.FromSeconds(10));
        var refused = stand.All<VenueRejected>().Select(told => told.ClientOrderId).ToHashSet();
        Assert.NotEmpty(refused);
        Assert.DoesNotContain(stand.Exchange.Venue.Account("desk")!.OpenOrders, order => refused.Contains(order.ClientOrderId));
    }

    [Fact]
    public void Client_that_stood_still_must_find_its_market_and_its_books_again()
    {
        var stand = new ExchangeStand().Open();
        stand.Wander(20);
        stand.Submit("f-1", stand.Limit(OrderSide.Buy, stand.Bid(0) - 200));
        stand.Run(TimeSpan.FromSeconds(5));
        stand.Client.Freeze();
        stand.Run(TimeSpan.FromMinutes(3));
        Assert.Equal(0, stand.Exchange.Connections); // nobody has answered the pings
        stand.Client.Thaw();
        stand.Run(TimeSpan.FromMinutes(1));
        Assert.Equal((VenueLink.Linked, 2), (stand.Session.Link, stand.Exchange.Connections));
        for (var symbol = 0; symbol < 3; symbol++)
            stand.MustSeeBook(symbol);
    }

    [Fact]
    public void Killed_client_must_leave_no_connection_behind()
    {
        var stand = new ExchangeStand().Open();
        stand.Run(TimeSpan.FromSeconds(1));
        Assert.Equal(2, stand.Exchange.Connections);
        stand.Client.Kill();
        stand.Exchange.Disconnect(stand.Client);
        stand.Universe.Step(stand.Universe.NowNanos + UnixNanos.PerSecond);
        while (stand.Universe.Step(stand.Universe.NowNanos + UnixNanos.PerSecond) && stand.Exchange.Connections > 0)
        {
        }

        Assert.Equal(0, stand.Exchange.Connections);
    }

    [Fact]
    public void Books_must_be_the_same_when_the_exchange_was_restarted()
    {
        var stand = new ExchangeStand().Open();
        stand.Wander(5);
        stand.Submit("r-1", stand.Limit(OrderSide.Buy, stand.Bid(0) - 100));
        stand.Until(() => stand.Find<VenueAccepted>(_ => true) is not null, Soon, "the order is accepted");
        stand.Exchange.Restart();
        stand.Until(() => stand.Find<VenueLinkLost>(_ => true) is not null, Soon, "the loss is told");
        stand.Until(() => stand.Find<VenueLinkRestored>(_ => true) is not null, TimeSpan.FromMinutes(2), "the return is told");
        stand.Query("r-1");
        stand.Until(() => stand.Find<VenueOrderState>(state => state.ClientOrderId == "r-1") is { Order.IsOpen: true }, Soon, "the order is still open");
        stand.Run(TimeSpan.FromMinutes(1));
        for (var symbol = 0; symbol < 3; symbol++)
            stand.MustSeeBook(symbol);
    }

    [Fact]
    public void Partition_must_be_survived_without_a_second_order()
    {
        var stand = new ExchangeStand().Open();
        stand.Wander(5);
        stand.Network.Cut(ExchangeStand.ClientSite, "exchange");
        stand.Network.Cut("exchange", ExchangeStand.ClientSite);
        stand.Submit("p-1", stand.Limit(OrderSide.Buy, stand.Bid(0) - 100));
        stand.Run(TimeSpan.FromSeconds(40));
        Assert.Equal(VenueLink.Lost, stand.Session.Link);
        stand.Network.Heal();
        stand.Until(() => stand.Find<VenueLinkRestored>(_ => true) is not null, TimeSpan.FromMinutes(3), "the return is told");
        for (var i = 0; i < 20 && stand.Find<VenueOrderState>(_ => true) is null; i++)
        {
            stand.Query("p-1");
            stand.Run(TimeSpan.FromSeconds(5));
        }

        Assert.Null(stand.Find<VenueOrderState>(_ => true)!.Order); // it never arrived, and that is proved
        Assert.Empty(stand.Exchange.Venue.Account("desk")!.OpenOrders);
    }

    [Fact]
    public void Oracles_must_be_told_of_every_step_and_of_every_call_that_was_let_in()
    {
        var stand = new ExchangeStand();
        var (trades, orders) = (0L, 0);
        stand.Exchange.Followed = (step, _) => trades += step.Change.Trades.Sum(trade => trade.Quantity.Units);
        stand.Exchange.Entered = (request, _) => orders += request.Call is { Verb: "POST", Path: "/api/v3/order" } ? 1 : 0;
        stand.Open();
        stand.Submit("o-1", stand.Limit(OrderSide.Buy, stand.Bid(0) + 1));
        stand.Until(() => stand.All<VenueFilled>().Sum(told => told.Trade.Quantity.Units) == 1_000_000, Soon, "the order is filled");
        Assert.Equal((1_000_000L, 1), (trades, orders));
    }
}
