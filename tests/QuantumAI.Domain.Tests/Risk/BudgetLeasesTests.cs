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
    public void Prop_leases_together_never_exceed_the_shares_of_the_capital_when_exposures_keep_their_budgets() => Seeds.Hold(200, leastSize: 1, run: (random, steps) =>
    {
        var leases = new BudgetLeases(Shares, 950_000, 50);
        var held = new Dictionary<string, (ExposureLease Lease, Money Aurora, Money Macro)>();
        var now = 0L;
        for (var i = 0; i < steps; i++)
        {
            now += random.Next(40);
            var account = $"account-{random.Next(4)}";
            var (aurora, macro) = held.TryGetValue(account, out var before) ? (before.Aurora, before.Macro) : (Money.Zero, Money.Zero);
            var equity = held.Count < 4 ? 1_000 : 1_000 + random.Next(200); // only gains: a loss takes capital away from what is held already
            var lease = leases.Renew(new AccountExposure(account, Money.Whole(equity), new Dictionary<string, Money> { ["aurora"] = aurora, ["macro"] = macro }, aurora + macro), now);

            // A gate that trusts its lease takes any part of it, and keeps what it has when the lease is smaller.
            held[account] = (lease, Money.Max(aurora, lease.AgentBudgets["aurora"].Share(random.Next(1_000_001), Rounding.Down)), Money.Max(macro, lease.AgentBudgets["macro"].Share(random.Next(1_000_001), Rounding.Down)));
            var capital = leases.Capital + Money.Whole(200 * 4); // reported equities may have been higher when a budget was given
            Assert.True(held.Values.Aggregate(Money.Zero, (sum, one) => sum + one.Aurora) <= capital.Share(200_000, Rounding.Up));
            Assert.True(held.Values.Aggregate(Money.Zero, (sum, one) => sum + one.Macro) <= capital.Share(800_000, Rounding.Up));
            Assert.True(held.Values.Where(one => one.Lease.ExpiresNanos > now).Aggregate(Money.Zero, (sum, one) => sum + one.Lease.AgentBudgets["aurora"]) <= capital.Share(200_000, Rounding.Up));
        }
    });

    private static AccountExposure Report(string account, long equity, long aurora, long macro) => new(
        account, Money.Whole(equity), new Dictionary<string, Money> { ["aurora"] = Money.Whole(aurora), ["macro"] = Money.Whole(macro) }, Money.Whole(aurora + macro));
}
