using QuantumAI.Domain.Execution;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Portfolio;

namespace QuantumAI.Domain.Risk;

/// <summary>What an account's stream says of a request: approvals with their intents, or one denial. Pure.</summary>
public static class OrderApproval
{
    /// <summary>All approved with their intents, or the first denial alone. Orders of a list are approved one upon the other.</summary>
    /// <param name="account">The account up to its last appended event; it gives the client order ids.</param>
    /// <param name="requests">One order, or those of a list in the order of their places.</param>
    /// <param name="kind">How the orders of a list depend on each other; null for one order.</param>
    /// <param name="marks">Last prices by symbol.</param>
    /// <param name="limits">The account's limits.</param>
    /// <param name="situation">What else is known now.</param>
    public static IReadOnlyList<AccountEvent> Decide(
        Account account, IReadOnlyList<OrderRequest> requests, ContingencyKind? kind, IReadOnlyDictionary<string, Price> marks, RiskLimits limits,
        in RiskSituation situation)
    {
        var events = new List<AccountEvent>();
        var listed = new List<Order>();
        var listId = account.NextOrderId();
        for (var i = 0; i < requests.Count; i++)
        {
            var request = kind is { } known ? requests[i] with { List = new OrderListPlace(listId, known, i) } : requests[i];
            var beside = situation with { Listed = listed, OrdersThisSecond = situation.OrdersThisSecond + i };
            var decision = RiskRules.Decide(account, request, marks, limits, in beside, explains: true);
            if (!decision.IsApproved)
                return [DenialOf(request, decision)];

            var clientOrderId = account.NextOrderId(i);
            events.Add(new OrderApproved(clientOrderId, decision.Equity, decision.AgentExposure, decision.TotalExposure, decision.Detail));
            events.Add(OrderIntended.Of(
                clientOrderId, request.AgentId, request.Instrument.Symbol, request.Terms, request.Reference, decision.Reserved, request.Market.Sequence,
                request.Reason, request.List, request.IsHeld, request.Basis));
            listed.Add(OrderOf(clientOrderId, request, decision, situation.NowNanos));
        }

        return events;
    }

    private static OrderDenied DenialOf(OrderRequest request, RiskDecision decision) => new(
        request.AgentId, request.Instrument.Symbol, request.Side, request.Quantity, (int)decision.Denial, decision.Rule, decision.Detail,
        AlgorithmChild.TryParse(request.Reason, out _, out _) || LateExit.TryParse(request.Reason, out _) ? request.Reason : null);

    private static Order OrderOf(string clientOrderId, OrderRequest request, RiskDecision decision, long nowNanos)
    {
        var status = request.IsHeld ? OrderStatus.Emulated : OrderStatus.Submitted;
        return new Order(
            clientOrderId, request.AgentId, request.Instrument.Symbol, request.Terms, decision.Reserved, status, request.Instrument.ZeroQuantity, Money.Zero,
            nowNanos, nowNanos, request.Reason, request.Reference, status, request.List);
    }
}
