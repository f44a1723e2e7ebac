using QuantumAI.Hocon.Tests.Fixtures;

namespace QuantumAI.Hocon.Tests.Parsing;

public sealed class SyntaxTests
{
    [Theory]
    [InlineData("", "{}")]
    [InlineData("# only a comment", "{}")]
    [InlineData("{}", "{}")]
    [InlineData("a=1 # c\nb:2 // d", """{"a":1,"b":2}""")]
    [InlineData("a=1,b=2,", """{"a":1,"b":2}""")]
    [InlineData("a { b = 1 }", """{"a":{"b":1}}""")]
    [InlineData("a\n{ b = 1 }", """{"a":{"b":1}}""")]
    [InlineData("a :\n 1", """{"a":1}""")]
    [InlineData("a.b.c = 1, a.b.d = 2", """{"a":{"b":{"c":1,"d":2}}}""")]
    [InlineData("a.\"b.c\" = 1", """{"a":{"b.c":1}}""")]
    [InlineData("a b c = 1", """{"a b c":1}""")]
    [InlineData("3.14 = x", """{"3":{"14":"x"}}""")]
    [InlineData("10.0foo = x", """{"10":{"0foo":"x"}}""")]
    [InlineData("foo\"10.0\" = x", """{"foo10.0":"x"}""")]
    [InlineData("a.\"\".b = x", """{"a":{"":{"b":"x"}}}""")]
    [InlineData("true = 1", """{"true":1}""")]
    [InlineData("foo include = 1", """{"foo include":1}""")]
    [InlineData("includes = 1, include-x = 2", """{"includes":1,"include-x":2}""")]
    [InlineData("\"include\" = 1", """{"include":1}""")]
    [InlineData("a = include, b = [include]", """{"a":"include","b":["include"]}""")]
    [InlineData("a = [1\n2\n3,]", """{"a":[1,2,3]}""")]
    [InlineData("a = [1 2 3]", """{"a":["1 2 3"]}""")]
    [InlineData("a = true, b = truefoo, c = null", """{"a":true,"b":"truefoo","c":null}""")]
    [InlineData("a = 2012-01-01, b = -x, c = 5eggs", """{"a":"2012-01-01","b":"-x","c":"5eggs"}""")]
    [InlineData("a = 1e3, b = -0.50, c = 1E-2", """{"a":1000,"b":-0.5,"c":0.01}""")]
    [InlineData("a = \"\\u0041\\n\\t\\/\"", """{"a":"A\n\t/"}""")]
    [InlineData("a = \"\"\"x\\n\"y\"\"\"\"\"", """{"a":"x\\n\"y\"\""}""")]
    [InlineData("a = /usr/bin", """{"a":"/usr/bin"}""")]
    [InlineData("a = 1\r\nb = 2\r\n", """{"a":1,"b":2}""")]
    [InlineData("\uFEFFa\u00A0=\u20071", """{"a":1}""")]
    public void text_must_parse(string text, string json) => Assert.Equal(json, Given.Json(text));

    [Theory]
    [InlineData("a = {", "main.conf:1")]
    [InlineData("a = 1 }", "main.conf:1")]
    [InlineData("{ a = 1", "main.conf:1")]
    [InlineData("{ a = 1 } b", "main.conf:1")]
    [InlineData("x=1\na = [1,,2]", "main.conf:2")]
    [InlineData("a = [,1]", "main.conf:1")]
    [InlineData("a = [1,2,,]", "main.conf:1")]
    [InlineData("a = 1,,b = 2", "main.conf:1")]
    [InlineData(",a = 1", "main.conf:1")]
    [InlineData("a = \"x\ny\"", "main.conf:1")]
    [InlineData("a = \"\t\"", "main.conf:1")]
    [InlineData("a = \"\\x\"", "main.conf:1")]
    [InlineData("a = \"\\u12G4\"", "main.conf:1")]
    [InlineData("\na = \"\"\"x", "main.conf:2")]
    [InlineData("a..b = 1", "main.conf:1")]
    [InlineData(".a = 1", "main.conf:1")]
    [InlineData("a. = 1", "main.conf:1")]
    [InlineData("a = ", "main.conf:1")]
    [InlineData("a", "main.conf:1")]
    [InlineData("a = localhost:80", "main.conf:1")]
    [InlineData("a = x@y", "main.conf:1")]
    [InlineData("a = 1+1", "main.conf:1")]
    [InlineData("a = $b", "main.conf:1")]
    [InlineData("a = ${b", "main.conf:1")]
    [InlineData("a = ${ ?b}", "main.conf:1")]
    [InlineData("${a} = 1", "main.conf:1")]
    [InlineData("a = ${b${c}}", "main.conf:1")]
    [InlineData("[1]", "main.conf:1")]
    public void text_must_be_refused_with_its_line_when_malformed(string text, string origin) =>
        Assert.Equal(origin, Given.Refused(text).Origin.ToString());

    [Fact]
    public void root_array_must_parse_when_any_value_is_asked_for() =>
        Assert.Equal("[1,\"/home/q\"]", HoconConfig.ParseValue(HoconSource.FromText("x.conf", "[1, ${HOME}]"), Given.Options()).ToString());

    [Fact]
    public void source_must_be_refused_with_its_line_when_not_utf8()
    {
        var problem = Assert.Throws<HoconException>(() => HoconSource.FromBytes("x.conf", [(byte)'a', (byte)'\n', 0xFF])).Problem;
        Assert.Equal("x.conf:2", problem.Origin.ToString());
    }

    [Theory]
    [InlineData("a.b", new[] { "a", "b" })]
    [InlineData("a.\"b.c\" ", new[] { "a", "b.c" })]
    public void path_must_round_trip(string text, string[] keys)
    {
        Assert.Equal(keys, HoconPath.Parse(text).Keys);
        Assert.Equal(text.Trim(), HoconPath.Of(keys).ToString());
    }
}
