using System.Globalization;
using QuantumAI.Domain.Market;
using QuantumAI.Venues.Binance.Parsing;

namespace QuantumAI.Venues.Binance.Rest;

/// <summary>How many orders an account may place; cancels are not counted. One for each account; belongs to one lane.</summary>
public sealed class OrderBudget
{
    private const int EnterSharePercent = 90;
    private const string HeaderPrefix = "x-mbx-order-count-";
    private readonly List<UseWindow> _windows = [new(10 * UnixNanos.PerSecond, 50), new(UnixNanos.PerDay, 160_000)];

    /// <summary>The venue's limits, of exchangeInfo; those in force stay when there are none.</summary>
    public void SetLimits(IEnumerable<RateLimit> limits)
    {
        var orders = limits.Where(limit => limit.Kind.Value == SpotRateLimit.Orders && !limit.Interval.IsUnknown).ToList();
        if (orders.Count == 0)
            return;
        var before = _windows.ToList();
        _windows.Clear();
        foreach (var limit in orders)
        {
            var interval = IntervalNanos(limit.Interval.Value, limit.IntervalNumber);
            var window = before.Find(known => known.IntervalNanos == interval) ?? new UseWindow(interval, limit.Limit);
            window.Limit = limit.Limit;
            _windows.Add(window);
        }
    }

    /// <summary>Takes places for new orders if the priority may have them now.</summary>
    public bool TryTake(int orders, CallPriority priority, long nowNanos)
    {
        if (!_windows.TrueForAll(window => window.Has(orders, priority == CallPriority.Enter ? EnterSharePercent : 100, nowNanos)))
            return false;
        foreach (var window in _windows)
            window.Add(orders, nowNanos);
        return true;
    }

    /// <summary>Reads the venue's counts (<c>x-mbx-order-count-10s</c>).</summary>
    public void Learn(IReadOnlyDictionary<string, string> headers, long nowNanos)
    {
        foreach (var (name, value) in headers)
        {
            if (!name.StartsWith(HeaderPrefix, StringComparison.Ordinal) || !long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var used))
                continue;
            var unit = name[^1] switch { 's' => SpotInterval.Second, 'm' => SpotInterval.Minute, 'h' => SpotInterval.Hour, 'd' => SpotInterval.Day, _ => SpotInterval.Unknown };
            if (unit == SpotInterval.Unknown || !int.TryParse(name.AsSpan()[HeaderPrefix.Length..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                continue;
            _windows.Find(window => window.IntervalNanos == IntervalNanos(unit, number))?.Learn(used, nowNanos);
        }
    }

    private static long IntervalNanos(SpotInterval unit, int number) => number * unit switch
    {
        SpotInterval.Second => UnixNanos.PerSecond,
        SpotInterval.Minute => UnixNanos.PerMinute,
        SpotInterval.Hour => UnixNanos.PerHour,
        _ => UnixNanos.PerDay,
    };
}
