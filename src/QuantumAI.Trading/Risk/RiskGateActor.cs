using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Domain.Risk;
using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Persistence;
using QuantumAI.Trading.Control;
using QuantumAI.Trading.Portfolio;

namespace QuantumAI.Trading.Risk;

public abstract record RiskMessage;

/// <summary>Asks for approval; answered by events in the account's stream.</summary>
public sealed record RequestApproval(OrderRequest Order) : RiskMessage;

/// <summary>A watcher tells the last price of its symbol.</summary>
/// <param name="Symbol">The instrument.</param>
/// <param name="Price">Its last price.</param>
/// <param name="BarEndNanos">End of the bar that closed, or 0 between bars.</param>
public sealed record MarkPrice(string Symbol, Price Price, long BarEndNanos) : RiskMessage;

/// <summary>The account's books equal the venue's: orders may be approved.</summary>
public sealed record BooksMatched : RiskMessage;

/// <summary>The journal cannot write, with the reason, or (null) it can again.</summary>
public sealed record JournalChanged(string? Outage) : RiskMessage;

/// <summary>The kill switch: it is signalled, so that it overtakes whatever waits for the gate.</summary>
public sealed record HaltTrading(string Operator) : ActorSignal;

public sealed record ResumeTrading(string Operator) : RiskMessage;

/// <summary>One per account: approves or denies, and watches equity against the account's limits.</summary>
public sealed class RiskGateActor(AccountBooks books, RiskLimits limits, StatusBoard board) : Actor<RiskMessage>
{
    private readonly HashSet<string> _markedNow = [];
    private readonly RunningEquity _equity = new(books);
    private long _barEndNanos;
    private bool _isReconciling = true;
    private string? _journalOutage;

    protected override void Receive(in RiskMessage message)
    {
        switch (message)
        {
            case RequestApproval request:
                Decide(request.Order);
                break;
            case MarkPrice mark:
                Mark(mark);
                break;
            case BooksMatched:
                _isReconciling = false;
                board.ShowReconciled();
                break;
            case JournalChanged changed:
                _journalOutage = changed.Outage;
                board.Log(Context.NowNanos, changed.Outage is null
                    ? "the journal writes again; orders are approved again"
                    : $"CRITICAL the journal cannot write, no order is approved until it can: {changed.Outage}");
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
        if (signal is HaltTrading halt)
            books.Record([new TradingHalted(HaltScope.Account, $"halted by {halt.Operator}")], Context.NowNanos, AccountCause.Operator(halt.Operator));
    }

    private void Decide(OrderRequest request)
    {
        var slackNanos = Context.Lane.World.PatienceNanos(MachineSlack);
        var decision = RiskRules.Decide(books.Current, request, books.Marks, limits, Context.NowNanos, slackNanos, _isReconciling, _journalOutage);
        if (!decision.IsApproved)
        {
            books.Record(
                [new OrderDenied(request.AgentId, request.Instrument.Symbol, request.Side, request.Quantity, (int)decision.Denial, decision.Denial.ToString(), decision.Detail)],
                Context.NowNanos,
                AccountCause.Denial(request));
            return;
        }

        var clientOrderId = ClientOrderId.For(books.Name, books.Current.Intents + 1);
        books.Record(
            [
                new OrderApproved(clientOrderId, decision.Equity, decision.AgentExposure, decision.TotalExposure),
                new OrderIntended(
                    clientOrderId, request.AgentId, request.Instrument.Symbol, request.Side, OrderType.Market, request.Quantity,
                    request.ReduceOnly, request.Reference, decision.Reserved, request.Market.Sequence, request.Reason),
            ],
            Context.NowNanos,
            AccountCause.Decision(request, clientOrderId));
    }

    /// <summary>Machine time that data may spend between the feed and here before its age counts.</summary>
    private static TimeSpan MachineSlack => TimeSpan.FromMilliseconds(250);

    /// <summary>The bars of one moment make one point of the equity curve: it is set when all instruments have told theirs, or a later bar arrives.</summary>
    private void Mark(MarkPrice mark)
    {
        if (mark.BarEndNanos > _barEndNanos && _markedNow.Count > 0)
            Close();
        _equity.Mark(mark.Symbol, mark.Price);
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
    }

    /// <summary>While the journal is away only a halt is recorded, so that what waits for the journal does not grow with time.</summary>
    /// <param name="isBarClose">The mark belongs on the equity curve.</param>
    /// <param name="asked">Who asked for it; without anybody, a halt that comes of it is the mark's.</param>
    private void Record(bool isBarClose, EventCause asked = default)
    {
        var events = EquityMarking.Decide(books.Current.Risk, _equity.Value, limits, Context.NowNanos, isBarClose);
        if (_journalOutage is null || events.Any(marked => marked is TradingHalted))
            books.Record(events, Context.NowNanos, asked.IsNone && events.Count > 1 ? AccountCause.Mark : asked);
    }
}
