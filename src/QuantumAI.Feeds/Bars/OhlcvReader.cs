using QuantumAI.Domain.Instruments;
using QuantumAI.Feeds.Files;
using QuantumAI.Feeds.Text;

namespace QuantumAI.Feeds.Bars;

/// <summary>Reads five fields in a row, open, high, low, close and volume, and checks them against each other.</summary>
internal sealed class OhlcvReader
{
    private readonly ProblemLog _problems;
    private readonly string[] _names;
    private readonly string _highRule;
    private readonly string _openRule;
    private readonly string _closeRule;

    /// <param name="side">Nothing, or “bid ” and “ask ” where a row has both.</param>
    /// <param name="volumeName">What the fifth field is called.</param>
    /// <param name="problems">Where violations go.</param>
    public OhlcvReader(string side, string volumeName, ProblemLog problems)
    {
        _problems = problems;
        _names = [$"{side}open", $"{side}high", $"{side}low", $"{side}close", $"{side}{volumeName}"];
        _highRule = $"{side}high must not be below {side}low";
        _openRule = $"{side}open must be between {side}low and {side}high";
        _closeRule = $"{side}close must be between {side}low and {side}high";
    }

    /// <summary>Reads the fields from place <paramref name="first"/> on.</summary>
    public bool TryRead(ReadOnlySpan<byte> line, ReadOnlySpan<Range> fields, int first, long startNanos, out BarRecord bar)
    {
        // No short circuit: one pass names every bad field of a row.
        var good = NumberRules.TryPrice(line[fields[first]], _names[0], _problems, out var open)
            & NumberRules.TryPrice(line[fields[first + 1]], _names[1], _problems, out var high)
            & NumberRules.TryPrice(line[fields[first + 2]], _names[2], _problems, out var low)
            & NumberRules.TryPrice(line[fields[first + 3]], _names[3], _problems, out var close)
            & NumberRules.TryQuantity(line[fields[first + 4]], _names[4], _problems, out var volume);
        bar = new BarRecord(startNanos, open, high, low, close, volume);
        return good && IsOrdered(bar, line, fields, first);
    }

    private bool IsOrdered(in BarRecord bar, ReadOnlySpan<byte> line, ReadOnlySpan<Range> fields, int first)
    {
        if (DecimalNumber.Compare(bar.High, bar.Low) >= 0 && IsInside(bar.Open, bar) && IsInside(bar.Close, bar))
            return true;
        var high = ProblemLog.Printable(line[fields[first + 1]]);
        var low = ProblemLog.Printable(line[fields[first + 2]]);
        if (DecimalNumber.Compare(bar.High, bar.Low) < 0)
            _problems.Add(_highRule, $"high {high} and low {low}");
        else if (!IsInside(bar.Open, bar))
            _problems.Add(_openRule, $"{ProblemLog.Printable(line[fields[first]])} outside [{low}, {high}]");
        else
            _problems.Add(_closeRule, $"{ProblemLog.Printable(line[fields[first + 3]])} outside [{low}, {high}]");
        return false;
    }

    private static bool IsInside(DecimalNumber price, in BarRecord bar) =>
        DecimalNumber.Compare(price, bar.Low) >= 0 && DecimalNumber.Compare(price, bar.High) <= 0;
}
