using System.Text.Json;
using QuantumAI.Node.Tests.Processes;

namespace QuantumAI.Node.Tests.Configuration;

public sealed class ConfigCommandTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task Show_must_print_one_json_object_when_asked_for_json()
    {
        _folder.Write("base.conf", "limit = 3\n");
        _folder.Write("my.conf", "include \"base.conf\"\na { b = ${limit}, list = [1, two] }\n");
        var shown = await QuantumProcess.RunAsync(_folder.Path, "config", "show", "my.conf", "--json");

        using var json = JsonDocument.Parse(shown.Expect(0).Output);
        Assert.Equal("3", json.RootElement.GetProperty("a").GetProperty("b").ToString());
        Assert.Equal(2, json.RootElement.GetProperty("a").GetProperty("list").GetArrayLength());
        Assert.Empty(shown.Error);
    }

    [Fact]
    public async Task Show_must_print_a_file_that_reads_the_same_when_shown_again()
    {
        _folder.Write("my.conf", "a { b = ${c}\n c = x }\nc = \"with space\"\n");
        var first = await QuantumProcess.RunAsync(_folder.Path, "config", "show", "my.conf");
        _folder.Write("again.conf", first.Expect(0).Output);
        var second = await QuantumProcess.RunAsync(_folder.Path, "config", "show", "again.conf");

        Assert.Equal(first.Output, second.Expect(0).Output);
    }

    [Theory]
    [InlineData("bad.conf:2", "a = 1\nb {\n", "bad.conf")]
    [InlineData("bad.conf:1", "a = ${nowhere}\n", "bad.conf")]
    [InlineData("must be a file that exists", "", "missing.conf")]
    public async Task Show_must_name_file_and_line_when_a_file_is_wrong(string place, string content, string file)
    {
        _folder.Write("bad.conf", content);
        var refused = await QuantumProcess.RunAsync(_folder.Path, "config", "show", file);

        Assert.Contains(place, Assert.Single(refused.Expect(2).ErrorLines), StringComparison.Ordinal);
        Assert.Empty(refused.Output);
    }

    [Fact]
    public async Task Explain_must_tell_value_place_and_what_it_overrides_when_a_layer_sets_the_key()
    {
        _folder.Write("my.conf", "risk {\n  drawdown = 10%\n}\n");
        var told = await QuantumProcess.RunAsync(_folder.Path, "config", "explain", "risk.drawdown", "--config", "my.conf");

        var lines = told.Expect(0).OutputLines;
        Assert.Equal("risk.drawdown = \"10%\"", lines[0]);
        Assert.Contains("my.conf:2", lines[1], StringComparison.Ordinal);
        Assert.Contains("reference.conf:", lines[2], StringComparison.Ordinal);
        Assert.Contains("15%", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explain_must_be_refused_when_there_is_no_such_key()
    {
        var refused = await QuantumProcess.RunAsync(_folder.Path, "config", "explain", "risk.drawdwn");

        Assert.Contains("there is no key risk.drawdwn", Assert.Single(refused.Expect(2).ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bad_keys_must_be_reported_together_with_file_and_line_when_there_are_several()
    {
        _folder.Write("my.conf", "risk {\n  drawdwn = 3%\n  drawdown = 200%\n}\nmarket.interval = 5 parsecs\nhttp.port = 99999\n");
        var refused = await QuantumProcess.RunAsync(_folder.Path, "paper", "--config", "my.conf", "--set", "venue.half-spread=lots", "--for", "1d", "--speed", "max");

        var lines = refused.Expect(2).ErrorLines;
        Assert.Equal(5, lines.Length);
        MustReport(lines, "risk.drawdwn", "must be a known key (nearest known: risk.drawdown)", "my.conf:2");
        MustReport(lines, "risk.drawdown", "was 200%", "my.conf:3");
        MustReport(lines, "market.interval", "5 parsecs", "my.conf:5");
        MustReport(lines, "http.port", "99999", "my.conf:6");
        MustReport(lines, "venue.half-spread", "lots", "--set venue.half-spread=lots");
        Assert.False(Directory.Exists(_folder["data"]));
    }

    [Theory]
    [InlineData("account.time-zone", "account.time-zone=Mars/Base")]
    [InlineData("market.synthetic-start", "market.synthetic-start=yesterday")]
    [InlineData("risk.agent-share", "risk.agent-share.other=90%")]
    [InlineData("market.symbols names DOGE", "market.symbols=[DOGE]")]
    [InlineData("first-price is missing", "instruments.ETHUSDT=null\ninstruments.ETHUSDT{base=ETH,quote=USDT,tick=0.01,lot-step=1,min-quantity=1,min-notional=5}")]
    [InlineData("one account trades one quote currency", "instruments.ETHUSDT.quote=EUR")]
    public async Task Rule_that_spans_keys_must_be_checked_when_the_configuration_is_read(string named, string assignment)
    {
        var refused = await QuantumProcess.RunAsync(_folder.Path, "paper", "--set", assignment, "--for", "1d", "--speed", "max");

        Assert.Contains(named, Assert.Single(refused.Expect(2).ErrorLines), StringComparison.Ordinal);
        Assert.False(File.Exists(_folder["data/journal.db"]), "a journal was left behind by a refused configuration");
    }

    [Theory]
    [InlineData("config", "show", "my.conf")]
    [InlineData("config", "show", "my.conf", "--json")]
    [InlineData("config", "show", "broken.conf")]
    [InlineData("config", "explain", "journal.connection")]
    [InlineData("config", "explain", "journal")]
    [InlineData("config", "explain", "journal", "--config", "my.conf")]
    [InlineData("config", "explain", "\"journal\".connection", "--config", "own.conf")]
    [InlineData("config", "explain", "account.name", "--config", "own.conf")]
    [InlineData("config", "explain", "journal.connection", "--set", "journal.connection=\"Host=db;Password=canary-7\"")]
    [InlineData("config", "explain", "journal.connection", "--set", "journal.connection=\"canary-7\"")]
    [InlineData("config", "explain", "journal.connection", "--set", "journal.connection=canary-7[")]
    [InlineData("config", "explain", "journal.connection", "--set", "journal.connection={ a = canary-7 }")]
    [InlineData("config", "explain", "journal", "--set", "journal { connection = \"canary-7\" }")]
    [InlineData("config", "explain", "journal", "--set", "journal.conection=\"canary-7\"")]
    [InlineData("config", "explain", "journal", "--set", "journal.connection=Host=db;Password=canary-7")]
    [InlineData("config", "explain", "journal", "--set", "journal.schema=\"postgres://trader:canary-7@db\"")]
    [InlineData("config", "explain", "Host=db;Password=canary-7")]
    [InlineData("config", "explain", "a", "Host=db;Password=canary-7")]
    [InlineData("config", "explain", "a", "--sett", "journal.connection=canary-7")]
    [InlineData("journal", "verify", "--set", "journal.connection=Host=db;Password=canary-7")]
    [InlineData("journal", "verify", "--set", "journal.kind=postgresql")]
    [InlineData("paper", "--set", "journal.kind=postgresql", "--port", "0", "--for", "1h", "--speed", "max")]
    public async Task Secret_must_not_be_printed_by_any_command(params string[] arguments)
    {
        _folder.Write("my.conf", "journal { connection = ${QUANTUM_JOURNAL_CONNECTION} }\nother = ${QUANTUM_JOURNAL_CONNECTION}\nlist = [\"${QUANTUM_JOURNAL_CONNECTION}\", \"Pwd=canary-7;x\"]\ndb.password = canary-7\n");
        _folder.Write("broken.conf", "a = ${QUANTUM_JOURNAL_CONNECTION}[1]\n");
        _folder.Write("own.conf", "account.name = ${QUANTUM_JOURNAL_CONNECTION}\njournal.connection = ${QUANTUM_JOURNAL_CONNECTION}\n");
        var environment = new Dictionary<string, string> { ["QUANTUM_JOURNAL_CONNECTION"] = "Host=127.0.0.1;Port=1;Username=trader;Password=\"canary-7;5\"" };
        var process = QuantumProcess.Start(_folder.Path, environment, arguments);
        await using (process)
        {
            var ended = await process.EndAsync();
            Assert.DoesNotContain("canary", ended.Output + ended.Error, StringComparison.Ordinal);
            Assert.True(ended.Output.Length + ended.Error.Length > 0);
        }
    }

    [Fact]
    public async Task Place_of_a_secret_must_be_told_without_its_value()
    {
        var told = await QuantumProcess.RunAsync(_folder.Path, "config", "explain", "journal.connection", "--set", "journal.connection=\"Host=db;Password=x\"");

        Assert.Equal(["journal.connection = (secret)", "from --set journal.connection=(secret):1"], told.Expect(0).OutputLines[..2]);
    }

    public void Dispose() => _folder.Dispose();

    private static void MustReport(string[] lines, string key, string rule, string place) => Assert.Contains(
        lines, line => line.StartsWith(key + " ", StringComparison.Ordinal) && line.Contains(rule, StringComparison.Ordinal) && line.Contains(place, StringComparison.Ordinal));
}
