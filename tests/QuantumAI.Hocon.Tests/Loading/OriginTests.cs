using QuantumAI.Hocon.Tests.Fixtures;

namespace QuantumAI.Hocon.Tests.Loading;

public sealed class OriginTests
{
    private static readonly HoconConfig Config = Given.Layers(
        ("reference.conf", "risk {\n  stale-after = 60s\n  base = 5\n  limits { a = 1, b = 2 }\n}"),
        ("paper.conf", "risk.stale-after = 30s"),
        ("live.conf", "\n\nrisk.stale-after = ${risk.base}s\nrisk.limits.b = 3\nrisk.same = ${risk.base}"));

    [Fact]
    public void explanation_must_list_what_a_value_overrides_newest_first()
    {
        var explained = Config.Explain("risk.stale-after")!;
        Assert.Equal("live.conf:3", explained.Value.SetAt.ToString());
        Assert.Equal(["paper.conf:1", "reference.conf:2"], explained.Value.Overridden.Select(o => o.Origin.ToString()));
        Assert.Equal(["30s", "60s"], explained.Value.Overridden.Select(o => o.Text));
        Assert.Equal(
            "risk.stale-after = \"5s\"\n  from live.conf:3\n  overrides paper.conf:1 (30s)\n  overrides reference.conf:2 (60s)\n",
            explained.ToText());
        Assert.DoesNotContain("30s", explained.ToText(secret: true), StringComparison.Ordinal);
    }

    [Fact]
    public void substituted_value_must_know_both_places()
    {
        var value = Config.Find("risk.same")!;
        Assert.Equal("reference.conf:3", value.Origin.ToString());
        Assert.Equal("live.conf:5", value.SetAt.ToString());
    }

    [Fact]
    public void merged_object_must_keep_each_fields_origin()
    {
        Assert.Equal("reference.conf:4", Config.Find("risk.limits.a")!.SetAt.ToString());
        Assert.Equal("live.conf:4", Config.Find("risk.limits.b")!.SetAt.ToString());
        Assert.Equal("2", Config.Find("risk.limits.b")!.Overridden.Single().Text);
        Assert.Empty(Config.Find("risk.limits")!.Overridden);
    }

    [Fact]
    public void inherited_field_must_keep_its_chain()
    {
        var value = Given.Load("d { x = 1 }\ne = ${d} {\n x = 2 }\ne.x = 3").Find("e.x")!;
        Assert.Equal("main.conf:4", value.SetAt.ToString());
        Assert.Equal(["main.conf:3", "main.conf:1"], value.Overridden.Select(o => o.Origin.ToString()));
    }

    [Fact]
    public void append_from_another_layer_must_show_in_the_chain()
    {
        var value = Given.Layers(("a.conf", "p=[1]"), ("b.conf", "p+=2")).Find("p")!;
        Assert.Equal("b.conf:1", value.SetAt.ToString());
        Assert.Equal("a.conf:1", value.Overridden.Single().Origin.ToString());
    }

    [Fact]
    public void explanation_must_reach_array_elements_by_index()
    {
        var config = Given.Load("a = [1,\n{ b = 2 }]");
        Assert.Equal("main.conf:2", config.Explain("a.1.b")!.Value.Origin.ToString());
        Assert.Null(config.Explain("a.2"));
        Assert.Null(config.Explain("a.x"));
    }

    [Fact]
    public void environment_value_must_name_its_variable()
    {
        var value = Given.Load("h = ${HOME}").Find("h")!;
        Assert.Equal("environment variable HOME", value.Origin.ToString());
        Assert.Equal("main.conf:1", value.SetAt.ToString());
    }

    [Fact]
    public void overriding_null_must_end_an_objects_merge_and_show_in_the_chain()
    {
        var value = Given.Load("a{x=1}\na=null\na{y=2}").Find("a")!;
        Assert.Equal(["main.conf:2", "main.conf:1"], value.Overridden.Select(o => o.Origin.ToString()));
    }
}
