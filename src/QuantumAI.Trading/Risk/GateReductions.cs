using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Domain.Positions;
using QuantumAI.Domain.Risk;
using QuantumAI.Runtime.Actors;
using QuantumAI.Trading.Control;
using QuantumAI.Trading.Execution;
using QuantumAI.Trading.Portfolio;

namespace QuantumAI.Trading.Risk;

/// <summary>What the gate itself asks for: cancels while halted, a flatten, and cuts to the limit on value at risk. Belongs to the account's lane.</summary>
/// <remarks>
/// An agent's open exits have sold what is to be reduced: first they give way, and when that is durable the reduction leaves. Each
/// order is asked once a bar, so that a venue that refuses is not asked without end. What is on its way is read from the books, so that
/// a restart neither doubles nor forgets it.
/// </remarks>
/// <param name="books">The account.</param>
/// <param name="limits">Its limits.</param>
/// <param name="state">Whether anything can be judged now.</param>
/// <param name="decider">The checks that a reduction passes like any other order.</param>
/// <param name="measure">What the book could lose; null when it is not measured.</param>
/// <param name="board">What people see.</param>
internal sealed class GateReductions(
    AccountBooks books, RiskLimits limits, RiskGateState state, RiskGateDecider decider, BookRiskMeasure? measure, StatusBoard board)
{
    private readonly HashSet<string> _asked = [];
    private readonly HashSet<string> _unflattened = [];
    private bool _waits;

    /// <summary>Cancels and amends; null until it has started.</summary>
    public ActorRef<OrderMessage>? Orders { get; set; }

    public void BeginBar(long nowNanos)
    {
        _asked.Clear();
        CancelAgain();
        Flatten(nowNanos);
        Cut(nowNanos);
    }

    public void BeginFlatten(long nowNanos)
    {
        _asked.Clear();
        _unflattened.Clear();
        Flatten(nowNanos);
    }

    /// <summary>An order moved, durably: something may leave that it kept away.</summary>
    public void Follow(AccountEvent accountEvent, string clientOrderId, long nowNanos)
    {
        if (accountEvent is OrderAmendRefused && _asked.Contains(clientOrderId))
            Orders?.TellReserved(new RequestCancel(clientOrderId, "it is in the way of a reduction and could not be made smaller"));
        Flatten(nowNanos);
        if (_waits)
            Cut(nowNanos);
    }

    /// <summary>What is open although the account is halted: the venue has refused to cancel it.</summary>
    private void CancelAgain()
    {
        if (books.Current.Risk is not { State: TradingState.Halted, FlattenedBy: null, Detail: var detail })
            return;
        foreach (var order in books.Current.OpenOrders.Where(order => order.Status != OrderStatus.PendingCancel).ToList())
            Orders?.TellReserved(new RequestCancel(order.ClientOrderId, detail));
    }

    /// <summary>Orders what a flattened account still lacks: asked after everything that may have changed it, and once per position, since an open exit keeps the next away.</summary>
    /// <remarks>The intention is in the books, so that a restart goes on. While nothing can be judged or recorded it waits; its end is told.</remarks>
    public void Flatten(long nowNanos)
    {
        if (books.Current.Risk.FlattenedBy is not { } name || !state.CanJudge)
            return;
        foreach (var (position, quantity) in Reductions.Whole(books.Current, books.Marks).ToList())
        {
            if (Reductions.IsBusy(books.Current, position))
            {
                Ask(ExitsInTheWay.OfFlatten(books.Current, position), $"flattened by {name}");
                continue;
            }

            var events = Reduce(position, quantity, Reductions.FlattenReason(name), new OrderBasis("", "the whole position, floored to the lot"), isFlattening: true, nowNanos);
            if (events.OfType<OrderIntended>().FirstOrDefault() is { } intended)
                books.Record(events, nowNanos, AccountCause.Reduction($"operator:{name}", intended.ClientOrderId));
            else if (events is [OrderDenied denied] && _unflattened.Add($"{position.AgentId} {position.Symbol} {denied.Rule}"))
                board.Log(nowNanos, $"CRITICAL {position.Symbol} cannot be flattened ({denied.Rule}): {denied.Detail}");
        }
    }

    /// <summary>Beyond the limit on value at risk the positions with the largest marginal risk are cut, through the same gate; one plan at a time.</summary>
    /// <remarks>A halted account sends nothing; a book without risk has nothing to cut, whatever the limit.</remarks>
    private void Cut(long nowNanos)
    {
        if (measure is not { IsReady: true } || limits.ValueAtRiskPpm is not { } ppm || !state.CanJudge || !state.IsWhole
            || books.Current.Risk.State == TradingState.Halted || books.Current.OpenOrders.Any(Reductions.IsCut))
            return;
        var isAgain = _waits;
        _waits = false;
        var (loss, limit) = (measure.Current.ValueAtRisk, state.Totals.Equity.Share(ppm, Rounding.Down));
        if (loss <= limit || loss == Money.Zero)
            return;
        if (!isAgain)
            board.Log(nowNanos, $"CRITICAL value at risk is {loss}, the limit is {limit}: positions are cut");
        var basis = new OrderBasis($"value at risk {loss}, limit {limit}", "the largest marginal risk first, to 90 % of the limit, in whole lots rounded up");
        foreach (var cut in measure.CutsFor(limit))
        {
            foreach (var (position, quantity) in Reductions.Worth(books.Current, cut.Symbol, cut.Value, books.Marks).ToList())
                Cut(position, quantity, Reductions.CutReason(loss, limit), basis, nowNanos);
        }
    }

    private void Cut(Position position, Quantity quantity, string reason, OrderBasis basis, long nowNanos)
    {
        var inTheWay = Orders is null ? [] : ExitsInTheWay.OfCut(books.Current, position, quantity);
        if (inTheWay.Count > 0)
        {
            _waits = true;
            Ask(inTheWay, reason);
            return;
        }

        var events = Reduce(position, quantity, reason, basis, isFlattening: false, nowNanos);
        books.Record(events, nowNanos, events.OfType<OrderIntended>().FirstOrDefault() is { } intended
            ? AccountCause.Reduction("mark", intended.ClientOrderId)
            : AccountCause.Mark);
    }

    private void Ask(IEnumerable<GivesWay> orders, string reason)
    {
        if (Orders is null)
            return;
        foreach (var (clientOrderId, smaller) in orders)
        {
            if (!_asked.Add(clientOrderId))
                continue;
            Orders.TellReserved(smaller is { } quantity ? new RequestAmend(clientOrderId, quantity) : new RequestCancel(clientOrderId, reason)); // one per order and bar
        }
    }

    /// <summary>A reduction that the gate itself asks for, at the market; it passes the checks like any other order.</summary>
    private IReadOnlyList<AccountEvent> Reduce(Position position, Quantity quantity, string reason, OrderBasis basis, bool isFlattening, long nowNanos)
    {
        var (instrument, mark) = (books.Current.Instruments[position.Symbol], books.Marks[position.Symbol]);
        var terms = OrderTerms.Market(position.Quantity.Units > 0 ? OrderSide.Sell : OrderSide.Buy, quantity, isReduceOnly: true);
        var market = new MarketView(mark, mark, nowNanos, true, 0);
        return decider.Approve([new OrderRequest(position.AgentId, instrument, terms, mark, market, reason, basis)], null, isFlattening, nowNanos);
    }
}
