using System.Globalization;
using System.Text.Json;
using QuantumAI.Quant.Statistics;
using QuantumAI.Quant.Tests.Data;

namespace QuantumAI.Quant.Tests.Statistics;

/// <summary>
/// Against empyrical's own cases. Where it differs on purpose: its NaN is our null; its draw-down is negative; its NaN in a series
/// counts as 0 in compounded figures and is left out of means, which is done here since a NaN is refused by the statistics.
/// </summary>
public sealed class PerformanceGoldenTests(ITestOutputHelper log)
{
    private const string Cases = "ref/performance/empyrical_metric_cases.json.gz";

    [Theory]
    [InlineData("cum_returns_final", 3)]
    [InlineData("annual_ret", 2)]
    [InlineData("cagr", 3)]
    [InlineData("annual_volatility", 2)]
    [InlineData("sharpe_ratio", 4)]
    [InlineData("sortino", 7)]
    [InlineData("calmar", 3)]
    [InlineData("max_drawdown", 4)]
    public void statistics_must_match_empyrical_when_definitions_agree(string metric, int caseCount)
    {
        using JsonDocument document = SharedData.Json(Cases);
        JsonElement series = document.RootElement.GetProperty("series");
        int seen = 0;
        double worst = 0;
        foreach (JsonElement entry in document.RootElement.GetProperty("cases").EnumerateArray())
        {
            if (entry.GetProperty("metric").GetString() != metric)
                continue;

            JsonElement args = entry.GetProperty("args");
            double tolerance = 1.5 * Math.Pow(10, -entry.GetProperty("decimals").GetInt32());
            double[][] columns = Columns(args.GetProperty("returns"), series);
            double[] expected = Expected(args.GetProperty("expected"));
            for (int i = 0; i < columns.Length; i++)
            {
                double? actual = Compute(metric, columns[i], args, series);
                Assert.Equal(double.IsNaN(expected[i]), actual is null);
                double difference = Math.Abs((actual ?? 0) - (double.IsNaN(expected[i]) ? 0 : expected[i]));
                worst = Math.Max(worst, difference);
                Assert.True(difference <= tolerance, $"{metric} case {entry.GetProperty("case")}: expected {expected[i]:R}, was {actual:R}");
            }

            seen++;
        }

        Assert.Equal(caseCount, seen);
        log.WriteLine($"{metric}: {seen} cases, largest difference {worst:E2}");
    }

    [Fact]
    public void statistics_must_match_a_naive_twin_when_returns_are_a_real_strategy()
    {
        double[] r =
        [
            .. SharedData.Lines("ref/performance/pyfolio_returns.csv.gz")
                .Select(line => double.Parse(line.Split(',')[1], CultureInfo.InvariantCulture)),
        ];
        double[] wealth = [.. Enumerable.Range(0, r.Length + 1).Select(i => r.Take(i).Aggregate(1.0, (w, x) => w * (1 + x)))];
        double mean = r.Average();
        double deviation = Math.Sqrt(r.Sum(x => (x - mean) * (x - mean)) / (r.Length - 1));
        double drawdown = Enumerable.Range(0, wealth.Length).Max(i => 1 - (wealth[i] / wealth.Take(i + 1).Max()));
        double cagr = Math.Exp(Math.Log(wealth[^1]) * 252 / r.Length) - 1;

        PerformanceStatistics s = PerformanceStatistics.FromEquity([.. wealth.Select(w => 1000 * w)], 252);

        Assert.Equal(r.Length, s.Periods);
        Near(wealth[^1] - 1, s.TotalReturn);
        Near(cagr, s.Cagr);
        Near(deviation * Math.Sqrt(252), s.AnnualisedVolatility);
        Near(mean / deviation * Math.Sqrt(252), s.Sharpe);
        Near(mean / Math.Sqrt(r.Sum(x => x < 0 ? x * x : 0) / r.Length) * Math.Sqrt(252), s.Sortino);
        Near(drawdown, s.MaxDrawdown);
        Near(cagr / drawdown, s.Calmar);
        Near(r.Where(x => x > 0).Sum() / -r.Where(x => x < 0).Sum(), s.ProfitFactor);
        Near((double)r.Count(x => x > 0) / r.Count(x => x != 0), PerformanceStatistics.FromReturns(r, 252).WinRate);
    }

    private static void Near(double expected, double? actual) => Assert.Equal(expected, Assert.NotNull(actual), 1e-11);

    private static double? Compute(string metric, double[] returns, JsonElement args, JsonElement series)
    {
        double periodsPerYear = args.TryGetProperty("period", out JsonElement period) ? PeriodsPerYear(period.GetString()) : 252;
        bool isMean = metric is "annual_volatility" or "sharpe_ratio" or "sortino";
        string? baseline = metric == "sharpe_ratio" ? "risk_free" : metric == "sortino" ? "required_return" : null;
        if (baseline is not null && args.GetProperty(baseline).ValueKind == JsonValueKind.Object)
            returns = [.. returns.Zip(Columns(args.GetProperty(baseline), series)[0], (r, b) => r - b)];

        returns = [.. isMean ? returns.Where(double.IsFinite) : returns.Select(r => double.IsNaN(r) ? 0 : r)];
        PerformanceStatistics s = PerformanceStatistics.FromReturns(returns, periodsPerYear);
        return metric switch
        {
            "cum_returns_final" => s.TotalReturn,
            "annual_ret" or "cagr" => s.Cagr,
            "annual_volatility" => s.AnnualisedVolatility,
            "sharpe_ratio" => s.Sharpe,
            "sortino" => s.Sortino,
            "calmar" => s.Calmar,
            _ => -s.MaxDrawdown,
        };
    }

    private static double PeriodsPerYear(string? name) =>
        name switch { "daily" => 252, "weekly" => 52, "monthly" => 12, "yearly" => 1, _ => throw new InvalidOperationException(name) };

    private static double[][] Columns(JsonElement source, JsonElement series)
    {
        JsonElement found = source.TryGetProperty("$ref", out JsonElement name) ? series.GetProperty(name.GetString()!) : source;
        return found.TryGetProperty("frame", out JsonElement frame)
            ? [.. frame.EnumerateObject().Select(column => Numbers(column.Value))]
            : [Numbers(found.GetProperty("values"))];
    }

    private static double[] Expected(JsonElement expected) =>
        expected.ValueKind == JsonValueKind.Object ? Numbers(expected.GetProperty("values")) : [SharedData.Number(expected)];

    private static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(SharedData.Number)];
}
