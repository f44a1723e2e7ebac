using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;
using QuantumAI.TestKit;
using QuantumAI.Trading.Execution;

namespace QuantumAI.Venues.Tests.Conformance;

/// <summary>What every venue must do, whoever it is and however it is reached. Numbered cases: <c>docs/venues.md</c> lists what each number range is about.</summary>
/// <remarks>A venue is added by a bench and a class of three lines. A case is skipped only for a feature that the bench names as lacking.</remarks>
public abstract partial class VenueConformance : IAsyncLifetime
{
    /// <summary>The bid at which every case begins: 50,000.00.</summary>
    private protected const long Start = 5_000_000;

    private IVenueBench? _bench;

    private protected IVenueBench Bench => _bench ?? throw new InvalidOperationException("the bench is open while a test runs");

    private protected IVenueClient Client => Bench.Client;

    public async ValueTask InitializeAsync()
    {
        _bench = await OpenAsync();
        _bench.Client.Patience = TimeSpan.FromSeconds(10);
        await _bench.PriceAsync(Start);
    }

    public async ValueTask DisposeAsync()
    {
        if (_bench is not null)
            await _bench.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected abstract Task<IVenueBench> OpenAsync();

    private protected void Needs(VenueFeature feature)
    {
        if (Bench.Lacks(feature) is { } reason)
            Assert.Skip($"{feature}: {reason}");
    }

    /// <summary>An amount in 10^−8 BTC, 0.01 BTC unless said otherwise, with the decimals that the venue gives its quantities.</summary>
    private protected Quantity Lot(long satoshi = 1_000_000) =>
        Bench.Instrument.Quantity((long)FixedPoint.Rescale(satoshi, 8, Bench.Instrument.QuantityScale, Rounding.HalfEven));

    private protected Price At(long units) => Bench.Instrument.Price(units);

    private protected OrderTerms Limit(OrderSide side, long limitUnits, TimeInForce timeInForce = TimeInForce.GoodTilCanceled, bool isPostOnly = false) =>
        new(side, OrderType.Limit, Lot(), At(limitUnits), TimeInForce: timeInForce, IsPostOnly: isPostOnly);

    private protected void Send(string id, OrderTerms terms) =>
        Bench.Requests.Tell(new SubmitOrder(id, Bench.Instrument.Symbol, terms, Bench.Basis, Client.Ref));

    private protected void SendList(ContingencyKind kind, params (string Id, OrderTerms Terms)[] orders) =>
        Bench.Requests.Tell(new SubmitOrderList(kind, Bench.Instrument.Symbol, orders, Bench.Basis, Client.Ref));

    /// <summary>Sends an order and hears that it was taken.</summary>
    private protected async Task PlaceAsync(string id, OrderTerms terms)
    {
        Send(id, terms);
        await Client.FishForAsync<VenueAccepted>(accepted => accepted.ClientOrderId == id);
    }

    private protected Task<VenueFilled> FilledAsync(string id) => Client.FishForAsync<VenueFilled>(filled => filled.Trade.ClientOrderId == id);

    /// <summary>Sends an order that must be refused; the venue's reason.</summary>
    private protected async Task<string> RefusedAsync(string id, OrderTerms terms)
    {
        Send(id, terms);
        return (await Client.FishForAsync<VenueRejected>(rejected => rejected.ClientOrderId == id)).Reason;
    }

    /// <summary>The order as the venue has it.</summary>
    private protected async Task<VenueOrderState> QueryAsync(string id)
    {
        Bench.Requests.Tell(new QueryOrder(id, Client.Ref));
        return await Client.FishForAsync<VenueOrderState>(state => state.ClientOrderId == id);
    }

    /// <summary>Asks again whenever nobody has answered for a while, as the order actor does: absence takes time to prove.</summary>
    private protected async Task<VenueOrderState> AskUntilToldAsync(string id)
    {
        var patience = Client.Patience;
        Client.Patience = TimeSpan.FromSeconds(1);
        try
        {
            for (var left = 30; ; left--)
            {
                Bench.Requests.Tell(new QueryOrder(id, Client.Ref));
                try
                {
                    return await Client.FishForAsync<VenueOrderState>(state => state.ClientOrderId == id);
                }
                catch (ExpectationFailedException) when (left > 0)
                {
                    // Nobody has answered: it is asked again.
                }
            }
        }
        finally
        {
            Client.Patience = patience;
        }
    }

    private protected async Task<VenueOrder> OrderAsync(string id) => (await QueryAsync(id)).Order ?? throw new InvalidOperationException($"the venue has no order {id}");

    private protected async Task<VenueBalances> BalancesAsync()
    {
        Bench.Requests.Tell(new QueryBalances(Client.Ref));
        return await Client.FishForAsync<VenueBalances>(_ => true);
    }

    private protected async Task<VenueTrades> TradesAsync()
    {
        Bench.Requests.Tell(new QueryTrades(Bench.Instrument.Symbol, 0, Client.Ref));
        return await Client.FishForAsync<VenueTrades>(_ => true);
    }

    private protected async Task<string[]> OpenOrdersAsync()
    {
        Bench.Requests.Tell(new QueryOpenOrders(Client.Ref));
        var open = await Client.FishForAsync<VenueOpenOrders>(_ => true);
        return [.. open.Orders.Select(order => order.ClientOrderId).Order(StringComparer.Ordinal)];
    }

    /// <summary>The market order's way of being filled at the present price.</summary>
    private protected async Task<VenueTrade> TradeAsync(string id, OrderSide side)
    {
        await PlaceAsync(id, OrderTerms.Market(side, Lot()));
        await Bench.PriceAsync(Start);
        return (await FilledAsync(id)).Trade;
    }
}
