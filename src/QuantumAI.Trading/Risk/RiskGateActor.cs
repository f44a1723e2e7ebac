using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Domain.Positions;
using QuantumAI.Domain.Risk;
using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Persistence;
using QuantumAI.Trading.Control;
using QuantumAI.Trading.Portfolio;

namespace QuantumAI.Trading.Risk;

public abstract record RiskMessage;

/// <summary>Asks for approval; answered by events in the account's stream.</summary>
public sealed record RequestApproval(OrderRequest Order) : RiskMessage;

/// <summary>Asks for approval of orders that depend on each other: all or none, in one append.</summary>
/// <param name="Kind">How they depend on each other.</param>
/// <param name="Orders">In the order of their places, without places of their own.</param>
public sealed record RequestListApproval(ContingencyKind Kind, IReadOnlyList<OrderRequest> Orders) : RiskMessage;

/// <summary>A held order's condition is met: may it go?</summary>
/// <param name="Price">The price that met it.</param>
/// <param name="Market">The market then.</param>
/// <param name="Reference">What the market is measured from; the price that met it when null. Of a price within a bar it is the close: the market has moved on since.</param>
public sealed record RequestRelease(string ClientOrderId, Price Price, MarketView Market, Price? Reference = null) : RiskMessage;

/// <summary>An entry was filled after its end: what that brought is to have the exits that the entry had.</summary>
public sealed record RequestLateExits(string EntryId) : RiskMessage;

/// <summary>A watcher tells the last price of its symbol.</summary>
/// <param name="Symbol">The instrument.</param>
/// <param name="Price">Its last price.</param>
/// <param name="BarEndNanos">End of the bar that closed, or 0 between bars.</param>
public sealed record MarkPrice(string Symbol, Price Price, long BarEndNanos) : RiskMessage;

/// <summary>The account's books equal the venue's: orders may be approved.</summary>
/// <param name="Unmatched">Symbols of which that is not so.</param>
public sealed record BooksMatched(IReadOnlyList<string> Unmatched) : RiskMessage;

/// <summary>Whether the account's books equal the venue's is not known any more.</summary>
public sealed record MatchingBegan : RiskMessage;

/// <summary>The journal cannot write, with the reason, or (null) it can again.</summary>
public sealed record JournalChanged(string? Outage) : RiskMessage;

/// <summary>The account's part of the whole capital; null: it was taken away.</summary>
public sealed record LeaseChanged(ExposureLease? Lease) : RiskMessage;

/// <summary>An event around which nothing is opened begins, or (null) it is over.</summary>
public sealed record BlackoutChanged(string? Event) : RiskMessage;

/// <summary>The kill switch: it is signalled, so that it overtakes whatever waits. Every open order is canceled, and nothing else leaves.</summary>
/// <param name="Operator">Who.</param>
/// <param name="Flattens">True when every position is then sold or bought back at the market.</param>
public sealed record HaltTrading(string Operator, bool Flattens = false) : ActorSignal;

public sealed record ResumeTrading(string Operator) : RiskMessage;

