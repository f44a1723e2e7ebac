using QuantumAI.Domain.Market;
using QuantumAI.Quant.RiskMeasures;

namespace QuantumAI.Trading.Risk;

/// <summary>One close per symbol and day, UTC, and the daily returns that they make. Bounded; belongs to one lane.</summary>
/// <param name="symbols">The order of the instruments in every scenario.</param>
public sealed class DailyReturns(IReadOnlyList<string> symbols)
{
    /// <summary>Days that are remembered: 500 returns.</summary>
    public const int DaysMax = 501;

    /// <summary>The largest rise of a day that counts: beyond it stand false prices and re-denominations, and the measures take no more.</summary>
    public const double RiseMax = 1_000;

    private readonly Dictionary<string, int> _indexes = symbols.Select((symbol, index) => (symbol, index)).ToDictionary(pair => pair.symbol, pair => pair.index);
    private readonly SortedDictionary<long, double[]> _days = [];

    /// <summary>Takes a symbol's price; the last of a day is its close.</summary>
    /// <returns>True when a day has begun: the one before is complete.</returns>
    public bool Add(string symbol, long nanos, double price)
    {
        if (!_indexes.TryGetValue(symbol, out var index) || !(price > 0))
            return false;
        var day = nanos / UnixNanos.PerDay;
        var begins = false;
        if (!_days.TryGetValue(day, out var closes))
        {
            if (_days.Count == DaysMax + 1)
                _days.Remove(_days.Keys.First());
            begins = _days.Count > 0;
            _days[day] = closes = new double[symbols.Count];
        }

        closes[index] = price;
        return begins;
    }

    /// <summary>The returns of complete days that have a close of every symbol on both ends; null when there are too few for a tail.</summary>
    /// <param name="todayNanos">A time of the day that is not over.</param>
    public RiskScenarios? Scenarios(long todayNanos)
    {
        var (returns, count) = (new List<double>(), 0);
        double[]? before = null;
        foreach (var (day, closes) in _days)
        {
            if (day >= todayNanos / UnixNanos.PerDay)
                break;
            if (Array.IndexOf(closes, 0) >= 0)
            {
                before = null;
                continue;
            }

            if (before is not null)
            {
                for (var i = 0; i < closes.Length; i++)
                    returns.Add(Math.Min((closes[i] / before[i]) - 1, RiseMax));
                count++;
            }

            before = closes;
        }

        return count < RiskModel.MinScenarios ? null : new RiskScenarios(returns.ToArray(), count, symbols.Count);
    }
}
