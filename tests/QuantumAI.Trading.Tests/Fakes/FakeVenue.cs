using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Ledger;
using QuantumAI.Domain.Orders;
using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Worlds;
using QuantumAI.Trading.Execution;

namespace QuantumAI.Trading.Tests.Fakes;

/// <summary>A venue that does what a test says, keeps its books over restarts of the trading system, and remembers every request.</summary>
internal sealed class FakeVenue
{
    private readonly Dictionary<string, VenueOrder> _orders = [];
    private readonly List<VenueTrade> _trades = [];
    private ActorRef<OrderMessage>? _listener;

    public FakeVenue(string asset, Money deposit) => Balances[asset] = new Balance(deposit, Money.Zero);

    public List<VenueRequest> Requests { get; } = [];

    public IEnumerable<SubmitOrder> Submitted => Requests.OfType<SubmitOrder>();

    public IEnumerable<QueryOrder> Queried => Requests.OfType<QueryOrder>();

    public SortedDictionary<string, Balance> Balances { get; } = new(StringComparer.Ordinal);

    /// <summary>False: an order is taken, or lost, without a word.</summary>
    public bool AnswersOrders { get; set; } = true;

    /// <summary>True: what is sent never gets here.</summary>
    public bool LosesOrders { get; set; }

    public bool AnswersQueries { get; set; } = true;

    /// <summary>True: what is still open ends when it is asked to.</summary>
    public bool AnswersChanges { get; set; }

    /// <summary>True: orders are canceled, but not made smaller.</summary>
    public bool RefusesAmends { get; set; }

    /// <summary>Asked before and after each request: false means that it does not come through any more.</summary>
    public Func<bool> IsReached { get; set; } = () => true;

    public ActorRef<VenueRequest> Spawn(World world) => world.CreateLane("venue").Spawn("clients", new Clients(this));

    /// <summary>Says something of its own accord.</summary>
    public void Say(VenueReport report) => _listener!.TellReserved(report);

    /// <summary>Orders that the venue has and that may still trade.</summary>
    public IEnumerable<VenueOrder> Open => _orders.Values.Where(order => order.Status == VenueOrderStatus.Open);

    /// <summary>Everything that an order has traded.</summary>
    public IEnumerable<VenueTrade> Trades => _trades;

    /// <summary>Somebody else uses the account: an order that the trading system did not place, and of which it is not told.</summary>
    public VenueOrder PlaceBySomebodyElse(string clientOrderId, string symbol, OrderTerms terms, Money locked, long nowNanos) =>
        _orders[clientOrderId] = new VenueOrder(
            clientOrderId, $"v{_orders.Count + 1}", symbol, terms, terms.Quantity - terms.Quantity, Money.Zero, locked, VenueOrderStatus.Open, "", nowNanos, nowNanos);

    /// <summary>Ends an order and tells nobody.</summary>
    public void End(string clientOrderId) => _orders[clientOrderId] = _orders[clientOrderId] with { Status = VenueOrderStatus.Canceled, Reason = "elsewhere" };

    /// <summary>Books the fill of an order, of all that is left when no quantity is named, and tells nobody.</summary>
    public VenueTrade Fill(string clientOrderId, Instrument instrument, long priceUnits, Quantity? part = null)
    {
        var order = _orders[clientOrderId];
        var (price, isBuy, quantity) = (instrument.Price(priceUnits), order.Side == OrderSide.Buy, part ?? order.Quantity - order.Filled);
        var quote = Money.Notional(price, quantity);
        var received = isBuy ? Money.Of(quantity) : quote;
        var fee = received.Share(1_000, Rounding.Up);
        var trade = new VenueTrade(
            clientOrderId, order.Symbol, _trades.Count + 1, order.Side, price, quantity, quote, fee,
            isBuy ? instrument.BaseAsset : instrument.QuoteAsset, order.CreatedNanos + 1);
        _trades.Add(trade);
        var filled = order.Filled + quantity;
        var status = filled == order.Quantity ? VenueOrderStatus.Filled : order.Status;
        _orders[clientOrderId] = order with { Status = status, Filled = filled, QuoteFilled = order.QuoteFilled + quote };
        Move(isBuy ? instrument.QuoteAsset : instrument.BaseAsset, isBuy ? -quote : -Money.Of(quantity));
        Move(trade.FeeAsset, received - fee);
        return trade;
    }

