using System.Text;
using System.Text.Json;
using QuantumAI.Node.Tests.Processes;

namespace QuantumAI.Node.Tests.Backtest;

public sealed class BacktestCommandTests : IDisposable
{
    private const int MostJsonBytes = 64 * 1024;
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task Json_must_be_one_object_and_nothing_else_when_asked_for()
    {
        _folder.Write("made.csv", MarketCsv.Trending(bars: 1_500, seed: 7));
        var ended = await QuantumProcess.RunAsync(_folder.Path, "backtest", "--data", "BTCUSDT=made.csv", "--json");

        var result = OneObject(ended);
        string[] keys =
        [
            "bars", "ticks", "orders", "trades", "finalEquity", "totalReturn", "maxDrawdown", "sharpe", "journalHash", "orderListHash",
            "eventsPerSecond", "whyNoTrades",
        ];
        Assert.All(keys, key => Assert.True(result.TryGetProperty(key, out _), key));
        Assert.Equal(1_500, result.GetProperty("bars").GetInt32());
        Assert.Equal(0, result.GetProperty("ticks").GetInt32());
        Assert.InRange(result.GetProperty("trades").GetInt32(), 1, result.GetProperty("orders").GetInt32());
        Assert.InRange(result.GetProperty("maxDrawdown").GetDouble(), 0, 1);
        Assert.Equal(
            result.GetProperty("totalReturn").GetDouble(),
            (result.GetProperty("finalEquity").GetDouble() / result.GetProperty("deposit").GetDouble()) - 1, 8);
        Assert.All(result.GetProperty("whyNoTrades").EnumerateObject(), reason => Assert.True(reason.Value.GetInt64() > 0));
        Assert.Equal(["made.csv"], Directory.GetFileSystemEntries(_folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Result_must_be_the_same_but_for_speed_when_a_backtest_is_repeated()
    {
        _folder.Write("made.csv", MarketCsv.Trending(bars: 600, seed: 8));
        var runs = await Task.WhenAll(
            QuantumProcess.RunAsync(_folder.Path, "backtest", "--data", "made.csv", "--symbol", "BTCUSDT", "--json"),
            QuantumProcess.RunAsync(_folder.Path, "backtest", "--data", "BTCUSDT=made.csv", "--seed", "1", "--json"));

        Assert.Equal(WithoutSpeed(OneObject(runs[0])), WithoutSpeed(OneObject(runs[1])));
    }

    [Fact]
    public async Task Out_folder_must_hold_every_report_when_asked_for()
    {
        _folder.Write("made.csv", MarketCsv.Trending(bars: 600, seed: 8));
        var ended = await QuantumProcess.RunAsync(_folder.Path, "backtest", "--data", "BTCUSDT=made.csv", "--out", "deep/out", "--json");

        Assert.Equal(
            ["fills.csv", "orders.csv", "report.html", "result.json", "trades.csv"],
            Directory.GetFiles(_folder["deep/out"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(ended.Expect(0).Output.TrimEnd(), File.ReadAllText(_folder["deep/out/result.json"]).TrimEnd());
    }

    [Fact]
    public async Task Two_symbols_must_share_one_account_when_two_files_are_given()
    {
        _folder.Write("btc.csv", MarketCsv.Trending(bars: 600, seed: 8));
        _folder.Write("eth.csv", MarketCsv.Trending(bars: 600, seed: 9));
        var ended = await QuantumProcess.RunAsync(_folder.Path, "backtest", "--data", "BTCUSDT=btc.csv", "--data", "ETHUSDT=eth.csv", "--json");

        Assert.Equal(1_200, OneObject(ended).GetProperty("bars").GetInt32());
    }

    [Fact]
    public async Task Files_must_be_refused_when_they_are_quoted_in_different_currencies()
    {
        _folder.Write("made.csv", MarketCsv.Trending(bars: 60, seed: 8));
        var refused = await QuantumProcess.RunAsync(_folder.Path, "backtest", "--data", "BTCUSDT=made.csv", "--data", "BTCEUR=made.csv", "--out", "out");

        Assert.Contains("one account trades one quote currency", Assert.Single(refused.Expect(2).ErrorLines), StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["out"]));
    }

    [Theory]
    [InlineData("bad.csv:3: high must not be below low, was high 99.00 and low 100.00", "2024-01-01T01:00:00Z,100.00,99.00,100.00,99.50,1")]
    [InlineData("bad.csv:3: close must be positive, was -99.50", "2024-01-01T01:00:00Z,100.00,101.00,99.00,-99.50,1")]
    [InlineData("bad.csv:3: close must be a plain decimal number, was NaN", "2024-01-01T01:00:00Z,100.00,101.00,99.00,NaN,1")]
    [InlineData("bad.csv:3: a row must have 6 columns, was 5", "2024-01-01T01:00:00Z,100.00,101.00,99.00,99.50")]
    [InlineData("bad.csv:3: rows must be sorted by time", "2023-12-31T23:00:00Z,100.00,101.00,99.00,99.50,1")]
    [InlineData("bad.csv:3: ", "not a time,100.00,101.00,99.00,99.50,1")]
    [InlineData("bad.csv:3: ", "2024-01-01T01:00:00Z,100.00,101.00,99.00,1e2,1")]
    [InlineData("bad.csv:3: ", "2024-01-01T01:00:00Z,100.00,101.00,99.00,99.50,-1")]
    public async Task Backtest_must_write_nothing_and_name_file_line_and_rule_when_a_row_is_bad(string message, string row)
    {
        _folder.Write(
            "bad.csv",
            $"{MarketCsv.Header}2024-01-01T00:00:00Z,100.00,101.00,99.00,100.00,1\n{row}\n2024-01-01T02:00:00Z,100.00,101.00,99.00,100.00,1\n");

        await MustBeRefusedAsync("bad.csv", message);
    }

    [Theory]
    [InlineData("bad.csv: a market file must not be empty", "")]
    [InlineData("bad.csv:1: the first line must be the header", "hello\n")]
    [InlineData("bad.csv: at least two bars are needed", MarketCsv.Header)]
    public async Task Backtest_must_write_nothing_and_name_the_rule_when_a_file_is_no_market(string message, string content)
    {
        _folder.Write("bad.csv", content);

        await MustBeRefusedAsync("bad.csv", message);
    }

    [Fact]
    public async Task Backtest_must_list_what_was_looked_for_when_a_file_is_missing()
    {
        _folder.Write("prices.csv", MarketCsv.Header);
        var lines = await MustBeRefusedAsync("price.csv", "price.csv: a market file must exist");

        Assert.Contains(_folder["price.csv"], lines[0], StringComparison.Ordinal);
        Assert.Contains("prices.csv", lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_bad_row_must_be_told_when_there_are_several()
    {
        _folder.Write(
            "bad.csv",
            $"{MarketCsv.Header}2024-01-01T00:00:00Z,100.00,101.00,99.00,0,1\n2024-01-01T01:00:00Z,100.00,101.00,99.00,NaN,1\n2024-01-01T02:00:00Z,100.00,1.00,99.00,100.00,1\n");

        var lines = await MustBeRefusedAsync("bad.csv", "bad.csv:2: ");
        Assert.Contains(lines, line => line.StartsWith("bad.csv:3: ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("bad.csv:4: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Backtest_must_be_refused_when_the_interval_does_not_divide()
    {
        _folder.Write("made.csv", MarketCsv.Trending(bars: 60, seed: 8));
        var refused = await QuantumProcess.RunAsync(_folder.Path, "backtest", "--data", "BTCUSDT=made.csv", "--interval", "90m");

        Assert.Contains("do not add up to bars of 5400 s", Assert.Single(refused.Expect(2).ErrorLines), StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static JsonElement OneObject(Finished ended)
    {
        Assert.Single(ended.Expect(0).OutputLines);
        Assert.InRange(Encoding.UTF8.GetByteCount(ended.Output), 2, MostJsonBytes);
        return JsonDocument.Parse(ended.Output).RootElement;
    }

    private static string WithoutSpeed(JsonElement result) => string.Join(
        '\n', result.EnumerateObject().Where(field => field.Name != "eventsPerSecond").Select(field => $"{field.Name} {field.Value.GetRawText()}"));

    private async Task<string[]> MustBeRefusedAsync(string file, string message)
    {
        var before = _folder.Snapshot();
        var refused = await QuantumProcess.RunAsync(_folder.Path, "backtest", "--data", $"BTCUSDT={file}", "--out", "out", "--json");

        var lines = refused.Expect(2).ErrorLines;
        Assert.StartsWith(message, lines[0], StringComparison.Ordinal);
        Assert.Empty(refused.Output);
        Assert.Equal(before, _folder.Snapshot());
        Assert.Empty(Directory.GetDirectories(_folder.Path));
        return lines;
    }
}
