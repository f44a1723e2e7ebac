using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Risk;
using QuantumAI.TestKit;

namespace QuantumAI.Domain.Tests.Risk;

public sealed class BudgetLeasesTests
{
    private static readonly Dictionary<string, long> Shares = new() { ["aurora"] = 200_000, ["macro"] = 800_000 };

    [Fact]
    public void lease_must_be_the_share_of_the_account_when_it_is_the_only_one()
    {
        var lease = new BudgetLeases(Shares, 950_000, 100).Renew(Report("a", 1_000, 0, 0), 5);

        Assert.Equal((Money.Whole(200), Money.Whole(800), Money.Whole(950)), (lease.AgentBudgets["aurora"], lease.AgentBudgets["macro"], lease.TotalBudget));
        Assert.Equal(105, lease.ExpiresNanos);
    }

    [Fact]
    public void lease_must_shrink_by_what_an_unreachable_account_holds_beyond_its_part()
    {
        var leases = new BudgetLeases(Shares, 1_000_000, 100);
        leases.Renew(Report("cut-off", 1_000, 500, 0), 0); // it holds more than its 200

        Assert.Equal(Money.Zero, leases.Renew(Report("b", 1_000, 0, 0), 1_000).AgentBudgets["aurora"]);
        leases.Renew(Report("cut-off", 1_000, 250, 0), 1_001);
        Assert.Equal(Money.Whole(150), leases.Renew(Report("b", 1_000, 0, 0), 1_002).AgentBudgets["aurora"]);
    }

    [Fact]
    public void lease_must_be_nothing_when_the_equity_is_negative() =>
        Assert.Equal(Money.Zero, new BudgetLeases(Shares, 950_000, 100).Renew(Report("a", -1_000, 0, 0), 0).TotalBudget);

    [Fact]
    public void Prop_lease_is_what_a_naive_twin_leaves_when_accounts_win_lose_and_fall_silent() => Seeds.Hold(200, leastSize: 1, run: (random, steps) =>
    {
        var leases = new BudgetLeases(Shares, 950_000, 50);
        var history = new List<(AccountExposure Report, ExposureLease Lease)>();
        var now = 0L;
        for (var i = 0; i < steps; i++)
        {
            now += random.Next(40);
            var report = Report($"account-{random.Next(4)}", random.Next(-100, 2_000), random.Next(400), random.Next(1_200));
            var lease = leases.Renew(report, now);
            history.Add((report, lease));

            var latest = history.GroupBy(entry => entry.Report.Account).Select(entries => entries.Last()).ToList();
            var capital = latest.Aggregate(Money.Zero, (sum, entry) => sum + entry.Report.Equity);
            var others = latest.Where(entry => entry.Report.Account != report.Account).ToList();
            foreach (var (agent, ppm) in Shares)
                Assert.Equal(Naive(report, ppm, capital, others.Select(one => (one.Lease.AgentBudgets[agent], one.Report.AgentExposures[agent], one.Lease.ExpiresNanos)), now), lease.AgentBudgets[agent]);
            Assert.Equal(Naive(report, 950_000, capital, others.Select(one => (one.Lease.TotalBudget, one.Report.TotalExposure, one.Lease.ExpiresNanos)), now), lease.TotalBudget);
        }
    });

    /// <summary>The share of the own equity, but no more than the share of the capital less what others were given and may use, or hold.</summary>
    private static Money Naive(AccountExposure report, long ppm, Money capital, IEnumerable<(Money Budget, Money Exposure, long Expires)> others, long now)
    {
        var taken = others.Aggregate(Money.Zero, (sum, one) => sum + (one.Expires > now && one.Budget > one.Exposure ? one.Budget : one.Exposure));
        Money[] bounds = [Money.Max(Money.Zero, report.Equity).Share(ppm, Rounding.Down), Money.Max(Money.Zero, capital).Share(ppm, Rounding.Down) - taken];
        return Money.Max(Money.Zero, bounds.MinBy(bound => bound.Units));
    }

    private static AccountExposure Report(string account, long equity, long aurora, long macro) => new(
        account, Money.Whole(equity), new Dictionary<string, Money> { ["aurora"] = Money.Whole(aurora), ["macro"] = Money.Whole(macro) }, Money.Whole(aurora + macro));
}