    private void Move(string asset, Money amount) => Balances[asset] = new Balance(Balances.GetValueOrDefault(asset).Free + amount, Money.Zero);

    private void Change(string clientOrderId, Func<VenueOrder, VenueOrder> change, VenueReport report)
    {
        if (!_orders.TryGetValue(clientOrderId, out var order) || order.Status != VenueOrderStatus.Open)
            return;
        _orders[clientOrderId] = change(order);
        Say(report);
    }

    private void Take(SubmitOrder submit, long nowNanos)
    {
        _listener = submit.ReplyTo;
        if (LosesOrders)
            return;
        _orders[submit.ClientOrderId] = new VenueOrder(
            submit.ClientOrderId, $"v{_orders.Count + 1}", submit.Symbol, submit.Terms,
            submit.Quantity - submit.Quantity, Money.Zero, Money.Zero, VenueOrderStatus.Open, "", nowNanos, nowNanos);
        if (AnswersOrders)
            submit.ReplyTo.TellReserved(new VenueAccepted(submit.ClientOrderId, _orders[submit.ClientOrderId].VenueOrderId));
    }

    private void Cancel(CancelOrder cancel)
    {
        var order = _orders.GetValueOrDefault(cancel.ClientOrderId);
        if (order is not { Status: VenueOrderStatus.Open })
        {
            cancel.ReplyTo.TellReserved(new VenueCancelRefused(cancel.ClientOrderId, "unknown order"));
            return;
        }

        _orders[cancel.ClientOrderId] = order with { Status = VenueOrderStatus.Canceled, Reason = "requested" };
        cancel.ReplyTo.TellReserved(new VenueCanceled(cancel.ClientOrderId, "requested"));
    }

    private void Amend(AmendOrder amend)
    {
        if (RefusesAmends || _orders.GetValueOrDefault(amend.ClientOrderId) is not { Status: VenueOrderStatus.Open } order)
        {
            amend.ReplyTo.TellReserved(new VenueAmendRefused(amend.ClientOrderId, "it stays as it is"));
            return;
        }

        _orders[amend.ClientOrderId] = order with { Terms = order.Terms with { Quantity = amend.Quantity } };
        amend.ReplyTo.TellReserved(new VenueAmended(amend.ClientOrderId, amend.Quantity));
    }

    private sealed class Clients(FakeVenue owner) : Actor<VenueRequest>
    {
        protected override void Receive(in VenueRequest message)
        {
            if (!owner.IsReached())
                return;
            owner.Requests.Add(message);
            Handle(message);
            owner.IsReached();
        }

        private void Handle(VenueRequest message)
        {
            switch (message)
            {
                case SubmitOrder submit:
                    owner.Take(submit, Context.NowNanos);
                    break;
                case QueryOrder { ClientOrderId: var asked } query when owner.AnswersQueries:
                    owner._listener = query.ReplyTo;
                    query.ReplyTo.TellReserved(new VenueOrderState(
                        asked, owner._orders.GetValueOrDefault(asked), [.. owner._trades.Where(trade => trade.ClientOrderId == asked)]));
                    break;
                case QueryBalances query:
                    owner._listener = query.ReplyTo;
                    query.ReplyTo.TellReserved(new VenueBalances(new Dictionary<string, Balance>(owner.Balances)));
                    break;
                case QueryOpenOrders query:
                    query.ReplyTo.TellReserved(new VenueOpenOrders([.. owner.Open]));
                    break;
                case QueryTrades query:
                    query.ReplyTo.TellReserved(new VenueTrades(
                        query.Symbol, [.. owner._trades.Where(trade => trade.Symbol == query.Symbol && trade.TimeNanos >= query.SinceNanos)],
                        [.. owner._orders.Values.Where(order => order.Symbol == query.Symbol)]));
                    break;
                case FollowAccount follow:
                    owner._listener = follow.ReplyTo;
                    break;
                case CancelOrder cancel when owner.AnswersChanges:
                    owner.Cancel(cancel);
                    break;
                case AmendOrder amend when owner.AnswersChanges:
                    owner.Amend(amend);
                    break;
                default:
                    break;
            }
        }
    }
}
