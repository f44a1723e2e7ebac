using QuantumAI.Hocon.Rendering;
using QuantumAI.Hocon.Settings;
using QuantumAI.Hocon.Tests.Fixtures;

namespace QuantumAI.Hocon.Tests.Settings;

public sealed class SchemaTests
{
    private static readonly HoconSchema Schema = new(
        HoconSetting.Duration("risk.stale-after", "Age after which data is stale.").Between("1s", "10m").WithDefault("60s"),
        HoconSetting.Fraction("risk.drawdown-max", "Loss that halts trading.").Between("0.1%", "50%").Required(),
        HoconSetting.Integer("risk.orders-max", "Open orders at once.").Between("1", "100").WithDefault("10"),
        HoconSetting.Size("journal.segment", "Size of a file.").Between(null, "1 GiB").PlainNumber().WithDefault("64 MiB"),
        HoconSetting.Choice("mode", "The world to run in.", "sim", "paper", "live").WithDefault("sim"),
        HoconSetting.Text("symbols", "What to trade.").ListOf().WithDefault("[]"),
        HoconSetting.Text("venue.api-key", "Key of the account.").Secret(),
        HoconSetting.Boolean("agents.*.enabled", "Whether the agent runs.").Required(),
        HoconSetting.Section("labels", "Free-form.").WithDefault("{}"));

    private const string Reference =
        "risk { stale-after = 60s, drawdown-max = null, orders-max = 10 }\njournal.segment = 64 MiB\nmode = sim\nsymbols = []\nvenue.api-key = null\nlabels {}";

    [Fact]
    public void validation_must_report_nothing_when_all_is_well() =>
        Assert.Empty(Validate("risk.drawdown-max = 10%\nagents { rsi { enabled = yes } }\nsymbols = [A, B]\njournal.segment = 4096\nlabels { x.y = 1 }"));

    [Fact]
    public void validation_must_report_every_problem_with_its_place()
    {
        var problems = Validate(
            "risk { stale-after = 60 parsecs\n orders-max = 101\n stale-afer = 5s }\nmode = Live\nsymbols = [[1]]\nagents.rsi { weight = 1 }\njournal = 5\nvenue.api-key = {}");
        Assert.Equal(
            [
                "risk.stale-after must be a duration such as 60s from 1s to 10m, was 60 parsecs (main.conf:1)",
                "risk.orders-max must be a whole number from 1 to 100, was 101 (main.conf:2)",
                "risk.stale-afer must be a known key (nearest known: risk.stale-after) (main.conf:3)",
                "risk.drawdown-max must be set: must be a percentage such as 20% from 0.1% to 50% (main.conf:1)",
                "mode must be one of sim, paper, live, was Live (main.conf:4)",
                "symbols must be an array, each element of which must be a string, was an array (main.conf:5)",
                "agents.rsi.weight must be a known key (main.conf:6)",
                "agents.rsi.enabled must be set: must be true or false (main.conf:6)",
                "journal must be an object, was 5 (main.conf:7)",
                "venue.api-key must be a string, was (secret) (main.conf:8)",
            ],
            problems.Select(p => p.ToString()));
        Assert.Throws<HoconException>(problems.ThrowIfAny);
    }

    [Fact]
    public void required_key_must_be_reported_when_null_or_below_a_missing_section()
    {
        Assert.Equal("main.conf:2", Validate("\nrisk.drawdown-max = null").Single().Origin.ToString());
        Assert.Equal("risk.drawdown-max", Validate("mode = sim").Single().Key);
    }

    [Fact]
    public void plain_number_must_be_refused_where_not_declared() =>
        Assert.Equal("risk.stale-after", Validate("risk { drawdown-max = 5%, stale-after = 5000 }").Single().Key);

    [Fact]
    public void wildcard_must_match_array_elements()
    {
        var schema = new HoconSchema(HoconSetting.Integer("legs.*.size", "Lots.").Between("1", null).Required());
        Assert.Equal("legs.1.size", schema.Validate(Given.Load("legs = [{size=1},{size=0}]")).Single().Key);
    }

    [Fact]
    public void schema_must_equal_its_reference()
    {
        Assert.Empty(Schema.CompareWithReference(Given.Load(Reference)));
        var other = Given.Load(Reference + "\nmode = paper\nextra = 1\nrisk.drawdown-max = 10%");
        Assert.Equal(["extra", "risk.drawdown-max", "mode"], Schema.CompareWithReference(other).Select(p => p.Key!));
        Assert.Equal(8, Schema.CompareWithReference(Given.Load("")).Count);
    }

    [Fact]
    public void schema_must_be_refused_when_keys_clash_or_defaults_break_rules()
    {
        Assert.Throws<HoconException>(() => new HoconSchema(HoconSetting.Text("a", ""), HoconSetting.Text("a", "")));
        Assert.Throws<HoconException>(() => new HoconSchema(HoconSetting.Text("a", ""), HoconSetting.Text("a.b", "")));
        Assert.Throws<HoconException>(() => new HoconSchema(HoconSetting.Text("a.b", ""), HoconSetting.Text("a", "")));
        Assert.Throws<HoconException>(() => new HoconSchema(HoconSetting.Integer("a", "").Between("1", "5").WithDefault("6")));
        Assert.Throws<HoconException>(() => new HoconSchema(HoconSetting.Duration("a", "").Between("x", null).WithDefault("6s")));
    }

    [Fact]
    public void secret_must_be_known_by_its_path()
    {
        Assert.True(Schema.IsSecret("venue.api-key"));
        Assert.False(Schema.IsSecret("venue.other"));
        Assert.False(Schema.IsSecret("agents.x.enabled"));
    }

    [Fact]
    public void secret_must_be_hidden_inside_arrays()
    {
        var schema = new HoconSchema(HoconSetting.Text("venues.*.key", "").Secret(), HoconSetting.Text("tokens", "").ListOf().Secret());
        var config = Given.Load("venues = [{key = hush}], tokens = [hush]");
        Assert.Empty(schema.Validate(config));
        var options = new HoconRenderOptions { IsSecret = schema.IsSecret };
        Assert.DoesNotContain("hush", HoconRenderer.ToJson(config.Root, options), StringComparison.Ordinal);
        Assert.DoesNotContain("hush", HoconRenderer.ToHocon(config.Root, options), StringComparison.Ordinal);
    }

    private static HoconProblems Validate(string text) => Schema.Validate(Given.Load(text));
}
