using QuantumAI.Domain.Instruments;

namespace QuantumAI.Domain.Risk;

/// <summary>What an account's gate reports of its book, in the base currency.</summary>
/// <param name="Account">The account.</param>
/// <param name="Equity">Its equity.</param>
/// <param name="AgentExposures">Exposure per agent, open orders included.</param>
/// <param name="TotalExposure">Exposure of the account.</param>
public sealed record AccountExposure(string Account, Money Equity, IReadOnlyDictionary<string, Money> AgentExposures, Money TotalExposure);

/// <summary>Divides the whole capital's exposure over accounts in leases, so that the sums hold even while an account cannot be reached.</summary>
/// <remarks>
/// An account's part is its share of the capital. What others hold is not given twice: an unexpired lease counts whole, and an expired
/// one counts as the exposure that its account last reported, since that account can only reduce. Pure; belongs to one lane.
/// </remarks>
/// <param name="agentSharesPpm">Most exposure per agent, in parts per million of the capital.</param>
/// <param name="totalPpm">Most exposure of all.</param>
/// <param name="leaseNanos">How long a lease holds; renewed with every report.</param>
public sealed class BudgetLeases(IReadOnlyDictionary<string, long> agentSharesPpm, long totalPpm, long leaseNanos)
{
    private readonly SortedDictionary<string, (AccountExposure Report, ExposureLease Lease)> _accounts = new(StringComparer.Ordinal);

    /// <summary>Equity of all accounts as last reported.</summary>
    public Money Capital { get; private set; }

    /// <summary>Takes a report and gives the account its next lease.</summary>
    public ExposureLease Renew(AccountExposure report, long nowNanos)
    {
        Capital += report.Equity - (_accounts.TryGetValue(report.Account, out var known) ? known.Report.Equity : Money.Zero);
        var budgets = new Dictionary<string, Money>(agentSharesPpm.Count);
        foreach (var (agent, ppm) in agentSharesPpm)
            budgets[agent] = Part(report, ppm, CommittedTo(report.Account, agent, nowNanos));
        var lease = new ExposureLease(budgets, Part(report, totalPpm, CommittedTo(report.Account, null, nowNanos)), nowNanos + leaseNanos);
        _accounts[report.Account] = (report, lease);
        return lease;
    }

    /// <summary>The account's share, and no more than the others leave of the whole.</summary>
    private Money Part(AccountExposure report, long ppm, Money others)
    {
        var own = report.Equity.IsNegative ? Money.Zero : report.Equity.Share(ppm, Rounding.Down);
        var left = Capital.IsNegative ? Money.Zero : Capital.Share(ppm, Rounding.Down) - others;
        return Money.Max(Money.Zero, Money.Min(own, left));
    }

    private Money CommittedTo(string besides, string? agent, long nowNanos)
    {
        var sum = Money.Zero;
        foreach (var (account, (report, lease)) in _accounts)
        {
            if (account == besides)
                continue;
            var (budget, exposure) = agent is null
                ? (lease.TotalBudget, report.TotalExposure)
                : (lease.AgentBudgets.GetValueOrDefault(agent), report.AgentExposures.GetValueOrDefault(agent));
            sum += lease.ExpiresNanos > nowNanos ? Money.Max(budget, exposure) : exposure;
        }

        return sum;
    }
}
