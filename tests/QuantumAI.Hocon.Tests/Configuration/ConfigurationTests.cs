using Microsoft.Extensions.Configuration;
using QuantumAI.Hocon.Configuration;
using QuantumAI.Hocon.Tests.Fixtures;

namespace QuantumAI.Hocon.Tests.Configuration;

public sealed class ConfigurationTests
{
    [Fact]
    public void provider_must_flatten_keys_and_indices()
    {
        var root = new ConfigurationBuilder().AddHocon(Given.Load("a.b { c = 1.50, d = [x, {e = on}], n = null }, f = []")).Build();
        Assert.Equal("1.50", root["a:b:c"]);
        Assert.Equal("x", root["A:B:D:0"]);
        Assert.Equal("on", root["a:b:d:1:e"]);
        Assert.Null(root["a:b:n"]);
        Assert.Equal("", root["f"]);
        Assert.Equal(2, root.GetSection("a:b:d").GetChildren().Count());
    }

    [Theory]
    [InlineData("a = 1\nA = 2")]
    [InlineData("x = 1\n\"a:b\" = 2")]
    public void provider_must_refuse_keys_that_clash(string text)
    {
        var e = Assert.Throws<HoconException>(() => new ConfigurationBuilder().AddHocon(Given.Load(text)).Build());
        Assert.Equal("main.conf:2", e.Problem.Origin.ToString());
    }
}