/// <summary>One per account: approves or denies, and watches equity against the account's limits.</summary>
/// <param name="books">The account.</param>
/// <param name="limits">Its limits.</param>
/// <param name="board">What people see.</param>
/// <param name="portfolioRisk">Gives the account its exposure budgets: without one only reductions are approved. Null when the account's own equity is all there is.</param>
/// <param name="measure">What the book could lose; null when it is not measured.</param>
/// <param name="capabilities">What the venue takes natively; null: everything.</param>
public sealed class RiskGateActor(
    AccountBooks books, RiskLimits limits, StatusBoard board, ActorRef<RenewLease>? portfolioRisk = null, BookRiskMeasure? measure = null,
    VenueCapabilities? capabilities = null) : Actor<RiskMessage>
{
    private readonly VenueCapabilities _venue = capabilities ?? VenueCapabilities.All;
    private readonly HashSet<string> _markedNow = [];
    private readonly HashSet<string> _cuts = [];
    private readonly HashSet<string> _unflattened = [];
    private readonly RunningTotals _totals = new(books.Current, books.Marks);
    private readonly Queue<long> _recentApprovals = new();
    private long _barEndNanos;
    private readonly HashSet<string> _unmatched = new(StringComparer.Ordinal);
    private bool _isReconciling = true;
    private string? _journalOutage;
    private ExposureLease? _lease;
    private string? _blackout;

    protected override void OnStart()
    {
        books.BecameDurable += OnDurable;
        measure?.Learn(Context.NowNanos);
        measure?.Update(books.Current, books.Marks);
    }

    protected override void Receive(in RiskMessage message)
    {
        switch (message)
        {
            case RequestApproval request:
                Answer(request.Order, ApprovalOf([_venue.Marked(request.Order)], null, books.Current.Risk.FlattenedBy is not null && request.Order.ReduceOnly));
                break;
            case RequestListApproval list:
                Answer(list.Orders[0], ApprovalOf(_venue.Marked(list.Kind, list.Orders), list.Kind, isFlattening: false));
                break;
            case RequestRelease release:
                Release(release);
                break;
            case RequestLateExits late:
                ExitLate(late.EntryId);
                break;
            case MarkPrice mark:
                Mark(mark);
                break;
            case BooksMatched matched:
                _isReconciling = false;
                _unmatched.Clear();
                _unmatched.UnionWith(matched.Unmatched);
                Flatten(); // what an earlier process began
                break;
            case MatchingBegan:
                _isReconciling = true;
                break;
            case JournalChanged changed:
                _journalOutage = changed.Outage;
                board.Log(Context.NowNanos, changed.Outage is null
                    ? "the journal writes again; orders are approved again"
                    : $"CRITICAL the journal cannot write, no order is approved until it can: {changed.Outage}");
                Flatten();
                break;
            case LeaseChanged { Lease: var lease }:
                _lease = lease;
                break;
            case BlackoutChanged { Event: var name }:
                _blackout = name;
                break;
            case ResumeTrading resume when books.Current.Risk.State != TradingState.Active:
                Record(isBarClose: true, AccountCause.Operator(resume.Operator));
                books.Record([new TradingResumed(resume.Operator)], Context.NowNanos, AccountCause.Operator(resume.Operator));
                break;
            case ResumeTrading:
                break;
            default:
                throw new NotSupportedException($"the risk gate does not know {message.GetType().Name}");
        }
    }

    protected override void OnSignal(ActorSignal signal)
    {
        if (signal is not HaltTrading halt)
            return;
        var halted = new TradingHalted(HaltScope.All, $"halted by {halt.Operator}", halt.Flattens ? halt.Operator : null);
        books.Record([halted], Context.NowNanos, AccountCause.Operator(halt.Operator));
        _unflattened.Clear();
        Flatten();
    }

    private void OnDurable(AccountEvent accountEvent)
    {
        if (OrderEvents.MovedOrderOf(accountEvent) is not { } moved)
            return;
        if (!books.Current.Orders.TryGetValue(moved, out var order) || !order.IsOpen)
            _cuts.Remove(moved);
        if (measure is { IsReady: true } && accountEvent is OrderFilled && order is not null)
            measure.Update(order.Symbol, BookRiskMeasure.ValueOf(books.Current, order.Symbol, books.Marks));
        Flatten();
    }

    /// <summary>Orders what a flattened account still lacks: asked after everything that may have changed it, and once per position, since an open exit keeps the next away.</summary>
    /// <remarks>The intention is in the books, so that a restart goes on. While nothing can be judged or recorded it waits; its end is told.</remarks>
    private void Flatten()
    {
        if (books.Current.Risk.FlattenedBy is not { } name || _isReconciling || _journalOutage is not null)
            return;
        foreach (var (position, quantity) in Reductions.Whole(books.Current, books.Marks).ToList())
        {
            var events = Reduce(position, quantity, Reductions.FlattenReason(name), $"operator:{name}", new OrderBasis("", "the whole position, floored to the lot"), isFlattening: true);
            if (events is [OrderDenied denied] && _unflattened.Add($"{position.AgentId} {position.Symbol} {denied.Rule}"))
                board.Log(Context.NowNanos, $"CRITICAL {position.Symbol} cannot be flattened ({denied.Rule}): {denied.Detail}");
        }
    }

    /// <summary>A reduction that the gate itself asks for, at the market; it passes the checks like any other order.</summary>
    private IReadOnlyList<AccountEvent> Reduce(Position position, Quantity quantity, string reason, string by, OrderBasis basis, bool isFlattening)
    {
        var (instrument, mark) = (books.Current.Instruments[position.Symbol], books.Marks[position.Symbol]);
        var terms = OrderTerms.Market(position.Quantity.Units > 0 ? OrderSide.Sell : OrderSide.Buy, quantity, isReduceOnly: true);
        var market = new MarketView(mark, mark, Context.NowNanos, true, 0);
        var events = ApprovalOf([new OrderRequest(position.AgentId, instrument, terms, mark, market, reason, basis)], null, isFlattening);
        if (events.OfType<OrderIntended>().FirstOrDefault() is { } intended)
            books.Record(events, Context.NowNanos, AccountCause.Reduction(by, intended.ClientOrderId));
        else if (!isFlattening)
            books.Record(events, Context.NowNanos, AccountCause.Mark);
        return events;
    }

    private void Answer(OrderRequest first, IReadOnlyList<AccountEvent> events)
    {
        var (agentId, symbol, sequence) = (first.AgentId, first.Instrument.Symbol, first.Market.Sequence);
        var intended = events.OfType<OrderIntended>().FirstOrDefault();
        books.Record(events, Context.NowNanos, intended is null
            ? AccountCause.Denial(agentId, symbol, sequence)
            : AccountCause.Decision(agentId, symbol, sequence, intended.ClientOrderId));
    }

    private IReadOnlyList<AccountEvent> ApprovalOf(IReadOnlyList<OrderRequest> requests, ContingencyKind? kind, bool isFlattening)
    {
        var situation = Situation(requests[0].Instrument.Symbol) with { IsFlattening = isFlattening };
        var events = OrderApproval.Decide(books.Current, requests, kind, books.Marks, limits, situation);
        for (var approved = events.Count / 2; approved > 0; approved--)
            _recentApprovals.Enqueue(Context.NowNanos);
        return events;
    }

    /// <summary>A held order was approved when it was intended; what may have changed since is looked at again when it is to go.</summary>
    /// <remarks>A denial ends the order. So while nothing can be judged or recorded it is left as it is, and asked for again at the next price.</remarks>
    private void Release(RequestRelease release)
    {
        if (_isReconciling || _journalOutage is not null)
            return;
        if (!books.Current.Orders.TryGetValue(release.ClientOrderId, out var order) || order.Status != OrderStatus.Emulated
            || !HeldLists.IsAwake(order, [.. books.Current.Orders.Values.Where(other => other.List?.ListId == order.List?.ListId && other != order)]))
            return;
        var request = new OrderRequest(
            order.AgentId, books.Current.Instruments[order.Symbol], HeldOrders.SentAs(order.Terms), release.Reference ?? release.Price, release.Market, order.Reason,
            List: order.List is { Kind: not ContingencyKind.OneTriggersOther } place ? place with { Kind = ContingencyKind.OneCancelsOther } : null);
        var decision = RiskRules.Decide(books.Current, request, books.Marks, limits, Situation(order.Symbol) with { Released = order.ClientOrderId });
        if (decision.IsApproved)
            _recentApprovals.Enqueue(Context.NowNanos);
        books.Record(
            decision.IsApproved
                ? [new OrderReleased(order.ClientOrderId, release.Price, decision.Reserved, release.Market.Sequence)]
                : [new OrderReleaseDenied(order.ClientOrderId, (int)decision.Denial, decision.Rule, decision.Detail)],
            Context.NowNanos,
            AccountCause.Trigger(order.ClientOrderId, release.Market.Sequence));
    }

    /// <summary>Held here whatever the venue takes: it would refuse a stop whose price has passed, and this position would have no exit.</summary>
    /// <remarks>While nothing can be judged or recorded, or the account is halted, nothing is said; it is asked for again at the next price.</remarks>
    private void ExitLate(string entryId)
    {
        if (_isReconciling || _journalOutage is not null || books.Current.Risk.State == TradingState.Halted)
            return;
        var exits = books.Current.LateExitsOf(entryId);
        if (exits.Count == 0 || !books.Marks.TryGetValue(books.Current.Orders[entryId].Symbol, out var mark))
            return;
        var (entry, market) = (books.Current.Orders[entryId], new MarketView(mark, mark, Context.NowNanos, true, 0));
        OrderRequest[] requests =
        [
            .. exits.Select(terms => new OrderRequest(
                entry.AgentId, books.Current.Instruments[entry.Symbol], terms, mark, market, LateExit.ReasonOf(entryId), IsHeld: true)),
        ];
        books.Record(ApprovalOf(requests, exits.Count == 1 ? null : ContingencyKind.OneCancelsOther, isFlattening: false), Context.NowNanos, AccountCause.LateFill(entryId));
    }

    private RiskSituation Situation(string symbol)
    {
        while (_recentApprovals.TryPeek(out var at) && at <= Context.NowNanos - UnixNanos.PerSecond)
            _recentApprovals.Dequeue();
        return new RiskSituation(Context.NowNanos)
        {
            SlackNanos = Context.Lane.World.PatienceNanos(MachineSlack),
            IsReconciling = _isReconciling || _unmatched.Contains(symbol),
            JournalOutage = _journalOutage,
            OrdersThisSecond = _recentApprovals.Count,
            Blackout = _blackout,
            NeedsLease = portfolioRisk is not null,
            Lease = _lease,
            Measure = measure is { IsReady: true } ? measure : null,
            Totals = _totals,
        };
    }

    /// <summary>Machine time that data may spend between the feed and here before its age counts.</summary>
    private static TimeSpan MachineSlack => TimeSpan.FromMilliseconds(250);

    /// <summary>The bars of one moment make one point of the equity curve: it is set when all instruments have told theirs, or a later bar arrives.</summary>
    private void Mark(MarkPrice mark)
    {
        if (mark.BarEndNanos > _barEndNanos && _markedNow.Count > 0)
            Close();
        _totals.Mark(mark.Symbol, mark.Price);
        Measure(mark);
        Flatten(); // a symbol may have had no price until now
        if (mark.BarEndNanos == 0)
        {
            Record(isBarClose: false);
            return;
        }

        _barEndNanos = Math.Max(_barEndNanos, mark.BarEndNanos);
        _markedNow.Add(mark.Symbol);
        if (_markedNow.Count == books.Current.Instruments.Count)
            Close();
    }

    private void Close()
    {
        _markedNow.Clear();
        Record(isBarClose: true);
        RenewLease();
        CutWhenBeyond();
    }

    private void Measure(MarkPrice mark)
    {
        if (measure is null)
            return;
        var nanos = mark.BarEndNanos == 0 ? Context.NowNanos : mark.BarEndNanos - 1;
        if (measure.Returns.Add(mark.Symbol, nanos, mark.Price.ToDouble()))
        {
            measure.Learn(nanos);
            measure.Update(books.Current, books.Marks);
        }

        measure.Update(mark.Symbol, BookRiskMeasure.ValueOf(books.Current, mark.Symbol, books.Marks));
    }

    private void RenewLease()
    {
        if (portfolioRisk is null)
            return;
        var agents = limits.AgentSharesPpm.Keys.ToDictionary(agent => agent, agent => books.Current.Exposure(books.Marks, agent));
        portfolioRisk.TellReserved(new RenewLease(
            new AccountExposure(books.Name, _totals.Equity, agents, books.Current.Exposure(books.Marks)), Context.Self));
    }

    /// <summary>Beyond the limit on value at risk the positions with the largest marginal risk are cut, through the same gate; one plan at a time.</summary>
    private void CutWhenBeyond()
    {
        if (measure is not { IsReady: true } || limits.ValueAtRiskPpm is not { } ppm || _cuts.Count > 0 || _journalOutage is not null)
            return;
        var (loss, limit) = (measure.Current.ValueAtRisk, _totals.Equity.Share(ppm, Rounding.Down));
        if (loss <= limit)
            return;
        board.Log(Context.NowNanos, $"CRITICAL value at risk is {loss}, the limit is {limit}: positions are cut");
        var basis = new OrderBasis($"value at risk {loss}, limit {limit}", "the largest marginal risk first, to 90 % of the limit, in whole lots rounded up");
        foreach (var cut in measure.CutsFor(limit))
        {
            foreach (var (position, quantity) in Reductions.Worth(books.Current, cut.Symbol, cut.Value, books.Marks).ToList())
            {
                var events = Reduce(position, quantity, $"value at risk {loss} beyond {limit}", "mark", basis, isFlattening: false);
                _cuts.UnionWith(events.OfType<OrderIntended>().Select(intended => intended.ClientOrderId));
            }
        }
    }

    /// <summary>While the journal is away only a halt is recorded, so that what waits for the journal does not grow with time.</summary>
    /// <param name="isBarClose">The mark belongs on the equity curve.</param>
    /// <param name="asked">Who asked for it; without anybody, a halt that comes of it is the mark's.</param>
    private void Record(bool isBarClose, EventCause asked = default)
    {
        var events = EquityMarking.Decide(books.Current.Risk, _totals.Equity, limits, Context.NowNanos, isBarClose);
        if (_journalOutage is null || events.Any(marked => marked is TradingHalted))
            books.Record(events, Context.NowNanos, asked.IsNone && events.Count > 1 ? AccountCause.Mark : asked);
    }
}
