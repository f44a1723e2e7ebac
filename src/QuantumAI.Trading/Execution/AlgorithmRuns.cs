using QuantumAI.Domain.Execution;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Domain.Risk;
using QuantumAI.Trading.Portfolio;

namespace QuantumAI.Trading.Execution;

/// <summary>The parent orders that are worked off, with what the books have of each. Belongs to the account's lane.</summary>
/// <param name="books">The account.</param>
internal sealed class AlgorithmRuns(AccountBooks books)
{
    private readonly List<AlgorithmRun> _runs = [];

    /// <summary>As they are now, for a loop that ends some.</summary>
    public IReadOnlyList<AlgorithmRun> All => [.. _runs];

    /// <summary>Why a parent order cannot be worked off; null when it can.</summary>
    public static OrderFault? FaultOf(Account account, ParentOrder parent, long nowNanos) =>
        !account.Instruments.TryGetValue(parent.Symbol, out var instrument) ? new OrderFault("symbol", "must be one of the account's", parent.Symbol)
            : account.Algorithms.IsUsed(parent.AlgorithmId) ? new OrderFault("algorithm", "must have a name that was not used before", parent.AlgorithmId)
            : parent.Plan.EndNanos <= nowNanos ? new OrderFault("end", "must lie ahead", $"{parent.Plan.EndNanos}")
            : account.Risk.State == TradingState.Halted ? new OrderFault("account", "must not be halted", account.Risk.Detail)
            : parent.FaultOf(instrument);

    /// <summary>Between bid and ask; null without both.</summary>
    public static Price? Middle(MarketView market, Instrument instrument) =>
        market.Bid.Units > 0 && market.Ask >= market.Bid ? instrument.Price(market.Bid.Units + ((market.Ask.Units - market.Bid.Units) / 2)) : null;

    public void Add(AlgorithmRun run) => _runs.Add(run);

    public void Remove(AlgorithmRun run) => _runs.Remove(run);

    public AlgorithmRun? Find(string algorithmId) => _runs.Find(run => run.Parent.AlgorithmId == algorithmId);

    public List<AlgorithmRun> OfSymbol(string symbol) => _runs.FindAll(run => run.Parent.Symbol == symbol);

    /// <summary>The run whose child says so in its reason.</summary>
    public AlgorithmRun? OfReason(string reason) => AlgorithmChild.TryParse(reason, out var id, out _) ? Find(id) : null;

    public AlgorithmRun? OfOrder(string clientOrderId) => books.Current.Algorithms.ParentOf(clientOrderId) is { } running ? Find(running.Parent.AlgorithmId) : null;

    public IEnumerable<Order> ChildrenOf(AlgorithmRun run) => books.Current.OpenOrders
        .Where(order => books.Current.Algorithms.ParentOf(order.ClientOrderId)?.Parent.AlgorithmId == run.Parent.AlgorithmId);

    public Quantity OpenOf(AlgorithmRun run) => ChildrenOf(run).Aggregate(run.Instrument.ZeroQuantity, static (sum, order) => sum + order.Remaining);

    /// <summary>True for a child whose parent is not worked off any more.</summary>
    public bool IsOrphan(Order order) => AlgorithmChild.TryParse(order.Reason, out var id, out _) && !books.Current.Algorithms.Running.ContainsKey(id);
}
