namespace QuantumAI.Hocon.Tests.Parsing;

public sealed class ForeignFormatTests
{
    [Theory]
    [InlineData("a.b=c\na.d : e f \ng h", """{"a":{"b":"c","d":"e f "},"g":"h"}""")]
    [InlineData("# c\n! d\n\n  a = 1\\\n   2", """{"a":"12"}""")]
    [InlineData("a\\=b=\\u0041\\t", """{"a=b":"A\t"}""")]
    [InlineData("a=hello\na.b=world", """{"a":{"b":"world"}}""")]
    [InlineData("a.b=world\na=hello", """{"a":{"b":"world"}}""")]
    [InlineData("a.=x", """{"a":{"":"x"}}""")]
    [InlineData("a", """{"a":""}""")]
    public void properties_must_parse(string text, string json) =>
        Assert.Equal(json, HoconConfig.Parse(text, "x.properties").Root.ToString());

    [Theory]
    [InlineData("""{"a" : [1, -2.5e3, true, null, "${x}"]}""", """{"a":[1,-2500,true,null,"${x}"]}""")]
    [InlineData(" \n{}", "{}")]
    public void json_must_parse(string text, string json) => Assert.Equal(json, HoconConfig.Parse(text, "x.json").Root.ToString());

    [Theory]
    [InlineData("")]
    [InlineData("a=1")]
    [InlineData("{\"a\":1,}")]
    [InlineData("{\"a\":1} x")]
    [InlineData("{\"a\":01}")]
    [InlineData("{\"a\":.5}")]
    [InlineData("{\"a\":1 // no\n}")]
    [InlineData("{a:1}")]
    [InlineData("{\"a\":\"\"\"x\"\"\"}")]
    [InlineData("{\"a\":[1 2]}")]
    public void json_must_be_refused_when_not_strict(string text) =>
        Assert.Throws<HoconException>(() => HoconConfig.Parse(text, "x.json"));
}
