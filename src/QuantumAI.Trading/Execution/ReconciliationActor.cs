using QuantumAI.Domain.Market;
using QuantumAI.Domain.Orders;
using QuantumAI.Runtime.Actors;
using QuantumAI.Trading.Control;
using QuantumAI.Trading.Portfolio;
using QuantumAI.Trading.Risk;

namespace QuantumAI.Trading.Execution;

/// <summary>Finds out whether the account's books equal the venue's: orders, then trades, then balances. A child of the order actor.</summary>
/// <remarks>
/// At the start, after the link to the venue was lost, and every so often between. Until it has succeeded at the start or after a loss nothing new is
/// approved. The order actor books what the venue answers about known orders and then hands the answer on to here; this actor books what nobody here
/// ordered, as <see cref="ReconciliationSettings.External"/> says. A question that nobody answers is asked again.
/// </remarks>
public sealed class ReconciliationActor(
    AccountBooks books, ActorRef<VenueRequest> venue, ActorRef<OrderMessage> orders, ActorRef<RiskMessage> riskGate, StatusBoard? board,
    ReconciliationSettings settings) : Actor<ReconciliationMessage>
{
    private const string OpenOrders = "open-orders";
    private const string Balances = "balances";
    private const string Due = "due";
    private const string Deadline = "deadline";
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RereadPause = TimeSpan.FromSeconds(2);

    /// <summary>How far back trades are asked for at the start: what happened while nobody listened for longer is found by the balances.</summary>
    private const long LookBackNanos = 24 * UnixNanos.PerHour;

    /// <summary>Trades are asked for from so long before the last comparison: the venue's clock is not ours.</summary>
    private const long OverlapNanos = 10 * 60 * UnixNanos.PerSecond;

    /// <summary>Questions without an answer, by what they ask for.</summary>
    private readonly Dictionary<string, VenueRequest> _asked = new(StringComparer.Ordinal);
    private readonly ForeignActivity _foreign = new(books, settings, board);
    private Step _step;
    private int _rereads;
    private long _begunNanos;
    private long _matchedNanos;
    private bool _isLinked = true;

    protected override void OnStart()
    {
        _foreign.Flaws = BookingFlaws.In(Context.Lane.World);
        _matchedNanos = Math.Max(0, books.LastEventNanos - LookBackNanos);
        venue.Tell(new FollowAccount(orders));
        Begin();
    }

    protected override void Receive(in ReconciliationMessage message)
    {
        switch (message)
        {
            case ReportHeard { Report: VenueLinkLost lost }:
                Lose(lost.Reason);
                break;
            case ReportHeard { Report: VenueLinkRestored }:
                _isLinked = true;
                Begin();
                break;
            case ReportHeard { Report: VenueTransferred transfer }:
                _foreign.Hear(transfer, Context.NowNanos);
                break;
            case ReportHeard { Report: VenueFilled }:
                Begin(); // of an order that nobody here knows
                break;
            case ReportHeard { Report: VenueOpenOrders open } when IsAnswer(OpenOrders):
                HearOpenOrders(open);
                break;
            case ReportHeard { Report: VenueOrderState state } when IsAnswer(state.ClientOrderId) || IsNews(state):
                if (IsNews(state))
                    Context.Lane.World.Probe(TradingProbes.ForeignFound);
                if (state.Order is { } order)
                    _foreign.Hear(order, state.Trades, Context.NowNanos);
                break;
            case ReportHeard { Report: VenueTrades trades } when IsAnswer(trades.Symbol):
                _foreign.Hear(trades, Context.NowNanos);
                break;
            case ReportHeard { Report: VenueBalances balances } when IsAnswer(Balances):
                Compare(balances);
                return;
            case ReportHeard:
                return;
            case ComparisonDue:
                Begin();
                break;
            case AnswerDeadlinePassed:
                AskAgain();
                return;
            default:
                throw new NotSupportedException($"the reconciliation does not know {message.GetType().Name}");
        }

        GoOn();
    }

    private bool IsAnswer(string about) => _asked.Remove(about);

    /// <summary>Something that nobody here asked for and nobody here ordered.</summary>
    private bool IsNews(VenueOrderState state) => state.Order is not null && Reconciliation.IsUnknown(books.Current, state.ClientOrderId);

    private void Lose(string reason)
    {
        if (!_isLinked)
            return;
        _isLinked = false;
        if (_step != Step.Idle)
            Context.Lane.World.Probe(TradingProbes.LinkLostWhileComparing);
        (_step, _rereads) = (Step.Idle, 0);
        _asked.Clear();
        Context.CancelTimer(Deadline);
        Context.CancelTimer(Due);
        board?.Log(Context.NowNanos, $"HIGH the link to the venue is lost, nothing is opened until the books are matched again: {reason}");
        board?.ShowReconciled(false);
        riskGate.TellReserved(new MatchingBegan());
    }

    private void Begin()
    {
        if (!_isLinked)
            return;
        _asked.Clear();
        _foreign.Begin(Context.NowNanos);
        (_step, _begunNanos) = (Step.Orders, Context.NowNanos);
        Ask(OpenOrders, new QueryOpenOrders(orders));
    }

    /// <summary>The next step when everything of this one is answered.</summary>
    private void GoOn()
    {
        if (_asked.Count > 0)
            return;
        switch (_step)
        {
            case Step.Orders:
                _step = Step.Trades;
                foreach (var symbol in books.Current.Instruments.Keys)
                    Ask(symbol, new QueryTrades(symbol, Math.Max(0, _matchedNanos - OverlapNanos), orders));
                break;
            case Step.Trades:
                _step = Step.Balances;
                Ask(Balances, new QueryBalances(orders));
                break;
            default:
                break;
        }
    }

    private void HearOpenOrders(VenueOpenOrders open)
    {
        foreach (var order in books.Durable.OpenOrders.Where(order => order.Status != OrderStatus.Emulated))
            Ask(order.ClientOrderId, new QueryOrder(order.ClientOrderId, orders));
        foreach (var order in open.Orders)
        {
            if (Reconciliation.IsUnknown(books.Current, order.ClientOrderId))
                Ask(order.ClientOrderId, new QueryOrder(order.ClientOrderId, orders));
        }
    }

    private void Compare(VenueBalances balances)
    {
        var differences = Reconciliation.DifferencesOf(books.Current, balances);
        if (differences.Count > 0 && _rereads < settings.Rereads)
        {
            _rereads++;
            Context.Lane.World.Probe(TradingProbes.ReadAgain);
            Context.CancelTimer(Deadline);
            Context.StartTimer(Due, Context.Lane.World.PatienceNanos(RereadPause), new ComparisonDue());
            return;
        }

        foreach (var difference in differences)
            _foreign.Settle(difference, Context.NowNanos);
        Finish();
    }

    private void Finish()
    {
        (_step, _rereads) = (Step.Idle, 0);
        Context.CancelTimer(Deadline);
        if (_foreign.Unmatched.Count == 0)
            _matchedNanos = _begunNanos;
        var isMatched = _foreign.Unmatched.Count < books.Current.Instruments.Count;
        if (isMatched)
        {
            riskGate.TellReserved(new BooksMatched([.. _foreign.Unmatched])); // said once: lost, nothing would be approved any more
            board?.ShowReconciled(true);
        }
        else
        {
            board?.ShowReconciled(false);
            riskGate.TellReserved(new MatchingBegan());
        }

        if ((settings.Every ?? (_foreign.AwaitsPrices ? RereadPause : null)) is { } every)
            Context.StartTimer(Due, Context.Lane.World.Buggify(TradingProbes.ComparedAtOnce) ? 1 : Context.Lane.World.PatienceNanos(every), new ComparisonDue());
    }

    private void Ask(string about, VenueRequest request)
    {
        _asked[about] = request;
        venue.Tell(request);
        Context.StartTimer(Deadline, Context.Lane.World.PatienceNanos(AnswerPatience), new AnswerDeadlinePassed());
    }

    private void AskAgain()
    {
        Context.Lane.World.Probe(TradingProbes.AskedAgain);
        foreach (var (about, request) in _asked.ToList())
            Ask(about, request);
    }

    private enum Step
    {
        Idle,
        Orders,
        Trades,
        Balances,
    }

    private sealed record AnswerDeadlinePassed : ReconciliationMessage;
}
