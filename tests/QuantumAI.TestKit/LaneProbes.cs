using QuantumAI.Runtime.Lanes;

namespace QuantumAI.TestKit;

/// <summary>Puts probes on lanes.</summary>
public static class LaneProbes
{
    /// <summary>A probe on a lane of a virtual world.</summary>
    public static Probe<T> Probe<T>(this Lane lane, string name) => new(lane, name);

    /// <summary>A probe on a lane of a live world.</summary>
    public static LiveProbe<T> LiveProbe<T>(this Lane lane, string name) => new(lane, name);
}
