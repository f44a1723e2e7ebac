using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Persistence;
using QuantumAI.Trading.Portfolio;
using QuantumAI.Trading.Risk;

namespace QuantumAI.Trading.Execution;

/// <summary>Sends what is durably intended, books what the venue reports, and asks when it hears nothing. One per account.</summary>
/// <remarks>
/// An order is sent once, and not at all when the journal took longer to make it durable than a decision is good for. After a
/// restart, and when nothing is heard in time, it is queried and never sent again; a query that nobody answers is asked again at the
/// pace of the deadline until somebody does.
/// </remarks>
/// <param name="books">The account.</param>
/// <param name="venue">Takes orders and queries.</param>
/// <param name="riskGate">Told when the books equal the venue's.</param>
/// <param name="goodForNanos">World time after which a decision is not sent any more.</param>
public sealed class OrderActor(AccountBooks books, ActorRef<VenueRequest> venue, ActorRef<RiskMessage> riskGate, long goodForNanos) : Actor<OrderMessage>
{
    private const string Balances = "balances";
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(10);

    /// <summary>Machine time that a commit may take before the wait counts against the decision.</summary>
    private static readonly TimeSpan CommitPatience = TimeSpan.FromSeconds(2);

    private bool _isMatched;

    protected override void OnStart()
    {
        books.BecameDurable += OnDurable;
        AskForBooks();
        if (books.Current.Risk.State == TradingState.Halted)
            CancelAll(books.Current.Risk.Detail, agentId: null);
    }

    protected override void Receive(in OrderMessage message)
    {
        switch (message)
        {
            case VenueReport report:
                Book(report);
                break;
            case RequestCancel cancel:
                Cancel(cancel.ClientOrderId, cancel.Reason);
                break;
            case RequestCancelAll all:
                CancelAll(all.Reason, all.AgentId);
                break;
            case RequestAmend amend:
                Amend(amend);
                break;
            case AnswerDeadlinePassed { About: Balances }:
                Request(Balances, new QueryBalances(Context.Self));
                break;
            case AnswerDeadlinePassed due:
                AskAgain(due.About);
                break;
            default:
                throw new NotSupportedException($"the order actor does not know {message.GetType().Name}");
        }
    }

    protected override void OnSignal(ActorSignal signal)
    {
        if (signal is HaltTrading halt)
            CancelAll($"halted by {halt.Operator}", agentId: null);
    }

    private void AskForBooks()
    {
        foreach (var order in books.Current.OpenOrders.Where(order => order.Status != OrderStatus.Emulated))
            Request(order.ClientOrderId, new QueryOrder(order.ClientOrderId, Context.Self));
        Request(Balances, new QueryBalances(Context.Self));
    }

    private void CancelAll(string reason, string? agentId)
    {
        foreach (var order in books.Current.OpenOrders.Where(order => agentId is null || order.AgentId == agentId).ToList())
            Cancel(order.ClientOrderId, reason);
    }

    private void OnDurable(AccountEvent accountEvent)
    {
        switch (accountEvent)
        {
            case OrderIntended { Held: not true } intended when intended.List?.IsLast() != false: // a list goes as one, with its last order
                Send(intended.ClientOrderId, intended.BasisSequence);
                break;
            case OrderIntended { Held: true, List: { } place } child when place.IsChild() && place.IsLast(): // the list is kept here: its first order goes alone
                Send(place.ListId, child.BasisSequence);
                break;
            case OrderReleased released:
                Send(released.ClientOrderId, released.BasisSequence);
                break;
            case OrderAmendRequested amend when IsStill(amend.ClientOrderId, OrderStatus.PendingUpdate):
                Request(amend.ClientOrderId, new AmendOrder(amend.ClientOrderId, amend.Quantity, Context.Self));
                break;
            case TradingResumed when !_isMatched: // the operator says that the difference is dealt with: look again, or nothing would ever be approved
                AskForBooks();
                break;
        }
    }

    private void Send(string clientOrderId, long basisSequence)
    {
        if (!IsStill(clientOrderId, OrderStatus.Submitted, OrderStatus.Released))
            return; // it was canceled before it was sent
        var order = books.Durable.Orders[clientOrderId];
        var waitedNanos = Context.NowNanos - order.UpdatedNanos;
        if (waitedNanos > goodForNanos + Context.Lane.World.PatienceNanos(CommitPatience))
        {
            books.Record(
                [new OrderExpired(clientOrderId, $"not sent: it became durable {waitedNanos / 1_000_000_000} s after the decision")], Context.NowNanos,
                AccountCause.Deadline(clientOrderId));
            return;
        }

        Request(clientOrderId, RequestOf(order, basisSequence));
    }

    private VenueRequest RequestOf(Order order, long basisSequence)
    {
        if (order.Status == OrderStatus.Released || order.List is not { } place || !place.IsLast())
        {
            var terms = order.Status == OrderStatus.Released ? HeldOrders.SentAs(order.Terms) : order.Terms;
            return new SubmitOrder(order.ClientOrderId, order.Symbol, terms, basisSequence, Context.Self);
        }

        var orders = books.Current.OpenOrders.Where(other => other.List?.ListId == place.ListId).OrderBy(other => other.List!.Place);
        return new SubmitOrderList(place.Kind, order.Symbol, [.. orders.Select(other => (other.ClientOrderId, other.Terms))], basisSequence, Context.Self);
    }

