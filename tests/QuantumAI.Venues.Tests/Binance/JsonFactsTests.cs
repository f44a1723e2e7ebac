using System.Text.Json;
using Xunit.Sdk;

namespace QuantumAI.Venues.Tests.Binance;

/// <summary>The checker of the fixtures is checked itself: it must see every difference.</summary>
public sealed class JsonFactsTests
{
    [Theory]
    [InlineData("""{"a":"1.50","b":1,"c":["x"],"new":1}""")]
    [InlineData("""{"a":"1.51","b":1,"c":["x"]}""")]
    [InlineData("""{"a":1.5,"b":1,"c":["x"]}""")]
    [InlineData("""{"a":"1.5","b":2,"c":["x"]}""")]
    [InlineData("""{"a":"1.5","b":1,"c":["x","y"]}""")]
    [InlineData("""{"a":"1.5","b":1,"c":["y"]}""")]
    public void difference_must_be_found(string json) => Assert.ThrowsAny<XunitException>(() => JsonFacts.Check(JsonElement.Parse(json), Facts()));

    [Fact]
    public void equal_values_must_pass() => JsonFacts.Check(JsonElement.Parse("""{"a":"1.500","b":1,"c":["x"]}"""), Facts());

    private static Dictionary<string, object?> Facts() =>
        new() { ["a"] = new Domain.Instruments.DecimalNumber(15, 1), ["b"] = 1L, ["c"] = new[] { "x" } };
}
