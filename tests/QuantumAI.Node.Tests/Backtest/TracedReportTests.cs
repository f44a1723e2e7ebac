using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using QuantumAI.Node.Tests.Processes;

namespace QuantumAI.Node.Tests.Backtest;

/// <summary>Every figure of a back-test's report follows from the fills in its journal, to the last unit.</summary>
public sealed class TracedReportTests : IDisposable
{
    private const string CoinbaseFile = "crypto/bars/coinbase_btcusd_4h_2016_2021.csv.gz";
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task Report_must_follow_from_the_journals_fills_alone_when_bars_are_recorded()
    {
        var file = SharedData.PathOf(CoinbaseFile);
        await MustFollowAsync($"BTCUSD={file}", LastClose(new GZipStream(File.OpenRead(file), CompressionMode.Decompress)), step: 0.00000001m);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(8)]
    public async Task Report_must_follow_from_the_journals_fills_alone_when_bars_are_generated(ulong seed)
    {
        _folder.Write("made.csv", MarketCsv.Trending(bars: 1_500, seed));
        await MustFollowAsync("BTCUSDT=made.csv", LastClose(File.OpenRead(_folder["made.csv"])), step: 0.00001m);
    }

    [Fact]
    public async Task Journal_of_a_backtest_must_have_the_reported_hash_and_never_overwrite()
    {
        _folder.Write("made.csv", MarketCsv.Trending(bars: 600, seed: 8));
        string[] arguments = ["backtest", "--data", "BTCUSDT=made.csv", "--data-dir", "kept", "--json"];
        var report = JsonDocument.Parse((await QuantumProcess.RunAsync(_folder.Path, arguments)).Expect(0).Output).RootElement;
        var verified = (await QuantumProcess.RunAsync(_folder.Path, "journal", "verify", "--data-dir", "kept")).Expect(0);
        Assert.Equal($"journal hash: {report.GetProperty("journalHash").GetString()}", verified.LastLine);
        var before = _folder.Snapshot();
        Assert.Contains("nothing is overwritten", (await QuantumProcess.RunAsync(_folder.Path, arguments)).Expect(2).Error, StringComparison.Ordinal);
        Assert.Equal(before, _folder.Snapshot());
        var paper = (await QuantumProcess.RunAsync(_folder.Path, "paper", "--data-dir", "kept", "--for", "1d", "--speed", "max", "--port", "0")).Expect(2);
        Assert.Contains("is a journal of environment sim, it was opened for paper", paper.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private async Task MustFollowAsync(string data, decimal lastClose, decimal step)
    {
        var report = JsonDocument.Parse((await QuantumProcess.RunAsync(_folder.Path, "backtest", "--data", data, "--data-dir", "bt", "--out", "out", "--json")).Expect(0).Output).RootElement;
        var exported = (await QuantumProcess.RunAsync(_folder.Path, "journal", "export", "--data-dir", "bt")).Expect(0).OutputLines;
        var events = exported[..^1].Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        var traced = TracedFills.Of(events, step);

        Assert.True(traced.Trips.Count >= 3, $"{traced.Trips.Count} round trips prove little");
        Assert.Equal(traced.Trips.Count, report.GetProperty("trades").GetInt32());
        Assert.Equal(traced.FillCount, report.GetProperty("fills").GetInt32());
        Assert.Equal(traced.Trips.Sum(trip => trip.Pnl), report.GetProperty("tradesPnl").GetDecimal());
        Assert.Equal((double)traced.Trips.Count(trip => trip.Pnl > 0) / traced.Trips.Count, report.GetProperty("winRate").GetDouble(), 9);
        Assert.Equal(traced.Fees.OrderBy(fee => fee.Key), report.GetProperty("fees").EnumerateObject().Select(fee => KeyValuePair.Create(fee.Name, fee.Value.GetDecimal())));
        Assert.Equal(traced.Cash + Units(traced.Holding * lastClose), report.GetProperty("finalEquity").GetDecimal());

        var rows = report.GetProperty("tradeList").EnumerateArray().ToArray();
        Assert.Equal(traced.Trips.Count, rows.Length + report.GetProperty("tradeListLeftOut").GetInt32());
        Assert.Equal(traced.Trips.Take(rows.Length).Select(Line), rows.Select(row =>
            $"{row.GetProperty("pnl").GetDecimal()} {string.Join(' ', row.GetProperty("orders").EnumerateArray().Select(id => id.GetString()))}"));
        Assert.Equal(traced.Trips.Select(trip => trip.Orders), File.ReadAllLines(_folder["out/trades.csv"]).Skip(1).Select(row => row.Split(',')[^1]));

        var story = JsonDocument.Parse((await QuantumProcess.RunAsync(_folder.Path, "explain", traced.Trips[^1].Orders.Split(' ')[^1], "--data-dir", "bt", "--json")).Expect(0).Output).RootElement;
        Assert.Equal(traced.Trips[^1].LastRealised, decimal.Parse(story.GetProperty("realised").GetString()!, CultureInfo.InvariantCulture));
    }

    private static string Line(TracedTrip trip) => $"{trip.Pnl} {trip.Orders}";

    private static decimal Units(decimal amount) => Math.Round(amount, 8, MidpointRounding.ToEven);

    private static decimal LastClose(Stream file)
    {
        using var reader = new StreamReader(file);
        var last = "";
        while (reader.ReadLine() is { } line)
            last = line;
        return decimal.Parse(last.Split(',')[4], CultureInfo.InvariantCulture);
    }
}