    /// <summary>What has not been sent ends here; what may be at the venue ends there, and is asked for at once: an end needs no journal.</summary>
    private void Cancel(string clientOrderId, string reason)
    {
        if (!books.Current.Orders.TryGetValue(clientOrderId, out var order))
            return;
        if (order.Status == OrderStatus.Emulated || !MayBeSent(order))
            books.Record([new OrderCanceled(clientOrderId, reason)], Context.NowNanos, AccountCause.Request(clientOrderId));
        else if (OrderTransitions.IsLegal(order.Status, OrderMove.RequestCancel))
            books.Record([new OrderCancelRequested(clientOrderId, reason)], Context.NowNanos, AccountCause.Request(clientOrderId));
        if (books.Current.Orders[clientOrderId].Status == OrderStatus.PendingCancel)
            Request(clientOrderId, new CancelOrder(clientOrderId, Context.Self));
    }

    private void Amend(RequestAmend amend)
    {
        if (!books.Current.Orders.TryGetValue(amend.ClientOrderId, out var order) || amend.Quantity >= order.Quantity || amend.Quantity <= order.Filled)
            return;
        if (order.Status == OrderStatus.Emulated)
            books.Record([new OrderAmended(amend.ClientOrderId, amend.Quantity)], Context.NowNanos, AccountCause.Request(amend.ClientOrderId));
        else if (OrderTransitions.IsLegal(order.Status, OrderMove.RequestAmend))
            books.Record([new OrderAmendRequested(amend.ClientOrderId, amend.Quantity)], Context.NowNanos, AccountCause.Request(amend.ClientOrderId));
    }

    /// <summary>An order whose intent or release is not durable yet has not been sent, and will not be once it is canceled.</summary>
    private bool MayBeSent(Order order) => order.Status is not (OrderStatus.Submitted or OrderStatus.Released)
        || (books.Durable.Orders.TryGetValue(order.ClientOrderId, out var durable) && durable.Status != OrderStatus.Emulated);

    private bool IsStill(string clientOrderId, OrderStatus status, OrderStatus or = OrderStatus.Unspecified) =>
        books.Current.Orders.TryGetValue(clientOrderId, out var order) && (order.Status == status || order.Status == or);

    /// <summary>Asks the venue and waits for an answer about <paramref name="about"/>.</summary>
    private void Request(string about, VenueRequest request)
    {
        venue.Tell(request);
        Context.StartTimer(about, Context.Lane.World.PatienceNanos(AnswerPatience), new AnswerDeadlinePassed(about));
    }

    private void Book(VenueReport report)
    {
        Context.CancelTimer(AboutOf(report));
        var events = OrderDecider.Decide(books.Current, report);
        books.Record(events, Context.NowNanos, CauseOf(report));
        if (report is VenueBalances && events.Count == 0)
        {
            _isMatched = true;
            riskGate.TellReserved(new BooksMatched()); // said once: lost, nothing would be approved any more
        }

        if (report is VenueCancelRefused refused && books.Current.Orders.TryGetValue(refused.ClientOrderId, out var kept) && kept.IsOpen)
            Request(refused.ClientOrderId, new QueryOrder(refused.ClientOrderId, Context.Self)); // it has ended, or never arrived: the venue knows
        if (report is VenueOrderState { Order.Status: VenueOrderStatus.Open } state && IsStill(state.ClientOrderId, OrderStatus.PendingCancel))
            Request(state.ClientOrderId, new CancelOrder(state.ClientOrderId, Context.Self)); // the first was lost
    }

    private void AskAgain(string clientOrderId)
    {
        if (!books.Current.Orders.TryGetValue(clientOrderId, out var order) || !order.IsOpen)
            return;
        if (order.Status is OrderStatus.Submitted or OrderStatus.Released)
            books.Record([new OrderOutcomeUnknown(clientOrderId, "no answer in time")], Context.NowNanos, AccountCause.Deadline(clientOrderId));
        Request(clientOrderId, new QueryOrder(clientOrderId, Context.Self));
    }

    private static string AboutOf(VenueReport report) => report switch
    {
        VenueAccepted accepted => accepted.ClientOrderId,
        VenueRejected rejected => rejected.ClientOrderId,
        VenueFilled filled => filled.Trade.ClientOrderId,
        VenueExpired expired => expired.ClientOrderId,
        VenueTriggered triggered => triggered.ClientOrderId,
        VenueCanceled canceled => canceled.ClientOrderId,
        VenueCancelRefused refused => refused.ClientOrderId,
        VenueAmended amended => amended.ClientOrderId,
        VenueAmendRefused refused => refused.ClientOrderId,
        VenueOrderState state => state.ClientOrderId,
        VenueBalances => Balances,
        _ => throw new NotSupportedException($"no deadline belongs to {report.GetType().Name}"),
    };

    private static EventCause CauseOf(VenueReport report) => report switch
    {
        VenueAccepted accepted => AccountCause.Venue(accepted.ClientOrderId, accepted.VenueOrderId),
        VenueFilled { Trade: var trade } => AccountCause.Trade(trade.ClientOrderId, trade.Symbol, trade.TradeId),
        VenueOrderState state => AccountCause.Query(state.ClientOrderId),
        VenueBalances => AccountCause.Books,
        _ => AccountCause.Venue(AboutOf(report), null),
    };

    private sealed record AnswerDeadlinePassed(string About) : OrderMessage;
}
