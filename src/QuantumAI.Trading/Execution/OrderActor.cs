using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Domain.Risk;
using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Worlds;
using QuantumAI.Trading.Control;
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
/// <param name="riskGate">Told who cancels and amends, and when the books equal the venue's.</param>
/// <param name="goodForNanos">World time after which a decision is not sent any more.</param>
/// <param name="reconciliation">How the books are compared with the venue's; the built-in venue's way when null.</param>
/// <param name="board">What people see; null when nobody looks.</param>
public sealed class OrderActor(
    AccountBooks books, ActorRef<VenueRequest> venue, ActorRef<RiskMessage> riskGate, long goodForNanos, ReconciliationSettings? reconciliation = null,
    StatusBoard? board = null) : Actor<OrderMessage>
{
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(10);

    /// <summary>Machine time that a commit may take before the wait counts against the decision.</summary>
    private static readonly TimeSpan CommitPatience = TimeSpan.FromSeconds(2);

    /// <summary>Machine time after which an order of which nobody knows anything alarms somebody.</summary>
    private static readonly TimeSpan UnknownPatience = TimeSpan.FromSeconds(60);
    private ActorRef<ReconciliationMessage>? _reconciliation;
    private const int MostAlarmed = 10_000;

    /// <summary>Orders of whose fate nobody knew for long, each said once.</summary>
    private readonly HashSet<string> _alarmed = new(StringComparer.Ordinal);

    /// <summary>Of what an answer is due.</summary>
    private readonly HashSet<string> _awaited = new(StringComparer.Ordinal);
    private BookingFlaws _flaws;

    protected override void OnStart()
    {
        var world = Context.Lane.World;
        _flaws = BookingFlaws.In(world);
        if (world.Keeps(Safeguard.AppendBeforeSend))
            books.BecameDurable += OnDurable;
        else
            books.Appended += OnDurable;
        riskGate.TellReserved(new OrdersStarted(Context.Self)); // said once
        _reconciliation = Context.Spawn(
            "reconciliation",
            new Props<ReconciliationMessage>(() => new ReconciliationActor(books, venue, Context.Self, riskGate, board, reconciliation ?? new ReconciliationSettings())));
        foreach (var order in books.Current.OpenOrders.Where(order => OrderTransitions.IsInFlight(order.Status)))
            Await(order.ClientOrderId); // an earlier process asked, the reconciliation asks: whoever waits for long is told here
        if (books.Current.Risk.State == TradingState.Halted)
            CancelHalted(books.Current.Risk.Detail);
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
                books.Record(OrderRequests.Amend(books, amend), Context.NowNanos, AccountCause.Request(amend.ClientOrderId));
                break;
            case CompareBooks:
                _reconciliation!.TellReserved(new ComparisonDue());
                break;
            case AnswerDeadlinePassed due:
                _awaited.Remove(due.About);
                AskAgain(due.About);
                break;
            default:
                throw new NotSupportedException($"the order actor does not know {message.GetType().Name}");
        }
    }

    protected override void OnSignal(ActorSignal signal)
    {
        if (signal is HaltTrading halt)
            CancelHalted($"halted by {halt.Operator}");
    }

    /// <summary>Every open order but the exits of a flatten.</summary>
    private void CancelHalted(string reason)
    {
        foreach (var order in books.Current.OpenOrders.Where(order => !Reductions.IsFlattening(books.Current, order)).ToList())
            Cancel(order.ClientOrderId, reason);
    }

    private void CancelAll(string reason, string? agentId)
    {
        foreach (var order in books.Current.OpenOrders.Where(order => agentId is null || order.AgentId == agentId).ToList())
            Cancel(order.ClientOrderId, reason);
    }

    private void OnDurable(AccountEvent accountEvent)
    {
        if (OrderRequests.SentWith(accountEvent) is var (clientOrderId, basisSequence))
            Send(clientOrderId, basisSequence);
        switch (accountEvent)
        {
            case OrderAmendRequested amend when IsStill(amend.ClientOrderId, OrderStatus.PendingUpdate):
                Request(amend.ClientOrderId, new AmendOrder(amend.ClientOrderId, amend.Quantity, Context.Self));
                break;
            case TradingResumed: // the operator says that what differed is dealt with: look again, or nothing might ever be approved
                _reconciliation!.TellReserved(new ComparisonDue());
                break;
        }
    }

    private void Send(string clientOrderId, long basisSequence)
    {
        if (!IsStill(clientOrderId, OrderStatus.Submitted, OrderStatus.Released))
            return; // it was canceled before it was sent
        var order = books.Current.Orders[clientOrderId];
        var together = OrderRequests.SentTogether(books.Current, order);
        var waitedNanos = Context.NowNanos - order.UpdatedNanos;
        if (waitedNanos > goodForNanos + Context.Lane.World.PatienceNanos(CommitPatience) || Context.Lane.World.Buggify(TradingProbes.LateAtOnce))
        {
            Context.Lane.World.Probe(TradingProbes.TooLateToSend);
            var late = $"not sent: it became durable {waitedNanos / 1_000_000_000} s after the decision";
            books.Record([.. together.Select(one => new OrderExpired(one.ClientOrderId, late))], Context.NowNanos, AccountCause.Deadline(clientOrderId));
            return;
        }

        Request(clientOrderId, OrderRequests.SubmitOf(books.Current, order, basisSequence, Context.Self));
        foreach (var one in together)
            Await(one.ClientOrderId);
        if (Context.Lane.World.Buggify(TradingProbes.AskedForAtOnce))
            Context.Self.TellReserved(new AnswerDeadlinePassed(clientOrderId)); // as if the answer took too long
    }

    /// <summary>What has not been sent ends here; what may be at the venue ends there, and is asked for at once: an end needs no journal.</summary>
    private void Cancel(string clientOrderId, string reason)
    {
        if (!books.Current.Orders.ContainsKey(clientOrderId))
            return;
        books.Record(OrderRequests.Cancel(books, clientOrderId, reason), Context.NowNanos, AccountCause.Request(clientOrderId));
        if (books.Current.Orders[clientOrderId].Status == OrderStatus.PendingCancel)
            Request(clientOrderId, new CancelOrder(clientOrderId, Context.Self));
    }

    /// <summary>An amendment to more than the order has: it was said before a later one, and what is true now only the venue knows.</summary>
    private bool IsOldAmendment(VenueReport report) => report is VenueAmended amended
        && books.Current.Orders.TryGetValue(amended.ClientOrderId, out var order) && amended.Quantity.Scale == order.Quantity.Scale && amended.Quantity > order.Quantity;

    private bool IsStill(string clientOrderId, OrderStatus status, OrderStatus or = OrderStatus.Unspecified) =>
        books.Current.Orders.TryGetValue(clientOrderId, out var order) && (order.Status == status || order.Status == or);

    /// <summary>Asks the venue and waits for an answer about <paramref name="about"/>.</summary>
    private void Request(string about, VenueRequest request)
    {
        venue.Tell(request);
        Await(about);
    }

    /// <summary>Whoever asks once more before the answer is due does not put it off: nobody would ever ask what has become of the order.</summary>
    private void Await(string about)
    {
        if (_awaited.Add(about))
            Context.StartTimer(about, Context.Lane.World.PatienceNanos(AnswerPatience), new AnswerDeadlinePassed(about));
    }

    private void StopAwaiting(string about)
    {
        if (_awaited.Remove(about))
            Context.CancelTimer(about);
    }

    private void Book(VenueReport report)
    {
        if (VenueReports.AboutOf(report) is { } about && !IsOfSomebodyElse(report, about))
        {
            var events = OrderDecider.Decide(books.Current, report, _flaws);
            Probe(report, events);
            if (events is [TradingHalted])
                board?.ShowReconciled(false); // what the venue says is not in the books
            if (!IsSaid(events))
                books.Record(events, Context.NowNanos, VenueReports.CauseOf(report, about));
            if (!books.Current.Orders.TryGetValue(about, out var told) || !OrderTransitions.IsInFlight(told.Status))
                StopAwaiting(about); // else it was the answer to something earlier
            if ((report is VenueCancelRefused || IsOldAmendment(report)) && books.Current.Orders.TryGetValue(about, out var kept) && kept.IsOpen)
                Request(about, new QueryOrder(about, Context.Self)); // it has ended, or never arrived: the venue knows
            if (report is VenueOrderState { Order.Status: VenueOrderStatus.Open } && IsStill(about, OrderStatus.PendingCancel))
                Request(about, new CancelOrder(about, Context.Self)); // the first was lost
            if (report is not VenueOrderState)
                return;
        }

        _reconciliation!.TellReserved(new ReportHeard(report));
    }

    private void Probe(VenueReport report, IReadOnlyList<AccountEvent> events)
    {
        var world = Context.Lane.World;
        if (world.Chaos is null)
            return;
        if (report is VenueFilled or VenueAccepted or VenueCanceled && events.Count == 0)
            world.Probe(TradingProbes.ReportWithoutNews);
        if (report is VenueOrderState && events.OfType<OrderFilled>().Any())
            world.Probe(TradingProbes.FillFoundByQuery);
        if (events is [TradingHalted])
            world.Probe(TradingProbes.VenueContradicts);
        if (events is [.., OrderFilled, TradingHalted])
            world.Probe(TradingProbes.Oversold);
        if (report is VenueCancelRefused)
            world.Probe(TradingProbes.CancelRefused);
    }

    /// <summary>The halt that is in force, for the same reason: a venue that repeats itself does not fill the journal.</summary>
    private bool IsSaid(IReadOnlyList<AccountEvent> events) => events is [TradingHalted { Detail: var detail }]
        && books.Current.Risk is { State: TradingState.Reducing or TradingState.Halted } risk && risk.Detail == detail;

    /// <summary>A trade of an order that nobody here placed: not a contradiction where others may use the account.</summary>
    private bool IsOfSomebodyElse(VenueReport report, string clientOrderId) =>
        report is VenueFilled && reconciliation is { External: not ExternalPolicy.Halt } && Reconciliation.IsUnknown(books.Current, clientOrderId);

    private void AskAgain(string clientOrderId)
    {
        if (!books.Current.Orders.TryGetValue(clientOrderId, out var order) || !order.IsOpen)
            return;
        if (order.Status is OrderStatus.Submitted or OrderStatus.Released)
        {
            var isKept = Context.Lane.World.Keeps(Safeguard.UnknownIsNotFailure);
            books.Record(
                [isKept ? new OrderOutcomeUnknown(clientOrderId, "no answer in time") : new OrderRejected(clientOrderId, "no answer in time")], Context.NowNanos,
                AccountCause.Deadline(clientOrderId));
            if (!isKept)
                return;
        }

        var waitedNanos = Context.NowNanos - order.UpdatedNanos - Context.Lane.World.PatienceNanos(UnknownPatience);
        if (waitedNanos >= 0)
            Context.Lane.World.Probe(TradingProbes.UnknownForLong);
        if (waitedNanos >= 0 && _alarmed.Count < MostAlarmed && _alarmed.Add(clientOrderId))
            board?.Log(Context.NowNanos, $"CRITICAL nobody knows whether the venue has {clientOrderId}: it is asked until it answers, and the money stays set aside");
        Request(clientOrderId, new QueryOrder(clientOrderId, Context.Self));
    }

    private sealed record AnswerDeadlinePassed(string About) : OrderMessage;
}
