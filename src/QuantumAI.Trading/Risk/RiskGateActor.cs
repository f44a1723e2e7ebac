using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Domain.Risk;
using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Worlds;
using QuantumAI.Trading.Control;
using QuantumAI.Trading.Portfolio;

namespace QuantumAI.Trading.Risk;

/// <summary>One per account: approves or denies, and watches equity against the account's limits.</summary>
public sealed class RiskGateActor : Actor<RiskMessage>
{
    /// <summary>Machine time that data may spend between the feed and here before its age counts.</summary>
    private static readonly TimeSpan MachineSlack = TimeSpan.FromMilliseconds(250);
    private readonly AccountBooks _books;
    private readonly StatusBoard _board;
    private readonly ActorRef<RenewLease>? _portfolioRisk;
    private readonly VenueCapabilities _venue;
    private readonly RiskGateState _state;
    private readonly RiskGateDecider _decider;
    private readonly AccountMarks _marks;
    private readonly GateReductions _reductions;

    /// <param name="books">The account.</param>
    /// <param name="limits">Its limits.</param>
    /// <param name="board">What people see.</param>
    /// <param name="portfolioRisk">Gives the account its exposure budgets: without one only reductions are approved. Null when the account's own equity is all there is.</param>
    /// <param name="measure">What the book could lose; null when it is not measured.</param>
    /// <param name="capabilities">What the venue takes natively; null: everything.</param>
    public RiskGateActor(
        AccountBooks books, RiskLimits limits, StatusBoard board, ActorRef<RenewLease>? portfolioRisk = null, BookRiskMeasure? measure = null,
        VenueCapabilities? capabilities = null)
    {
        (_books, _board, _portfolioRisk, _venue) = (books, board, portfolioRisk, capabilities ?? VenueCapabilities.All);
        _state = new RiskGateState(books, portfolioRisk is not null, measure);
        _decider = new RiskGateDecider(books, limits, _state);
        _marks = new AccountMarks(books, limits, _state, measure);
        _reductions = new GateReductions(books, limits, _state, _decider, measure, board);
    }

    protected override void OnStart()
    {
        _books.BecameDurable += OnDurable;
        _state.SlackNanos = Context.Lane.World.PatienceNanos(MachineSlack);
        _marks.Start(Context.NowNanos);
    }

    protected override void Receive(in RiskMessage message)
    {
        switch (message)
        {
            case RequestApproval { Order: var order }:
                var isFlattening = _books.Current.Risk.FlattenedBy is not null && order.ReduceOnly;
                Answer(order, _decider.Approve([_venue.Marked(order)], null, isFlattening, Context.NowNanos));
                break;
            case RequestListApproval list:
                Answer(list.Orders[0], _decider.Approve(_venue.Marked(list.Kind, list.Orders), list.Kind, isFlattening: false, Context.NowNanos));
                break;
            case RequestRelease release:
                var released = _decider.Release(release, Context.NowNanos);
                if (released is [OrderReleaseDenied])
                    Context.Lane.World.Probe(TradingProbes.ReleaseRefused);
                _books.Record(released, Context.NowNanos, AccountCause.Trigger(release.ClientOrderId, release.Market.Sequence));
                break;
            case RequestLateExits late:
                Context.Lane.World.Probe(TradingProbes.LateExits);
                _books.Record(_decider.ExitLate(late.EntryId, Context.NowNanos), Context.NowNanos, AccountCause.LateFill(late.EntryId));
                break;
            case MarkPrice mark:
                Mark(mark);
                break;
            case BooksMatched matched:
                _state.EndMatching(matched.Unmatched);
                _reductions.Flatten(Context.NowNanos); // what an earlier process began
                break;
            case MatchingBegan:
                _state.BeginMatching();
                break;
            case JournalChanged changed:
                Learn(changed);
                break;
            case LeaseChanged { Lease: var lease }:
                _state.Lease = Context.Lane.World.Buggify(TradingProbes.LeaseRefused) ? null : lease;
                break;
            case BlackoutChanged { Event: var name }:
                _state.Blackout = name;
                break;
            case OrdersStarted { Orders: var orders }:
                _reductions.Orders = orders;
                break;
            case ResumeTrading resume:
                Resume(resume.Operator);
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
        _books.Record([halted], Context.NowNanos, AccountCause.Operator(halt.Operator));
        _reductions.BeginFlatten(Context.NowNanos);
    }

    private void OnDurable(AccountEvent accountEvent)
    {
        if (OrderEvents.MovedOrderOf(accountEvent) is not { } moved)
            return;
        if (accountEvent is OrderFilled && _books.Current.Orders.TryGetValue(moved, out var order))
            _marks.Measure(order.Symbol);
        _reductions.Follow(accountEvent, moved, Context.NowNanos);
    }

    private void Answer(OrderRequest first, IReadOnlyList<AccountEvent> events)
    {
        if (_state.JournalOutage is not null)
            Context.Lane.World.Probe(TradingProbes.DecidedInOutage);
        if (!Context.Lane.World.Keeps(Safeguard.Reservation))
            events = [.. events.Select(static one => one is OrderIntended intent ? intent with { Reserved = Money.Zero } : one)];
        var (agentId, symbol, sequence) = (first.AgentId, first.Instrument.Symbol, first.Market.Sequence);
        var intended = events.OfType<OrderIntended>().FirstOrDefault();
        _books.Record(events, Context.NowNanos, intended is null
            ? AccountCause.Denial(agentId, symbol, sequence)
            : AccountCause.Decision(agentId, symbol, sequence, intended.ClientOrderId));
    }

    private void Learn(JournalChanged changed)
    {
        _state.JournalOutage = changed.Outage;
        _board.Log(Context.NowNanos, changed.Outage is null
            ? "the journal writes again; orders are approved again"
            : $"CRITICAL the journal cannot write, no order is approved until it can: {changed.Outage}");
        _reductions.Flatten(Context.NowNanos);
    }

    private void Resume(string name)
    {
        if (_books.Current.Risk.State == TradingState.Active)
            return;
        _books.Record([new TradingResumed(name)], Context.NowNanos, AccountCause.Operator(name));
        _marks.Record(isBarClose: true, Context.NowNanos, AccountCause.Operator(name));
    }

    private void Mark(MarkPrice mark)
    {
        if (_marks.IsOfLaterBar(mark))
            Close();
        _marks.Set(mark, Context.NowNanos);
        _reductions.Flatten(Context.NowNanos); // a symbol may have had no price until now
        if (mark.BarEndNanos == 0)
            _marks.Record(isBarClose: false, Context.NowNanos);
        else if (_marks.Completes(mark))
            Close();
    }

    private void Close()
    {
        _marks.Close(Context.NowNanos);
        if (_state.IsWhole)
            _portfolioRisk?.TellReserved(new RenewLease(_marks.Exposure(), Context.Self));
        _reductions.BeginBar(Context.NowNanos);
    }
}
