using QuantumAI.Domain.Execution;
using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Runtime.Actors;
using QuantumAI.Trading.Agents;
using QuantumAI.Trading.Control;

namespace QuantumAI.Trading.Portfolio;

/// <summary>Tells agents what became of their orders and shows the account to people; from durable events only.</summary>
public sealed class PortfolioActor(
    AccountBooks books, IReadOnlyDictionary<(string AgentId, string Symbol), ActorRef<AgentMessage>> agents, StatusBoard board)
    : Actor<AccountEvent>
{
    private readonly Dictionary<string, (string AgentId, string Symbol)> _parents = books.Durable.Algorithms.Running.Values
        .ToDictionary(running => running.Parent.AlgorithmId, running => (running.Parent.AgentId, running.Parent.Symbol));

    /// <summary>Ids of the latest orders, oldest first, so that showing them does not cost a walk over all that the account remembers.</summary>
    private readonly Queue<string> _latest = new(AccountView.LatestOrders(books.Durable).Reverse().Select(order => order.ClientOrderId));

    protected override void OnStart()
    {
        books.BecameDurable += accountEvent => Context.Self.TellReserved(accountEvent);
        foreach (var (key, agent) in agents)
            TellAgent(key.AgentId, key.Symbol, agent, isAnswer: false, LastExitNanos(key.AgentId, key.Symbol));
        Publish();
    }

    protected override void Receive(in AccountEvent message)
    {
        switch (message)
        {
            case OrderDenied denied:
                board.CountNoTrade($"denied:{denied.Rule}");
                board.Log(Context.NowNanos, $"{denied.Symbol} {denied.Side} {denied.Quantity} denied ({denied.Rule}): {denied.Detail}");
                TellAgent(denied.AgentId, denied.Symbol, isAnswer: denied.Reason is null); // the agent asked for no child and no late exit
                break;
            case OrderIntended intended:
                Show(intended.ClientOrderId);
                board.Log(Context.NowNanos, $"{intended.Symbol} {intended.Side} {intended.Quantity} intended ({intended.Reason})");
                TellAgent(intended.AgentId, intended.Symbol, isAnswer: !AlgorithmChild.TryParse(intended.Reason, out _, out _) && !LateExit.TryParse(intended.Reason, out _));
                break;
            case OrderFilled filled:
                var order = books.Durable.Orders[filled.ClientOrderId];
                board.Log(Context.NowNanos, $"{order.Symbol} {order.Side} {filled.Quantity} filled at {filled.Price}, fee {filled.Fee} {filled.FeeAsset}");
                TellAgent(order.AgentId, order.Symbol, isAnswer: false);
                break;
            case OrderRejected { ClientOrderId: var id }:
                TellAgentOf(id);
                break;
            case OrderExpired { ClientOrderId: var id }:
                TellAgentOf(id);
                break;
            case OrderNeverArrived { ClientOrderId: var id }:
                TellAgentOf(id);
                break;
            case OrderCanceled { ClientOrderId: var id }:
                TellAgentOf(id);
                break;
            case OrderReleaseDenied denied:
                board.CountNoTrade($"denied:{denied.Rule}");
                TellAgentOf(denied.ClientOrderId);
                break;
            case AlgorithmStarted { Parent: var parent }:
                board.Log(Context.NowNanos, $"{parent.Symbol} {parent.Side} {parent.Quantity} is worked off by {parent.Plan.Kind} as {parent.AlgorithmId}");
                _parents[parent.AlgorithmId] = (parent.AgentId, parent.Symbol);
                TellAgent(parent.AgentId, parent.Symbol, isAnswer: true);
                break;
            case AlgorithmEnded ended:
                board.Log(Context.NowNanos, $"{ended.AlgorithmId} ended: {ended.Reason}");
                if (_parents.Remove(ended.AlgorithmId, out var book))
                    TellAgent(book.AgentId, book.Symbol, isAnswer: false);
                break;
            case AssetMoved moved:
                board.Log(Context.NowNanos, $"{moved.Amount} {moved.Asset} moved: {moved.Reason}");
                break;
            case OrderAdopted adopted:
                Show(adopted.ClientOrderId);
                board.Log(Context.NowNanos, $"{adopted.Symbol} {adopted.Terms.Side} {adopted.Terms.Quantity} found at the venue ({adopted.Reason})");
                break;
            case TradingHalted halted:
                board.Log(Context.NowNanos, $"CRITICAL trading halted ({halted.Scope}): {halted.Detail}");
                break;
            case TradingResumed resumed:
                board.Log(Context.NowNanos, $"trading resumed by {resumed.Operator}");
                break;
            case EquityMarked:
                Publish(board.Account.Orders);
                return;
            default:
                break; // it changes what is shown, and no agent acts on it
        }

        Publish();
    }

    private void TellAgentOf(string clientOrderId)
    {
        var order = books.Durable.Orders[clientOrderId];
        board.Log(Context.NowNanos, $"{order.Symbol} {order.Side} {order.Quantity} {order.Status}: {order.Reason}");
        TellAgent(order.AgentId, order.Symbol, isAnswer: false);
    }

    private void TellAgent(string agentId, string symbol, bool isAnswer)
    {
        if (agents.TryGetValue((agentId, symbol), out var agent))
            TellAgent(agentId, symbol, agent, isAnswer);
    }

    private void TellAgent(string agentId, string symbol, ActorRef<AgentMessage> agent, bool isAnswer, long lastExitNanos = 0)
    {
        var hasOpenOrder = books.Durable.OpenOrders.Any(order => order.AgentId == agentId && order.Symbol == symbol)
            || books.Durable.Algorithms.Running.Values.Any(running => running.Parent.AgentId == agentId && running.Parent.Symbol == symbol);
        agent.TellReserved(new BookChanged(books.Durable.PositionOf(agentId, symbol), hasOpenOrder, isAnswer, lastExitNanos));
    }

    private long LastExitNanos(string agentId, string symbol) => books.Durable.Orders.Values
        .Where(order => order.AgentId == agentId && order.Symbol == symbol && order.Side == OrderSide.Sell && !order.Filled.IsZero)
        .Select(order => order.UpdatedNanos)
        .DefaultIfEmpty()
        .Max();

    private void Show(string clientOrderId)
    {
        _latest.Enqueue(clientOrderId);
        if (_latest.Count > AccountView.MostOrders)
            _latest.Dequeue();
    }

    private void Publish()
    {
        var orders = new List<Order>(_latest.Count);
        foreach (var id in _latest)
        {
            if (books.Durable.Orders.TryGetValue(id, out var order))
                orders.Add(order);
        }

        orders.Reverse();
        Publish(orders);
    }

    private void Publish(IReadOnlyList<Order> orders) =>
        board.Publish(AccountView.Of(books.Durable, books.Marks, orders, Context.NowNanos));
}
