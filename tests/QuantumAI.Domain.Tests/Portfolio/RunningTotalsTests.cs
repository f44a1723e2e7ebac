using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Domain.Risk;
using QuantumAI.TestKit;

namespace QuantumAI.Domain.Tests.Portfolio;

public sealed class RunningTotalsTests
{
    private static readonly RiskLimits Limits = new(
        Money.Whole(1_000_000_000), new Dictionary<string, long> { ["aurora"] = 900_000, ["boreas"] = 500_000 }, 950_000, 990_000, 990_000, 999_999,
        long.MaxValue / 4, TimeZoneInfo.Utc)
    { OpenOrdersNotional = Money.Whole(10_000_000), PositionNotional = new Dictionary<string, Money> { ["BTCUSDT"] = Money.Whole(5_000_000) } };

    [Fact]
    public void Prop_decisions_from_running_totals_equal_those_of_a_walk_over_the_account() => Seeds.Hold(80, leastSize: 1, run: (random, steps) =>
    {
        var model = new AccountModel(random, []);
        var marks = new Dictionary<string, Price>();
        var totals = new RunningTotals(model.Account, marks);
        Instrument[] instruments = [.. model.Account.Instruments.Values];
        var asksFrom = random.Next(steps); // the totals are folded with the first question
        for (var i = 0; i < steps; i++)
        {
            if (random.Next(3) == 0)
            {
                var marked = instruments[random.Next(instruments.Length)];
                totals.Mark(marked.Symbol, marked.Price(random.Next(20) == 0 ? long.MaxValue / 8 : random.NextInt64(1, 10_000_000)));
            }

            model.Step();
            if (i < asksFrom)
                continue;
            var request = Request(random, instruments[random.Next(instruments.Length)]);
            var situation = Situation(random, model.Account);
            Assert.Equal(
                RiskRules.Decide(model.Account, request, marks, Limits, in situation, explains: true),
                RiskRules.Decide(model.Account, request, marks, Limits, situation with { Totals = totals }, explains: true));
            Assert.Equal(model.Account.Equity(marks), totals.Equity);
            Assert.Equal(model.Account.Unpriced(marks), totals.Unpriced);
        }
    });

    [Fact]
    public void Totals_must_be_refused_when_they_follow_another_account()
    {
        var (account, other) = (new Account(Samples.Both), new Account(Samples.Both));
        foreach (var opened in new[] { account, other })
            opened.Apply(new AccountOpened("test", "USDT", Money.Whole(1_000)), 1);
        var totals = new RunningTotals(other, []);

        Assert.ThrowsAny<Exception>(() => RiskRules.Decide(
            account, Request(new Random(1), Samples.Bitcoin), new Dictionary<string, Price>(), Limits, new RiskSituation(1) { Totals = totals }));
    }

    [Fact]
    public void Account_must_have_one_set_of_running_totals()
    {
        var account = new Account(Samples.Both);
        _ = new RunningTotals(account, []);
        Assert.ThrowsAny<Exception>(() => new RunningTotals(account, []));
    }

    private static OrderRequest Request(Random random, Instrument instrument)
    {
        var price = instrument.Price(random.NextInt64(1, 10_000_000));
        var quantity = instrument.Quantity(random.NextInt64(1, 1_000_000) * instrument.LotStepUnits);
        var side = random.Next(2) == 0 ? OrderSide.Buy : OrderSide.Sell;
        var terms = random.Next(2) == 0
            ? OrderTerms.Market(side, quantity, isReduceOnly: random.Next(4) == 0)
            : new OrderTerms(side, OrderType.Limit, quantity, price);
        return new OrderRequest(random.Next(2) == 0 ? "aurora" : "boreas", instrument, terms, price, new MarketView(price, price, 1, true, 1), "test");
    }

    private static RiskSituation Situation(Random random, Account account)
    {
        var open = account.OpenOrders.Count == 0 ? null : account.OpenOrders.ElementAt(random.Next(account.OpenOrders.Count));
        return new RiskSituation(1)
        {
            Listed = open is not null && random.Next(4) == 0 ? [open with { ClientOrderId = "listed" }] : null,
            Released = open is not null && random.Next(8) == 0 ? open.ClientOrderId : null,
        };
    }
}
