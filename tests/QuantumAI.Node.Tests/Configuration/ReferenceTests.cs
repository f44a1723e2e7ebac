using QuantumAI.Domain.Orders;
using QuantumAI.Hocon;
using QuantumAI.Node.Configuration;

namespace QuantumAI.Node.Tests.Configuration;

public sealed class ReferenceTests
{
    [Fact]
    public void Reference_must_declare_every_key_of_the_schema_with_its_default_when_compared()
    {
        var file = Path.Combine(ConfigurationFiles.Folder, "reference.conf");
        var reference = HoconConfig.Load([HoconSource.FromBytes(file, File.ReadAllBytes(file))], new HoconLoadOptions());

        QuantumSchema.Instance.CompareWithReference(reference).ThrowIfAny();
    }

    [Theory]
    [InlineData("paper")]
    [InlineData("sim")]
    public void Settings_must_be_readable_when_an_environment_is_as_delivered(string environment)
    {
        var settings = QuantumSettings.Read(ConfigurationFiles.Load(environment, null, []));

        Assert.Equal(["BTCUSDT", "ETHUSDT"], settings.Symbols);
        Assert.Equal(500, settings.HistoryBars);
        Assert.Equal(64, settings.Hash.Length);
    }

    [Fact]
    public void Hash_must_follow_what_decides_and_nothing_else_when_keys_change()
    {
        var plain = HashWith();

        Assert.Equal(plain, HashWith("http.port=9000"));
        Assert.NotEqual(plain, HashWith("risk.drawdown=14%"));
    }

    [Fact]
    public void Venue_must_lack_what_the_configuration_leaves_out_when_it_is_read()
    {
        var all = QuantumSettings.Read(ConfigurationFiles.Load("paper", null, [])).Capabilities;
        Assert.True(all.Types.SetEquals(VenueCapabilities.All.Types) && all.Lists.SetEquals(VenueCapabilities.All.Lists));
        var plain = QuantumSettings.Read(ConfigurationFiles.Load("paper", null, ["venue.order-types=[market, limit]", "venue.order-lists=[oco]"])).Capabilities;
        Assert.True(plain.Types.SetEquals([OrderType.Market, OrderType.Limit]) && plain.Lists.SetEquals([ContingencyKind.OneCancelsOther]));
    }

    [Theory]
    [InlineData("venue.order-types=[market, limit, pegged]", "pegged")]
    [InlineData("venue.order-types=[market, stop]", "must name market and limit")]
    [InlineData("venue.order-lists=[ocx]", "ocx")]
    public void Venue_must_be_refused_by_value_when_it_is_said_to_take_what_nobody_knows(string assignment, string words)
    {
        var refusal = Assert.Throws<HoconException>(() => QuantumSettings.Read(ConfigurationFiles.Load("paper", null, [assignment])));
        Assert.Contains(words, refusal.Message, StringComparison.Ordinal);
    }

    private static string HashWith(params string[] assignments) => QuantumSettings.Read(ConfigurationFiles.Load("paper", null, assignments)).Hash;
}
