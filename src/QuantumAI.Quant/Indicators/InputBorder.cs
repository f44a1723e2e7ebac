using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace QuantumAI.Quant.Indicators;

/// <summary>
/// The one place where numbers enter the indicators. What it refuses throws <see cref="ArgumentOutOfRangeException"/> (or
/// <see cref="ArgumentException"/> for a shape) naming field, rule and value, before any state or output has changed.
/// </summary>
internal static class InputBorder
{
    /// <summary>Largest accepted magnitude: far above any price, and low enough that no product or sum here can overflow.</summary>
    internal const double MaxMagnitude = 1e100;

    /// <summary>Longest accepted period of any indicator, in bars.</summary>
    internal const int MaxPeriodBars = 10_000;

    internal static int Period(int periodBars, int minimum)
    {
        if (periodBars < minimum || periodBars > MaxPeriodBars)
        {
            throw new ArgumentOutOfRangeException(
                nameof(periodBars),
                FormattableString.Invariant($"periodBars must be within {minimum}..{MaxPeriodBars}, was {periodBars}"));
        }

        return periodBars;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)] // on the tick path: what refuses stays outside
    internal static void Value(double value, [CallerArgumentExpression(nameof(value))] string field = "")
    {
        // Written so that NaN fails it as well.
        if (!(Math.Abs(value) <= MaxMagnitude))
            RefuseValue(value, field);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Bar(double high, double low, double close)
    {
        Value(high);
        Value(low);
        Value(close);
        if (low > high || close < low || close > high)
            RefuseBar(high, low, close);
    }

    internal static void Values(ReadOnlySpan<double> values, string field)
    {
        foreach (double value in values)
            Value(value, field);
    }

    internal static void Bars(ReadOnlySpan<double> high, ReadOnlySpan<double> low, ReadOnlySpan<double> close)
    {
        Length(low.Length, high.Length, nameof(low));
        Length(close.Length, high.Length, nameof(close));
        for (int i = 0; i < high.Length; i++)
            Bar(high[i], low[i], close[i]);
    }

    /// <summary>An output has the input's length and shares no memory with it: the batch forms read behind where they write.</summary>
    internal static void Output(Span<double> output, ReadOnlySpan<double> input, [CallerArgumentExpression(nameof(output))] string field = "")
    {
        Length(output.Length, input.Length, field);
        if (output.Overlaps(input))
            throw new ArgumentException($"{field} must not share memory with an input or another output", field);
    }

    private static void Length(int actual, int expected, string field)
    {
        if (actual != expected)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"{field} must have the input's length {expected}, was {actual}"), field);
        }
    }

    [DoesNotReturn]
    private static void RefuseValue(double value, string field) => throw new ArgumentOutOfRangeException(
        field, FormattableString.Invariant($"{field} must be finite and within ±1e100, was {value:R}"));

    [DoesNotReturn]
    private static void RefuseBar(double high, double low, double close) => throw (low > high
        ? new ArgumentOutOfRangeException(
            nameof(high), FormattableString.Invariant($"high must be at or above low {low:R}, was {high:R}"))
        : new ArgumentOutOfRangeException(
            nameof(close), FormattableString.Invariant($"close must be within low {low:R} .. high {high:R}, was {close:R}")));
}
