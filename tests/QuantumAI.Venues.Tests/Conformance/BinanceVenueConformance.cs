namespace QuantumAI.Venues.Tests.Conformance;

/// <summary>The Binance adapter over sockets against the paper exchange.</summary>
public sealed class BinanceVenueConformance : VenueConformance
{
    private protected override Task<IVenueBench> OpenAsync() => BinanceVenueBench.OpenAsync();
}
