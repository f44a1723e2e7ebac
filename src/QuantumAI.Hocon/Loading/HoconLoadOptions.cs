namespace QuantumAI.Hocon;

/// <summary>What the caller supplies to a load: included files, environment and limits.</summary>
public sealed record HoconLoadOptions
{
    /// <summary>No includes, no environment, default limits.</summary>
    public static readonly HoconLoadOptions Default = new();

    public IHoconSources Includes { get; init; } = HoconMemorySources.Empty;

    /// <summary>The value of an environment variable, or null when it is not set. Asked only for paths the configuration lacks.</summary>
    public Func<string, string?> Environment { get; init; } = static _ => null;

    public HoconLimits Limits { get; init; } = HoconLimits.Default;
}
