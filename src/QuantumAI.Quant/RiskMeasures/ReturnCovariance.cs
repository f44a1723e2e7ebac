namespace QuantumAI.Quant.RiskMeasures;

/// <summary>Means and covariances of one-day returns. Immutable.</summary>
/// <remarks>
/// <para>Sample covariance, divisor n − 1: C[i,j] = Σ (r[s,i] − m[i]) · (r[s,j] − m[j]) / (n − 1), summed by scenario.</para>
/// <para>Hazards: with fewer scenarios than instruments the matrix is singular; the factor allows it.</para>
/// </remarks>
public sealed class ReturnCovariance
{
    // A pivot below this share of its variance is rounding: its column is 0. The limit for what such a column may then leave over
    // follows from the Cauchy–Schwarz inequality, √1e-12, with room for rounding.
    private const double NoPivot = 1e-12;
    private const double NoRest = 3e-6;

    private readonly double[] _mean;
    private readonly double[] _covariance;

    /// <summary>Takes copies of known moments.</summary>
    /// <param name="mean">Expected returns, fractions within ±1000; 1..256 instruments.</param>
    /// <param name="covariance">Row by row, within ±1e6; symmetric. That it is positive semi-definite is checked by <see cref="Factor"/>.</param>
    /// <exception cref="ArgumentException">A wrong shape, a value out of range, a negative variance, or no symmetry.</exception>
    public ReturnCovariance(ReadOnlySpan<double> mean, ReadOnlySpan<double> covariance)
    {
        int count = mean.Length;
        RiskBorder.Count(count, 1, RiskScenarios.MaxInstruments, nameof(mean));
        RiskBorder.Length(covariance.Length, count * count, nameof(covariance));
        RiskBorder.Values(mean, RiskBorder.MaxReturn, nameof(mean));
        RiskBorder.Values(covariance, RiskBorder.MaxReturn * RiskBorder.MaxReturn, nameof(covariance));
        for (int i = 0; i < count; i++)
        {
            RiskBorder.Within(covariance[(i * count) + i], 0, RiskBorder.MaxReturn * RiskBorder.MaxReturn, $"covariance[{i},{i}]");
            for (int j = 0; j < i; j++)
            {
                (double lower, double upper) = (covariance[(i * count) + j], covariance[(j * count) + i]);
                if (lower != upper)
                    throw new ArgumentException(FormattableString.Invariant($"covariance[{i},{j}] must equal [{j},{i}] {upper:R}, was {lower:R}"), nameof(covariance));
            }
        }

        _mean = mean.ToArray();
        _covariance = covariance.ToArray();
    }

    /// <summary>Number of instruments.</summary>
    public int InstrumentCount => _mean.Length;

    /// <summary>Expected returns by instrument, fractions.</summary>
    public ReadOnlySpan<double> Mean => _mean;

    /// <summary>Covariances of one instrument with all others.</summary>
    public ReadOnlySpan<double> Row(int instrumentIndex) =>
        _covariance.AsSpan(instrumentIndex * InstrumentCount, InstrumentCount);

    /// <summary>Estimates from at least 2 scenarios; O(scenarios · instruments²).</summary>
    /// <exception cref="ArgumentException">Fewer than 2 scenarios.</exception>
    public static ReturnCovariance FromScenarios(RiskScenarios scenarios)
    {
        RiskBorder.Count(scenarios.ScenarioCount, 2, RiskScenarios.MaxScenarios, nameof(scenarios.ScenarioCount));
        (int count, int days) = (scenarios.InstrumentCount, scenarios.ScenarioCount);
        double[] mean = new double[count];
        double[] surprises = new double[count * days];
        double[] covariance = new double[count * count];
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<double> returns = scenarios.OfInstrument(i);
            mean[i] = ParametricRisk.Mean(returns);
            Span<double> surprise = surprises.AsSpan(i * days, days);
            for (int s = 0; s < days; s++)
                surprise[s] = returns[s] - mean[i];

            for (int j = 0; j <= i; j++)
            {
                double value = Products(surprise, surprises.AsSpan(j * days, days)) / (days - 1);
                covariance[(i * count) + j] = value;
                covariance[(j * count) + i] = value;
            }
        }

        return new ReturnCovariance(mean, covariance);
    }

    /// <summary>The lower triangular L with L · Lᵀ = C, row by row (A.-L. Cholesky); O(instruments³).</summary>
    /// <exception cref="ArgumentException">The matrix is not positive semi-definite.</exception>
    public double[] Factor()
    {
        int count = InstrumentCount;
        double[] factor = new double[count * count];
        for (int j = 0; j < count; j++)
        {
            Span<double> row = factor.AsSpan(j * count, count);
            double variance = _covariance[(j * count) + j];
            double pivot = variance - Products(row[..j], row[..j]);
            ThrowIf(pivot < -NoPivot * variance, j);
            row[j] = pivot > NoPivot * variance ? Math.Sqrt(pivot) : 0;
            for (int i = j + 1; i < count; i++)
            {
                Span<double> below = factor.AsSpan(i * count, count);
                double rest = _covariance[(i * count) + j] - Products(below[..j], row[..j]);
                if (row[j] > 0)
                    below[j] = rest / row[j];
                else
                    ThrowIf(Math.Abs(rest) > NoRest * Math.Sqrt(variance) * Math.Sqrt(_covariance[(i * count) + i]), j);
            }
        }

        return factor;
    }

    private static void ThrowIf(bool isIndefinite, int instrumentIndex)
    {
        if (isIndefinite)
            throw new ArgumentException(FormattableString.Invariant($"covariance must be positive semi-definite, was not at instrument {instrumentIndex}"));
    }

    private static double Products(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        double sum = 0;
        for (int i = 0; i < left.Length; i++)
            sum += left[i] * right[i];

        return sum;
    }
}
