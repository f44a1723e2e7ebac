namespace QuantumAI.Venues.Tests.Conformance;

/// <summary>The Binance adapter against the paper exchange, as processes of a universe.</summary>
public sealed class UniverseVenueConformance : VenueConformance
{
    private protected override Task<IVenueBench> OpenAsync() => Task.FromResult<IVenueBench>(new UniverseVenueBench());
}
