using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Instruments.Filters;
using QuantumAI.Domain.Orders;

namespace QuantumAI.Domain.Portfolio;

/// <summary>Exposure of one agent, of one symbol and of all, in the base currency, open orders included.</summary>
/// <param name="Agent">Of the agent.</param>
/// <param name="All">Of all agents and symbols.</param>
/// <param name="Open">What open orders may add.</param>
/// <param name="Symbol">Of the symbol.</param>
/// <param name="Counts">Open orders of the account as the venue counts them.</param>
/// <param name="OpenOfSymbol">The symbol's open orders; to be read now.</param>
internal readonly record struct ExposureSums(Money Agent, Money All, Money Open, Money Symbol, OpenOrderCounts Counts, IReadOnlyList<Order> OpenOfSymbol)
{
    /// <summary>With one more position or order.</summary>
    public ExposureSums With(Money value, bool isOfAgent, bool isOfSymbol, bool isOpen) => this with
    {
        Agent = isOfAgent ? Agent + value : Agent,
        All = All + value,
        Open = isOpen ? Open + value : Open,
        Symbol = isOfSymbol ? Symbol + value : Symbol,
    };
}
