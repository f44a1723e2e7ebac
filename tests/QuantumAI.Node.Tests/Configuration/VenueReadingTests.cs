using QuantumAI.Node.Configuration;
using QuantumAI.Simulation.Fees;
using QuantumAI.Simulation.Venue;

namespace QuantumAI.Node.Tests.Configuration;

public sealed class VenueReadingTests
{
    [Fact]
    public void venue_must_be_as_it_was_when_nothing_is_set() => Assert.Equal(new PaperVenueSettings(1_000, 100), Read());

    [Fact]
    public void fees_must_be_read_by_side_and_tier()
    {
        var fees = Read("venue.maker-fee=0.02%", "venue.fee-tiers=[\"0.01% 0.05%\"]", "venue.fee-payment=asset", "venue.fee-asset=BNB").Fees!;
        Assert.Equal((new FeeRates(200, 1_000), new FeeRates(100, 500)), (fees.RatesOf("BTCUSDT", 0), fees.RatesOf("BTCUSDT", 1)));
        Assert.Equal(new FeeAsset("BNB", 8, 250_000), fees.Third);
    }

    [Fact]
    public void latency_must_be_read_by_direction()
    {
        var latency = Read("venue.latency.to-venue=3ms").Latency!;
        Assert.Equal((3_000_000L, 0L), (latency.ToVenue.Of(1), latency.ToClient.Of(1)));
    }

    [Theory]
    [InlineData("venue.fee-tiers=[\"0.1%\"]")]
    [InlineData("venue.fee-tiers=[\"6% 1%\"]")]
    [InlineData("venue.fee-asset=BNB")]
    [InlineData("venue.fee-payment=asset")]
    [InlineData("venue.latency.to-client=61s")]
    [InlineData("venue.latency.to-venue-file=nowhere.txt")]
    public void setting_must_be_refused_when_it_makes_no_sense(string assignment) => Assert.ThrowsAny<Exception>(() => Read(assignment));

    private static PaperVenueSettings Read(params string[] assignments) =>
        QuantumSettings.Read(ConfigurationFiles.Load("paper", null, assignments)).Venue;
}
