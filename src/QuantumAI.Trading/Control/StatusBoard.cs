using System.Collections.Concurrent;
using QuantumAI.Domain.Market;
using QuantumAI.Domain.Signals;
using QuantumAI.Runtime.Persistence;
using QuantumAI.Trading.Agents;

namespace QuantumAI.Trading.Control;

/// <summary>The last decision of an agent, for people.</summary>
/// <param name="Sequence">Number of the market event that closed the bar.</param>
public sealed record SignalView(
    string Symbol, long BarEndNanos, double Close, double EmaFast, double EmaSlow, double Adx, double Atr, Signal Signal, long Sequence = 0);

/// <summary>One line of what happened.</summary>
public sealed record LogLine(long Nanos, string Text);

/// <summary>What people and status pages see: immutable views that lanes publish and anybody reads. Thread safe.</summary>
public sealed class StatusBoard
{
    private const int MostLogLines = 200;
    private const int MostAlarms = 50;
    private const int MostChartBars = 8_192;
    private readonly ConcurrentDictionary<string, long> _whyNoTrades = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, SignalView> _signals = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<LogLine> _log = new();
    private readonly ConcurrentQueue<LogLine> _alarms = new();
    private readonly ConcurrentDictionary<string, List<Bar>> _charts = new(StringComparer.Ordinal);
    private long _bars;
    private volatile AccountView _account = AccountView.Empty;
    private volatile bool _isReconciled;
    private volatile JournalOutage? _journalOutage;
    private volatile JournalOutage? _venueOutage;

    public AccountView Account => _account;

    /// <summary>Whether the account's books were found equal to the venue's.</summary>
    public bool IsReconciled => _isReconciled;

    /// <summary>Why nothing can be recorded now; null while the journal writes.</summary>
    public JournalOutage? JournalOutage => _journalOutage;

    /// <summary>Why the built-in venue's books cannot be written now; null while they can.</summary>
    public JournalOutage? VenueOutage => _venueOutage;

    /// <summary>Closed bars that agents have seen.</summary>
    public long Bars => Interlocked.Read(ref _bars);

    /// <summary>Why nothing was traded: decisions without an order, by reason.</summary>
    public IReadOnlyDictionary<string, long> WhyNoTrades => new SortedDictionary<string, long>(_whyNoTrades, StringComparer.Ordinal);

    public IReadOnlyCollection<SignalView> Signals => [.. _signals.Values.OrderBy(signal => signal.Symbol, StringComparer.Ordinal)];

    /// <summary>The last lines, oldest first; before them alarms that so many lines have followed that they would be gone.</summary>
    public IReadOnlyCollection<LogLine> Recent => [.. _alarms, .. _log];

    public void Publish(AccountView account) => _account = account;

    public void ShowReconciled(bool isReconciled) => _isReconciled = isReconciled;

    public void ShowJournal(JournalOutage? outage) => _journalOutage = outage;

    public void ShowVenue(JournalOutage? outage) => _venueOutage = outage;

    public void CountNoTrade(string reason) => _whyNoTrades.AddOrUpdate(reason, 1, static (_, count) => count + 1);

    /// <summary>The last closed bars of a symbol, oldest first, joined two by two when there are too many.</summary>
    public IReadOnlyList<Bar> BarsOf(string symbol)
    {
        if (!_charts.TryGetValue(symbol, out var chart))
            return [];
        lock (chart)
            return [.. chart];
    }

    public void ShowBar(string symbol, Bar bar)
    {
        var chart = _charts.GetOrAdd(symbol, static _ => []);
        lock (chart)
        {
            chart.Add(bar);
            if (chart.Count > MostChartBars)
                Halve(chart);
        }
    }

    public void ShowSignal(string symbol, BarClosed closed, Signal signal)
    {
        Interlocked.Increment(ref _bars);
        _signals[symbol] = new SignalView(
            symbol, closed.Bar.EndNanos, closed.Inputs.Close, closed.Inputs.EmaFast, closed.Inputs.EmaSlow, closed.Inputs.Adx, closed.Inputs.Atr, signal, closed.Market.Sequence);
    }

    public void Log(long nanos, string text)
    {
        _log.Enqueue(new LogLine(nanos, text));
        if (_log.Count <= MostLogLines || !_log.TryDequeue(out var oldest) || !oldest.Text.StartsWith("CRITICAL", StringComparison.Ordinal))
            return;
        _alarms.Enqueue(oldest);
        if (_alarms.Count > MostAlarms)
            _alarms.TryDequeue(out _);
    }

    private static void Halve(List<Bar> bars)
    {
        var half = bars.Count / 2;
        for (var i = 0; i < half; i++)
        {
            var (first, second) = (bars[2 * i], bars[(2 * i) + 1]);
            bars[i] = new Bar(
                first.StartNanos, second.EndNanos - first.StartNanos, first.OpenUnits, Math.Max(first.HighUnits, second.HighUnits),
                Math.Min(first.LowUnits, second.LowUnits), second.CloseUnits, first.VolumeUnits + second.VolumeUnits);
        }

        bars.RemoveRange(half, bars.Count - half);
    }
}
