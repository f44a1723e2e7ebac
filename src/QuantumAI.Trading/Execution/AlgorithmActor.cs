using QuantumAI.Domain.Execution;
using QuantumAI.Domain.Market;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Domain.Risk;
using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Persistence;
using QuantumAI.Trading.Market;
using QuantumAI.Trading.Portfolio;
using QuantumAI.Trading.Risk;

namespace QuantumAI.Trading.Execution;

/// <summary>Sends the children of large orders when <see cref="AlgorithmScheduler"/> says so. One per account.</summary>
/// <remarks>
/// Each child asks the risk gate like any other order. What was filled, what is open and which child was last are in the books; a
/// restart goes on from there, and makes up at the next slice for what the time away cost. Observed volume is not journaled: after a
/// restart POV waits until it has seen enough again. A child whose parent is not worked off any more is canceled wherever it is found.
/// </remarks>
/// <param name="books">The account.</param>
/// <param name="riskGate">Approves children.</param>
/// <param name="orders">Cancels them.</param>
/// <param name="watchers">Who knows the prices, by symbol.</param>
/// <param name="staleAfterNanos">World time after which a price is too old to send a child on.</param>
public sealed class AlgorithmActor(
    AccountBooks books, ActorRef<RiskMessage> riskGate, ActorRef<OrderMessage> orders, IReadOnlyDictionary<string, ActorRef<MarketEvent>> watchers,
    long staleAfterNanos) : Actor<ExecutionMessage>
{
    private readonly AlgorithmRuns _runs = new(books);

    protected override void OnStart()
    {
        books.BecameDurable += OnDurable;
        foreach (var running in books.Current.Algorithms.Running.Values.OrderBy(running => running.StartedNanos).ThenBy(running => running.Parent.AlgorithmId, StringComparer.Ordinal).ToList())
            Begin(running.Parent, default);
        if (books.Current.Risk.State == TradingState.Halted)
            EndAll(books.Current.Risk.Detail);
        foreach (var order in books.Current.OpenOrders.Where(_runs.IsOrphan).ToList())
            orders.TellReserved(new RequestCancel(order.ClientOrderId, "its parent has ended"));
    }

    protected override void Receive(in ExecutionMessage message)
    {
        switch (message)
        {
            case StartAlgorithm start:
                Start(start);
                break;
            case StopAlgorithm stop:
                if (_runs.Find(stop.AlgorithmId) is { } stopped)
                    End(stopped, stop.Reason);
                break;
            case PriceTold told:
                foreach (var run in _runs.OfSymbol(told.Symbol))
                {
                    run.See(told);
                    Step(run);
                }

                break;
            case ChildDue due:
                if (_runs.Find(due.AlgorithmId) is { } woken)
                    Wake(woken);
                break;
            default:
                throw new NotSupportedException($"the algorithms' actor does not know {message.GetType().Name}");
        }
    }

    protected override void OnSignal(ActorSignal signal)
    {
        if (signal is HaltTrading halt)
            EndAll($"halted by {halt.Operator}");
    }

    private void OnDurable(AccountEvent accountEvent)
    {
        switch (accountEvent)
        {
            case TradingHalted when books.Current.Risk.State == TradingState.Halted:
                EndAll(books.Current.Risk.Detail);
                break;
            case OrderDenied { Reason: { } reason, Code: var code } when _runs.OfReason(reason) is { } denied:
                denied.Refuse(Context.NowNanos, counts: code is not ((int)DenialCode.Reconciling or (int)DenialCode.JournalUnavailable));
                Step(denied);
                break;
            case OrderIntended { Reason: var reason } when _runs.OfReason(reason) is { } approved:
                approved.IsAsking = false;
                Step(approved);
                break;
            case OrderFilled filled when _runs.OfOrder(filled.ClientOrderId) is { } run:
                run.Fill();
                Step(run);
                break;
            default:
                if (OrderEvents.MovedOrderOf(accountEvent) is { } id && _runs.OfOrder(id) is { } moved && books.Durable.Orders.TryGetValue(id, out var order) && !order.IsOpen)
                {
                    moved.Refuse(Context.NowNanos);
                    Step(moved);
                }

                break;
        }
    }

    private void Start(StartAlgorithm start)
    {
        var parent = start.Parent;
        var fault = AlgorithmRuns.FaultOf(books.Current, parent, Context.NowNanos);
        if (fault is { } wrong)
        {
            books.Record(
                [new OrderDenied(parent.AgentId, parent.Symbol, parent.Side, parent.Quantity, (int)DenialCode.OrderForm, $"{DenialCode.OrderForm}", wrong.ToString())],
                Context.NowNanos, AccountCause.Denial(parent.AgentId, parent.Symbol, start.Market.Sequence));
            return;
        }

        books.Record([new AlgorithmStarted(parent, AlgorithmRuns.Middle(start.Market, books.Current.Instruments[parent.Symbol]) ?? parent.DecisionPrice)], Context.NowNanos, CauseOf(parent));
        Step(Begin(parent, start.Market));
    }

    private AlgorithmRun Begin(ParentOrder parent, MarketView market)
    {
        var run = new AlgorithmRun(parent, books.Current.Instruments[parent.Symbol]) { Market = market };
        _runs.Add(run);
        if (watchers.TryGetValue(parent.Symbol, out var watcher))
            watcher.Signal(new FollowPrices(Context.Self));
        WakeAt(run, Math.Max(Context.NowNanos, parent.Plan.StartNanos));
        return run;
    }

    private void Step(AlgorithmRun run)
    {
        if (!books.Current.Algorithms.Running.TryGetValue(run.Parent.AlgorithmId, out var running))
            return;
        var patience = staleAfterNanos + Context.Lane.World.PatienceNanos(AlgorithmRun.MachineSlack);
        var canSend = !run.IsAsking && run.Market.IsUsable && Context.NowNanos - run.Market.ReceivedNanos <= patience;
        var step = AlgorithmScheduler.Decide(run.Parent, run.Instrument, run.Situation(Context.NowNanos, running, _runs.OpenOf(run), canSend));
        switch (step.Move)
        {
            case AlgorithmMove.Send:
                run.IsAsking = true;
                riskGate.TellReserved(new RequestApproval(run.Request(step))); // one per parent until it is answered
                WakeAt(run, step.WakeNanos);
                break;
            case AlgorithmMove.End:
                End(run, step.Reason);
                break;
            default:
                WakeAt(run, step.WakeNanos);
                break;
        }
    }

    private void EndAll(string reason)
    {
        foreach (var run in _runs.All)
            End(run, reason);
    }

    private void End(AlgorithmRun run, string reason)
    {
        var open = _runs.ChildrenOf(run).ToList();
        books.Record([new AlgorithmEnded(run.Parent.AlgorithmId, reason, AlgorithmRuns.Middle(run.Market, run.Instrument))], Context.NowNanos, CauseOf(run.Parent));
        foreach (var order in open)
            orders.TellReserved(new RequestCancel(order.ClientOrderId, $"{run.Parent.AlgorithmId} ended: {reason}"));
        _runs.Remove(run);
        Context.CancelTimer(run.Parent.AlgorithmId);
        if (_runs.OfSymbol(run.Parent.Symbol).Count == 0 && watchers.TryGetValue(run.Parent.Symbol, out var watcher))
            watcher.Signal(new UnfollowPrices(Context.Self));
    }

    private void WakeAt(AlgorithmRun run, long nanos)
    {
        if (run.WakeNanos == nanos)
            return;
        run.WakeNanos = nanos;
        var lateNanos = Context.Lane.World.Buggify(TradingProbes.AlgorithmLate) ? 3 * UnixNanos.PerSecond : 0;
        Context.StartTimer(run.Parent.AlgorithmId, Math.Max(0, nanos - Context.NowNanos) + lateNanos, new ChildDue(run.Parent.AlgorithmId));
    }

    private void Wake(AlgorithmRun run)
    {
        run.WakeNanos = 0;
        Step(run);
    }

    private static EventCause CauseOf(ParentOrder parent) => AccountCause.Algorithm(parent.AlgorithmId);

    private sealed record ChildDue(string AlgorithmId) : ExecutionMessage;
}
