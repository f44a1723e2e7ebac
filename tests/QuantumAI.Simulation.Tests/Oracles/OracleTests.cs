using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Domain.Risk;
using QuantumAI.Simulation.Oracles;
using QuantumAI.TestKit;

namespace QuantumAI.Simulation.Tests.Oracles;

/// <summary>The oracles of a simulation see what they are for: an order of 0.1 BTC at 50,000 in an account of 100,000.</summary>
public sealed class OracleTests
{
    private static readonly Money Deposit = Money.Whole(100_000);
    private static readonly Money Worth = Money.Whole(5_000);
    private static readonly RiskLimits Limits = new(
        Money.Whole(10_000), new Dictionary<string, long> { ["aurora"] = 100_000 }, TotalExposurePpm: 100_000, DailyLossPpm: 30_000, DrawdownPpm: 100_000,
        PriceCollarPpm: 2_000, StaleAfterNanos: 5_000_000_000, TimeZoneInfo.Utc);

    /// <summary>What an approval says too little of, or allows too much of, and a word of what is said about it.</summary>
    public static TheoryData<string, RiskLimits, OrderApproved> Wrong => new()
    {
        { "the equity is about", Limits, Approval(equity: Money.Whole(94_000)) },
        { "the exposure is about", Limits, Approval(all: Money.Whole(4_700)) },
        { "the exposure of aurora is about", Limits, Approval(agent: Money.Whole(4_700)) },
        { "the account: 5000", Limits with { TotalExposurePpm = 49_000 }, Approval() },
        { "aurora: 5000", Limits with { AgentSharesPpm = new Dictionary<string, long> { ["aurora"] = 49_000 } }, Approval() },
        { "the order: 5000", Limits with { OrderNotional = Money.Whole(2_400) }, Approval() },
        { "open orders: 4750", Limits with { OpenOrdersNotional = Money.Whole(4_700) }, Approval() },
        { "BTCUSDT: 4750", Limits with { PositionNotional = new Dictionary<string, Money> { ["BTCUSDT"] = Money.Whole(4_700) } }, Approval() },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Approval_must_be_seen_that_understates_or_exceeds_a_limit(string said, RiskLimits limits, OrderApproved approval)
    {
        var violation = Assert.Single(ViolationsOf(limits, approval));
        Assert.StartsWith($"qa-1: {said}", violation, StringComparison.Ordinal);
    }

    [Fact]
    public void Approval_that_says_what_is_must_be_let_through() => Assert.Empty(ViolationsOf(Limits, Approval()));

    [Fact]
    public void Order_of_an_older_ownership_must_be_seen_at_the_venue_when_a_newer_one_trades_the_symbol()
    {
        var violations = new List<string>();
        var account = Opened(Limits, violations);
        var venue = new VenueOracle(account, "USDT", Deposit, violations.Add);
        account.Apply([Approval(), Intent("qa-1")], epoch: 1, timeNanos: 2, static (_, _) => { });
        account.Apply([Approval(all: Worth + Worth, agent: Worth + Worth) with { ClientOrderId = "qa-2" }, Intent("qa-2")], epoch: 2, timeNanos: 3, static (_, _) => { });
        venue.Arrived("qa-2", "BTCUSDT", Intent("qa-2").AllTerms());
        Assert.Empty(violations);
        venue.Arrived("qa-1", "BTCUSDT", Intent("qa-1").AllTerms());
        Assert.Equal("qa-1 of the ownership 1 comes to the venue when BTCUSDT is traded under 2", Assert.Single(violations));
    }

    private static List<string> ViolationsOf(RiskLimits limits, OrderApproved approval)
    {
        var violations = new List<string>();
        Opened(limits, violations).Apply([approval, Intent("qa-1")], epoch: 1, timeNanos: 2, static (_, _) => { });
        return violations;
    }

    private static AccountOracle Opened(RiskLimits limits, List<string> violations)
    {
        var account = new AccountOracle(Samples.Both, limits, static symbol => symbol == "BTCUSDT" ? Samples.Bitcoin.Price(5_000_000) : null, violations.Add);
        account.Apply([new AccountOpened("test", "USDT", Deposit)], epoch: 1, timeNanos: 1, static (_, _) => { });
        return account;
    }

    private static OrderApproved Approval(Money? equity = null, Money? agent = null, Money? all = null) => new("qa-1", equity ?? Deposit, agent ?? Worth, all ?? Worth);

    private static OrderIntended Intent(string id) => new(
        id, "aurora", "BTCUSDT", OrderSide.Buy, OrderType.Market, Samples.Bitcoin.Quantity(10_000_000), ReduceOnly: false, Samples.Bitcoin.Price(5_000_000), Worth, 0, "test");
}
