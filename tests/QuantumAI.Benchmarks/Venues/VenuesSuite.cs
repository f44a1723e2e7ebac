using QuantumAI.Benchmarks.Harness;

namespace QuantumAI.Benchmarks.Venues;

/// <summary>What the edge to an exchange costs.</summary>
internal static class VenuesSuite
{
    public static Suite Create() => new("venues", size => [.. ParseRows.Of(size), .. SignedOrderRows.Of(size), .. WireToBookRows.Of(size)]);
}
