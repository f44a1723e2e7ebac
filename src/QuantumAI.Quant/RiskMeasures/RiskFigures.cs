namespace QuantumAI.Quant.RiskMeasures;

/// <summary>How a value at risk is found.</summary>
public enum RiskMethod
{
    /// <summary>Not set; refused.</summary>
    Unspecified = 0,

    /// <summary>Normal distribution with the moments of the history.</summary>
    Parametric = 1,

    /// <summary>The past days themselves.</summary>
    Historical = 2,

    /// <summary>Simulated days.</summary>
    MonteCarlo = 3,
}

/// <summary>The risk of a book over one day, in the base currency; losses are positive.</summary>
/// <param name="WorstStress">Null when the model has no stress scenarios.</param>
public readonly record struct RiskFigures(
    TailRisk Parametric95, TailRisk Parametric99,
    TailRisk Historical95, TailRisk Historical99,
    TailRisk MonteCarlo95, TailRisk MonteCarlo99,
    StressLoss? WorstStress);

/// <summary>The risk of a book of positions that change one at a time.</summary>
/// <remarks>Not thread-safe: one owner, also for questions, since answers share buffers.</remarks>
public interface IBookRisk
{
    /// <summary>What the risk is measured with.</summary>
    RiskModel Model { get; }

    /// <summary>Value of each position in the base currency, negative when short.</summary>
    ReadOnlySpan<double> Values { get; }

    /// <summary>The figures of the book as it is.</summary>
    RiskFigures Figures { get; }

    /// <summary>The figures as they would be after a change; the book stays as it is.</summary>
    /// <param name="instrumentIndex">Which position.</param>
    /// <param name="deltaValue">What would be added to its value, in the base currency.</param>
    /// <exception cref="ArgumentOutOfRangeException">No such instrument; the change or the value after it is not finite or beyond ±1e15.</exception>
    RiskFigures WithChange(int instrumentIndex, double deltaValue);

    /// <summary>Changes the book.</summary>
    /// <param name="instrumentIndex">Which position.</param>
    /// <param name="deltaValue">What is added to its value, in the base currency.</param>
    /// <exception cref="ArgumentOutOfRangeException">As <see cref="WithChange"/>; the book is unchanged.</exception>
    void Apply(int instrumentIndex, double deltaValue);
}
