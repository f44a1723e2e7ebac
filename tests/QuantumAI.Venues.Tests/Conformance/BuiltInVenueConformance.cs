namespace QuantumAI.Venues.Tests.Conformance;

/// <summary>The built-in venue as <c>quantum paper</c> uses it.</summary>
public sealed class BuiltInVenueConformance : VenueConformance
{
    private protected override Task<IVenueBench> OpenAsync() => Task.FromResult<IVenueBench>(new BuiltInVenueBench());
}
