using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Domain.Risk;
using QuantumAI.Trading.Portfolio;

namespace QuantumAI.Trading.Risk;

/// <summary>What the gate answers, as events that are not recorded yet. Belongs to the account's lane.</summary>
/// <param name="books">The account.</param>
/// <param name="limits">Its limits.</param>
/// <param name="state">What else is known now.</param>
internal sealed class RiskGateDecider(AccountBooks books, RiskLimits limits, RiskGateState state)
{
    /// <summary>Approvals with their intents, or one denial.</summary>
    /// <param name="requests">One order, or those of a list.</param>
    /// <param name="kind">How orders of a list depend on each other; null for one order.</param>
    /// <param name="isFlattening">It is an exit of a flattened account.</param>
    /// <param name="nowNanos">World time.</param>
    public IReadOnlyList<AccountEvent> Approve(IReadOnlyList<OrderRequest> requests, ContingencyKind? kind, bool isFlattening, long nowNanos)
    {
        var situation = state.At(nowNanos, requests[0].Instrument.Symbol) with { IsFlattening = isFlattening };
        var events = OrderApproval.Decide(books.Current, requests, kind, books.Marks, limits, situation);
        state.Approve(events.Count / 2, nowNanos);
        return events;
    }

    /// <summary>A held order was approved when it was intended; what may have changed since is looked at again when it is to go.</summary>
    /// <remarks>A denial ends the order. So while nothing can be judged or recorded it is left as it is, and asked for again at the next price.</remarks>
    public IReadOnlyList<AccountEvent> Release(RequestRelease release, long nowNanos)
    {
        if (!state.CanJudge || !books.Current.Orders.TryGetValue(release.ClientOrderId, out var order) || order.Status != OrderStatus.Emulated
            || !HeldLists.IsAwake(order, [.. books.Current.Orders.Values.Where(other => other.List?.ListId == order.List?.ListId && other != order)]))
            return [];
        var request = new OrderRequest(
            order.AgentId, books.Current.Instruments[order.Symbol], HeldOrders.SentAs(order.Terms), release.Reference ?? release.Price, release.Market, order.Reason,
            List: order.List is { Kind: not ContingencyKind.OneTriggersOther } place ? place with { Kind = ContingencyKind.OneCancelsOther } : null);
        var decision = RiskRules.Decide(books.Current, request, books.Marks, limits, state.At(nowNanos, order.Symbol) with { Released = order.ClientOrderId });
        if (!decision.IsApproved)
            return [new OrderReleaseDenied(order.ClientOrderId, (int)decision.Denial, decision.Rule, decision.Detail)];
        state.Approve(1, nowNanos);
        return [new OrderReleased(order.ClientOrderId, release.Price, decision.Reserved, release.Market.Sequence)];
    }

    /// <summary>Held here whatever the venue takes: it would refuse a stop whose price has passed, and this position would have no exit.</summary>
    /// <remarks>While nothing can be judged or recorded, or the account is halted, nothing is said; it is asked for again at the next price.</remarks>
    public IReadOnlyList<AccountEvent> ExitLate(string entryId, long nowNanos)
    {
        if (!state.CanJudge || books.Current.Risk.State == TradingState.Halted)
            return [];
        var exits = books.Current.LateExitsOf(entryId);
        if (exits.Count == 0 || !books.Marks.TryGetValue(books.Current.Orders[entryId].Symbol, out var mark))
            return [];
        var (entry, market) = (books.Current.Orders[entryId], new MarketView(mark, mark, nowNanos, true, 0));
        OrderRequest[] requests =
        [
            .. exits.Select(terms => new OrderRequest(
                entry.AgentId, books.Current.Instruments[entry.Symbol], terms, mark, market, LateExit.ReasonOf(entryId), IsHeld: true)),
        ];
        return Approve(requests, exits.Count == 1 ? null : ContingencyKind.OneCancelsOther, isFlattening: false, nowNanos);
    }
}
