using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Portfolio;

namespace QuantumAI.Domain.Risk;

/// <summary>How much exposure an account may have until when: its part of the whole capital, given by the portfolio's risk.</summary>
/// <param name="AgentBudgets">Most exposure per agent in this account, in the base currency.</param>
/// <param name="TotalBudget">Most exposure of the account.</param>
/// <param name="ExpiresNanos">World time from which it counts for nothing.</param>
public sealed record ExposureLease(IReadOnlyDictionary<string, Money> AgentBudgets, Money TotalBudget, long ExpiresNanos);

/// <summary>What a book could lose, in the base currency; never negative.</summary>
public readonly record struct BookRiskFigures(Money ValueAtRisk, Money ConditionalValueAtRisk, Money StressLoss, string WorstScenario);

/// <summary>Measures what the book could lose after a change. The border to the world of doubles: implementations round losses up.</summary>
/// <remarks>Not thread safe; belongs to the account's lane.</remarks>
public interface IBookRiskMeasure
{
    /// <summary>The figures of the book with a symbol's value changed.</summary>
    /// <param name="symbol">The symbol.</param>
    /// <param name="change">Change of its value, in the base currency; negative when less long.</param>
    BookRiskFigures After(string symbol, Money change);
}

/// <summary>What the gate knows beside the books when it decides.</summary>
/// <param name="NowNanos">World time.</param>
public readonly record struct RiskSituation(long NowNanos)
{
    /// <summary>What the machine may need to carry data from the feed to here (world time).</summary>
    public long SlackNanos { get; init; }

    /// <summary>The books are being compared with the venue's.</summary>
    public bool IsReconciling { get; init; }

    /// <summary>Why nothing can be made durable now; null while the journal writes.</summary>
    public string? JournalOutage { get; init; }

    /// <summary>Orders approved within the last second.</summary>
    public int OrdersThisSecond { get; init; }

    /// <summary>The event around which nothing is opened; null when there is none now.</summary>
    public string? Blackout { get; init; }

    /// <summary>True when limits come as a lease: without a valid one nothing is opened.</summary>
    public bool NeedsLease { get; init; }

    public ExposureLease? Lease { get; init; }

    /// <summary>Null when nothing is measured: a limit on it then denies.</summary>
    public IBookRiskMeasure? Measure { get; init; }

    /// <summary>The account's sums, kept up to date at the marks that the request is judged by; null: they are added up anew.</summary>
    public RunningTotals? Totals { get; init; }

    /// <summary>Orders of the request's own list that were approved just before it and are not in the books yet; null when there are none.</summary>
    public IReadOnlyList<Order>? Listed { get; init; }

    /// <summary>The held order that asks to go: it is not counted beside itself. Null for a new order.</summary>
    public string? Released { get; init; }

    /// <summary>True when it is the operator's own exit of a halted account.</summary>
    public bool IsFlattening { get; init; }
}
