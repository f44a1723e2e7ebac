using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Positions;

namespace QuantumAI.Domain.Portfolio;

/// <summary>What counts as exposure, in the base currency: gross positions at their marks, and what open orders may add to them. The one place that says so.</summary>
/// <remarks>What has no mark counts nothing: nothing new is bought of it either. Reduce-only orders add nothing.</remarks>
/// <param name="account">Whose they are.</param>
/// <param name="marks">Last prices by symbol.</param>
/// <param name="agentId">The agent that is summed apart; null: none.</param>
/// <param name="symbol">The symbol that is summed apart; null: none.</param>
internal struct ExposureSums(Account account, IReadOnlyDictionary<string, Price> marks, string? agentId = null, string? symbol = null)
{
    /// <summary>Everything that was added.</summary>
    public Money All { get; private set; }

    public Money Agent { get; private set; }

    public Money Symbol { get; private set; }

    /// <summary>The orders of it.</summary>
    public Money Open { get; private set; }

    public void Add(Position position)
    {
        if (!position.Quantity.IsZero)
            Add(account.PositionValue(position, marks) ?? Money.Zero, position.AgentId, position.Symbol);
    }

    public void Add(Order order)
    {
        var added = account.AddedBy(order, marks);
        Open += added;
        Add(added, order.AgentId, order.Symbol);
    }

    private void Add(Money value, string ofAgent, string ofSymbol)
    {
        All += value;
        if (ofAgent == agentId)
            Agent += value;
        if (ofSymbol == symbol)
            Symbol += value;
    }
}
