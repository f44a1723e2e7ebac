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

    private static string HashWith(params string[] assignments) => QuantumSettings.Read(ConfigurationFiles.Load("paper", null, assignments)).Hash;
}
