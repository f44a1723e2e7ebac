namespace QuantumAI.Quant.RiskMeasures;

/// <summary>Where numbers enter the risk measures; what is refused names field, rule and value, before any state has changed.</summary>
internal static class RiskBorder
{
    /// <summary>Largest observation of a series: its square and the sums of squares stay finite.</summary>
    internal const double MaxMagnitude = 1e100;

    /// <summary>Largest return or shock of one day, as a fraction: 100,000 %.</summary>
    internal const double MaxReturn = 1_000;

    /// <summary>Largest value of one position in the base currency.</summary>
    internal const double MaxValue = 1e15;

    /// <summary>Written so that NaN fails it as well.</summary>
    internal static void Within(double value, double least, double most, string field)
    {
        if (!(value >= least && value <= most))
            throw Refused(field, $"{field} must be finite and within {least:R}..{most:R}, was {value:R}");
    }

    internal static void Values(ReadOnlySpan<double> values, double magnitude, string field)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (!(Math.Abs(values[i]) <= magnitude))
                throw Refused(field, $"{field}[{i}] must be finite and within ±{magnitude:R}, was {values[i]:R}");
        }
    }

    internal static void Observations(ReadOnlySpan<double> profits, int minimum, string field)
    {
        if (profits.Length < minimum)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"{field} must have at least {minimum} observations, had {profits.Length}"), field);
        }

        Values(profits, MaxMagnitude, field);
    }

    internal static void Count(int count, int least, int most, string field)
    {
        if (count < least || count > most)
            throw Refused(field, $"{field} must be within {least}..{most}, was {count}");
    }

    internal static void Length(int actual, int expected, string field)
    {
        if (actual != expected)
            throw new ArgumentException(FormattableString.Invariant($"{field} must have {expected} elements, had {actual}"), field);
    }

    internal static void Change(ReadOnlySpan<double> values, int instrumentIndex, double deltaValue)
    {
        Count(instrumentIndex, 0, values.Length - 1, nameof(instrumentIndex));
        if (!(Math.Abs(values[instrumentIndex] + deltaValue) <= MaxValue))
        {
            throw Refused(
                nameof(deltaValue), $"deltaValue must leave a value within ±{MaxValue:R}, was {deltaValue:R} on {values[instrumentIndex]:R}");
        }
    }

    internal static void Method(RiskModel model, RiskMethod method, ConfidenceLevel level)
    {
        if (method is not (RiskMethod.Parametric or RiskMethod.Historical or RiskMethod.MonteCarlo))
            throw Refused(nameof(method), $"method must be Parametric, Historical or MonteCarlo, was {method}");

        int scenarios = method == RiskMethod.MonteCarlo ? model.Simulated.ScenarioCount : model.History.ScenarioCount;
        if (method != RiskMethod.Parametric && scenarios < level.MinObservations)
            throw Refused(nameof(level), $"level of {level.Bps} bps must have at least {level.MinObservations} scenarios, had {scenarios}");
    }

    private static ArgumentOutOfRangeException Refused(string field, FormattableString message) =>
        new(field, FormattableString.Invariant(message));
}
