using QuantumAI.Domain.Orders;
using QuantumAI.Trading.Execution;
using QuantumAI.Venues.Contract;

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
}
