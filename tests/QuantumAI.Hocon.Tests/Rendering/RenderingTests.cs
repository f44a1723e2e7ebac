using QuantumAI.Hocon.Rendering;
using QuantumAI.Hocon.Tests.Fixtures;

namespace QuantumAI.Hocon.Tests.Rendering;

public sealed class RenderingTests
{
    private static readonly HoconObject Tree = Given.Load("b { x = 1e3, \"y z\" = [1, {}], key = hush }\na = \"q\\\"\\u0001\", e = []").Root;

    [Fact]
    public void json_must_be_indented_in_written_order() => Assert.Equal(
        "{\n  \"b\": {\n    \"x\": 1000,\n    \"y z\": [\n      1,\n      {}\n    ],\n    \"key\": \"hush\"\n  },\n  \"a\": \"q\\\"\\u0001\",\n  \"e\": []\n}",
        HoconRenderer.ToJson(Tree));

    [Fact]
    public void hocon_must_quote_only_what_needs_it() => Assert.Equal(
        "b {\n  x = 1000\n  \"y z\" = [\n    1\n    {}\n  ]\n  key = \"hush\"\n}\na = \"q\\\"\\u0001\"\ne = []\n",
        HoconRenderer.ToHocon(Tree));

    [Fact]
    public void secrets_and_origins_must_show_as_asked()
    {
        var text = HoconRenderer.ToHocon(Tree, new HoconRenderOptions { IsSecret = p => p == "b.key", ShowOrigins = true });
        Assert.Contains("key = \"(secret)\"  # main.conf:1\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", text, StringComparison.Ordinal);
    }

    [Fact]
    public void secret_must_be_hidden_by_its_text_whatever_its_key()
    {
        var options = new HoconRenderOptions { IsSecretText = text => text.Contains("hush", StringComparison.Ordinal) };
        Assert.DoesNotContain("hush", HoconRenderer.ToJson(Tree, options), StringComparison.Ordinal);
        Assert.DoesNotContain("hush", new HoconExplanation("b", Tree.Find("b")!).ToText(options: options), StringComparison.Ordinal);
        Assert.DoesNotContain("hush", new HoconExplanation("b", Tree.Find("b")!).ToText(options: new HoconRenderOptions { IsSecret = path => path == "b.key" }), StringComparison.Ordinal);
    }

    [Fact]
    public void canonical_text_must_be_equal_when_trees_are_equal() => Assert.Equal(
        HoconRenderer.ToJson(Given.Load("a=1.0,b{d=2,c=3}").Root, HoconRenderOptions.Canonical),
        HoconRenderer.ToJson(Given.Load("b{c=3,d=20e-1},a=1").Root, HoconRenderOptions.Canonical));

    [Fact]
    public void huge_exponent_must_not_be_spelled_out() => Assert.Equal("{\"a\":1e999999999}", Given.Json("a = 1e999999999"));
}
