namespace QuantumAI.Hocon;

/// <summary>How a value came to its key: the assignment that won and those it replaced, newest first.</summary>
internal sealed record HoconHistory(HoconOrigin SetAt, IReadOnlyList<HoconOverride> Overridden);
