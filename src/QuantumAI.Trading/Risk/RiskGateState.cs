using QuantumAI.Domain.Market;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Domain.Risk;
using QuantumAI.Trading.Portfolio;

namespace QuantumAI.Trading.Risk;

/// <summary>What the gate knows beside the books: whether it may judge now, and by which budgets. Belongs to the account's lane.</summary>
/// <param name="books">The account.</param>
/// <param name="needsLease">Exposure budgets come as leases: without a valid one nothing is opened.</param>
/// <param name="measure">What the book could lose; null when it is not measured.</param>
internal sealed class RiskGateState(AccountBooks books, bool needsLease, BookRiskMeasure? measure)
{
    private readonly Queue<long> _recentApprovals = new();
    private readonly HashSet<string> _unmatched = new(StringComparer.Ordinal);

    /// <summary>Machine time, in world time, that data may spend between the feed and here before its age counts.</summary>
    public long SlackNanos { get; set; }

    public bool IsReconciling { get; private set; } = true;

    /// <summary>Why nothing can be made durable now; null while the journal writes.</summary>
    public string? JournalOutage { get; set; }

    public ExposureLease? Lease { get; set; }

    /// <summary>The event around which nothing is opened; null when there is none now.</summary>
    public string? Blackout { get; set; }

    public RunningTotals Totals { get; } = new(books.Current, books.Marks);

    /// <summary>Whether equity and exposure are whole: after a start they are not until everything that is held has had a price.</summary>
    public bool IsWhole => Totals.Unpriced is null;

    /// <summary>False while nothing can be judged or recorded.</summary>
    public bool CanJudge => !IsReconciling && JournalOutage is null;

    public void BeginMatching() => IsReconciling = true;

    /// <param name="unmatched">Symbols whose books do not equal the venue's.</param>
    public void EndMatching(IReadOnlyList<string> unmatched)
    {
        IsReconciling = false;
        _unmatched.Clear();
        _unmatched.UnionWith(unmatched);
    }

    /// <summary>Counts in the order rate.</summary>
    public void Approve(int orders, long nowNanos)
    {
        for (; orders > 0; orders--)
            _recentApprovals.Enqueue(nowNanos);
    }

    public RiskSituation At(long nowNanos, string symbol)
    {
        while (_recentApprovals.TryPeek(out var at) && at <= nowNanos - UnixNanos.PerSecond)
            _recentApprovals.Dequeue();
        return new RiskSituation(nowNanos)
        {
            SlackNanos = SlackNanos,
            IsReconciling = IsReconciling || _unmatched.Contains(symbol),
            JournalOutage = JournalOutage,
            OrdersThisSecond = _recentApprovals.Count,
            Blackout = Blackout,
            NeedsLease = needsLease,
            Lease = Lease,
            Measure = measure is { IsReady: true } ? measure : null,
            Totals = Totals,
        };
    }
}
