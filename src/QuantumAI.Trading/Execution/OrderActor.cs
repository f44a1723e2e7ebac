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

    protected override void OnStart()
    {
        books.BecameDurable += accountEvent =>
        {
            if (accountEvent is OrderIntended intended)
                Send(intended);
        };
        foreach (var order in books.Current.OpenOrders)
            Request(order.ClientOrderId, new QueryOrder(order.ClientOrderId, Context.Self));
        Request(Balances, new QueryBalances(Context.Self));
    }

    protected override void Receive(in OrderMessage message)
    {
        switch (message)
        {
            case VenueReport report:
                Book(report);
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

    private void Send(OrderIntended intended)
    {
        var waitedNanos = Context.NowNanos - books.Durable.Orders[intended.ClientOrderId].IntendedNanos;
        if (waitedNanos > goodForNanos + Context.Lane.World.PatienceNanos(CommitPatience))
        {
            books.Record(
                [new OrderExpired(intended.ClientOrderId, $"not sent: it became durable {waitedNanos / 1_000_000_000} s after the decision")], Context.NowNanos,
                AccountCause.Deadline(intended.ClientOrderId));
            return;
        }

        Request(intended.ClientOrderId, new SubmitOrder(
            intended.ClientOrderId, intended.Symbol, intended.Side, intended.Type, intended.Quantity, intended.BasisSequence, Context.Self));
    }

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
            riskGate.TellReserved(new BooksMatched()); // said once: lost, nothing would be approved any more
    }

    private void AskAgain(string clientOrderId)
    {
        if (!books.Current.Orders.TryGetValue(clientOrderId, out var order) || !order.IsOpen)
            return;
        if (order.Status == OrderStatus.Submitted)
            books.Record([new OrderOutcomeUnknown(clientOrderId, "no answer in time")], Context.NowNanos, AccountCause.Deadline(clientOrderId));
        Request(clientOrderId, new QueryOrder(clientOrderId, Context.Self));
    }

    private static string AboutOf(VenueReport report) => report switch
    {
        VenueAccepted accepted => accepted.ClientOrderId,
        VenueRejected rejected => rejected.ClientOrderId,
        VenueFilled filled => filled.Trade.ClientOrderId,
        VenueExpired expired => expired.ClientOrderId,
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
