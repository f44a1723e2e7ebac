using QuantumAI.Domain.Signals;

namespace QuantumAI.Domain.Tests.Signals;

public sealed class TrendRuleTests
{
    private static readonly TrendParameters Parameters = new();

    /// <summary>A bar on which everything speaks for an entry.</summary>
    private static readonly TrendInputs Entry = new(
        IsWarm: true, FollowsGap: false, Close: 100, High: 101, EmaFastBefore: 99, EmaSlowBefore: 99, EmaFast: 100, EmaSlow: 99.5,
        AdxBefore: 24, Adx: 25, Atr: 2, Sentiment: 0);

    /// <summary>The averages crossed some bars ago and stayed so.</summary>
    private static readonly TrendInputs CrossedBefore = Entry with { EmaFastBefore = 99.1 };

    private static readonly TrendInputs CrossDown = Entry with { EmaFast = 99, EmaSlow = 99.5, EmaFastBefore = 99.5 };

    private static readonly TrendHolding Flat = new(false, false, 0, 0);

    private static readonly TrendHolding Holding = new(true, false, 101, 10);

    public static TheoryData<string, TrendInputs, TrendHolding> Cases => new()
    {
        { "EnterLong trend-cross", Entry, Flat },
        { "None warming-up", Entry with { IsWarm = false }, Flat },
        { "None warming-up", Entry with { IsWarm = false }, Holding },
        { "None order-pending", Entry, Flat with { IsOrderPending = true } },
        { "None order-pending", CrossDown, Holding with { IsOrderPending = true } },
        { "None no-shorts-on-spot", CrossDown, Flat },
        { "None no-cross", Entry with { EmaFastBefore = 99.1 }, Flat },
        { "None no-cross", Entry with { EmaFast = 99.5 }, Flat },
        { "EnterLong trend-cross", CrossedBefore with { BarsSinceCrossUp = 12 }, Flat },
        { "None no-cross", CrossedBefore with { BarsSinceCrossUp = 13 }, Flat },
        { "None no-cross", CrossedBefore with { BarsSinceCrossUp = 5, EmaFast = 99.5 }, Flat },
        { "None no-cross", CrossedBefore with { BarsSinceCrossUp = 5 }, Flat with { BarsSinceExit = 5 } },
        { "EnterLong trend-cross", CrossedBefore with { BarsSinceCrossUp = 5 }, Flat with { BarsSinceExit = 6 } },
        { "None no-cross", Entry, Flat with { BarsSinceExit = 0 } },
        { "None data-gapped", Entry with { FollowsGap = true }, Flat },
        { "None trend-too-weak", Entry with { Adx = 20, AdxBefore = 19 }, Flat },
        { "EnterLong trend-cross", Entry with { Adx = 20.01, AdxBefore = 19 }, Flat },
        { "None trend-not-rising", Entry with { AdxBefore = 25 }, Flat },
        { "None against-sentiment", Entry with { Sentiment = -0.31 }, Flat },
        { "EnterLong trend-cross", Entry with { Sentiment = -0.3 }, Flat },
        { "ExitLong opposite-cross", CrossDown, Holding },
        { "ExitLong opposite-cross", CrossDown with { FollowsGap = true, Sentiment = 1 }, Holding },
        { "ExitLong chandelier-stop", Entry with { Close = 94.99 }, Holding },
        { "None holding", Entry with { Close = 95 }, Holding },
        { "ExitLong chandelier-stop", Entry with { Close = 95, High = 101.01 }, Holding },
        { "ExitLong time-stop", Entry, Holding with { BarsHeld = 168 } },
        { "None holding", Entry, Holding with { BarsHeld = 167 } },
        { "None not-finite", Entry with { EmaFast = double.NaN }, Flat },
        { "None not-finite", Entry with { EmaSlow = double.PositiveInfinity }, Flat },
        { "None not-finite", Entry with { EmaFastBefore = double.NaN }, Flat },
        { "None not-finite", Entry with { EmaSlowBefore = double.NegativeInfinity }, Flat },
        { "None not-finite", Entry with { Adx = double.NaN }, Flat },
        { "None not-finite", Entry with { AdxBefore = double.NaN }, Flat },
        { "None not-finite", Entry with { Atr = double.NaN }, Flat },
        { "None not-finite", Entry with { Sentiment = double.NaN }, Flat },
        { "None not-finite", Entry with { Close = double.NaN }, Flat },
        { "None not-finite", Entry with { Close = double.NaN }, Holding },
        { "None not-finite", Entry with { High = double.PositiveInfinity }, Holding },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void rule_must_give_its_reason(string expected, TrendInputs bar, TrendHolding holding)
    {
        var signal = TrendRule.Decide(bar, holding, Parameters);
        Assert.Equal(expected, $"{signal.Kind} {signal.Reason}");
    }

    [Fact]
    public void every_reason_of_the_rule_must_have_a_case()
    {
        string[] reasons =
        [
            "warming-up", "not-finite", "order-pending", "opposite-cross", "chandelier-stop", "time-stop", "holding", "no-shorts-on-spot",
            "no-cross", "data-gapped", "trend-too-weak", "trend-not-rising", "against-sentiment", "trend-cross",
        ];
        var tested = Cases.Select(row => row.Data.Item1.Split(' ')[1]).Distinct();
        Assert.Equal(reasons.Order(StringComparer.Ordinal), tested.Order(StringComparer.Ordinal));
    }
}
