using QuantumAI.Domain.Portfolio;
using QuantumAI.Runtime.Actors;
using QuantumAI.Trading.Portfolio;
using QuantumAI.Trading.Risk;

namespace QuantumAI.Trading.Execution;

/// <summary>Sends what is durably intended, books what the venue reports, and asks when it hears nothing. One per account.</summary>
/// <remarks>An order is sent once. After a restart, and after a deadline, it is queried and never sent again.</remarks>
public sealed class OrderActor(AccountBooks books, ActorRef<VenueRequest> venue, ActorRef<RiskMessage> riskGate) : Actor<OrderMessage>
{
    private static readonly TimeSpan AckPatience = TimeSpan.FromSeconds(10);

    protected override void OnStart()
    {
        books.BecameDurable += accountEvent =>
        {
            if (accountEvent is OrderIntended intended)
                Send(intended);
        };
        foreach (var order in books.Current.OpenOrders)
            venue.Tell(new QueryOrder(order.ClientOrderId, Context.Self));
        venue.Tell(new QueryBalances(Context.Self));
    }

    protected override void Receive(in OrderMessage message)
    {
        switch (message)
        {
            case VenueReport report:
                Book(report);
                break;
            case AckDeadlinePassed due:
                AskIfUnanswered(due.ClientOrderId);
                break;
            default:
                throw new NotSupportedException($"the order actor does not know {message.GetType().Name}");
        }
    }

    private void Send(OrderIntended intended)
    {
        venue.Tell(new SubmitOrder(
            intended.ClientOrderId, intended.Symbol, intended.Side, intended.Type, intended.Quantity, intended.BasisSequence, Context.Self));
        Context.StartTimer(
            intended.ClientOrderId, Context.Lane.World.PatienceNanos(AckPatience), new AckDeadlinePassed(intended.ClientOrderId));
    }

    private void Book(VenueReport report)
    {
        var events = OrderDecider.Decide(books.Current, report);
        books.Record(events, Context.NowNanos);
        if (report is VenueAccepted accepted)
            Context.CancelTimer(accepted.ClientOrderId);
        else if (report is VenueRejected rejected)
            Context.CancelTimer(rejected.ClientOrderId);
        else if (report is VenueBalances && events.Count == 0)
            riskGate.Tell(new BooksMatched());
    }

    private void AskIfUnanswered(string clientOrderId)
    {
        if (!books.Current.Orders.TryGetValue(clientOrderId, out var order) || order.Status != Domain.Orders.OrderStatus.Submitted)
            return;
        books.Record([new OrderOutcomeUnknown(clientOrderId, "no answer in time")], Context.NowNanos);
        venue.Tell(new QueryOrder(clientOrderId, Context.Self));
    }

    private sealed record AckDeadlinePassed(string ClientOrderId) : OrderMessage;
}
