using System.Text.Json;
using QuantumAI.Node.Tests.Processes;

namespace QuantumAI.Node.Tests.Live;

/// <summary>Sessions over sockets, against a paper exchange in a process of its own.</summary>
public sealed class SocketSessionTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly HttpClient _http = new() { Timeout = QuantumProcess.Patience };

    [Fact]
    public async Task Paper_session_must_match_its_books_over_sockets_end_cleanly_and_resume()
    {
        await using var exchange = await ExchangeProcess.StartAsync(_folder);
        string[] arguments = ["paper", "--venue", "paper", "--url", exchange.Url, "--port", "0"];
        await using (var first = QuantumProcess.Start(_folder.Path, exchange.Environment, arguments))
        {
            var account = await MatchedAsync(await first.StatusAddressAsync());
            Assert.Equal(("binance paper", "LINKED", "100000.00000000"), (Text(account, "venue"), Text(account, "link"), Text(account, "equity")));
            await first.SignalAsync("INT");
            MustNotTell(exchange, (await first.EndAsync()).Expect(0));
        }

        await using var second = QuantumProcess.Start(_folder.Path, exchange.Environment, arguments);
        await MatchedAsync(await second.StatusAddressAsync());
        await second.SignalAsync("TERM");
        Assert.Contains("paper session resumes", (await second.EndAsync()).Expect(0).Error, StringComparison.Ordinal);

        var elsewhere = await QuantumProcess.RunAsync(_folder.Path, "paper", "--for", "1d", "--speed", "max", "--port", "0");
        Assert.Contains("its orders go to binance paper, not to the built-in venue", elsewhere.Expect(2).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Live_session_must_match_its_books_and_its_journal_must_never_be_used_on_paper()
    {
        await using var exchange = await ExchangeProcess.StartAsync(_folder);
        string[] arguments = [.. LiveLimits.Arguments(_folder), "--confirm", "live", .. exchange.Addresses];
        await using (var live = QuantumProcess.Start(_folder.Path, exchange.Environment, arguments))
        {
            Assert.Equal("live", Text(await MatchedAsync(await live.StatusAddressAsync()), "account"));
            await using var other = QuantumProcess.Start(_folder.Path, exchange.Environment, arguments);
            Assert.Contains("is in use", (await other.EndAsync()).Expect(4).Error, StringComparison.Ordinal);
            await live.SignalAsync("INT");
            MustNotTell(exchange, (await live.EndAsync()).Expect(0));
        }

        await using var paper = QuantumProcess.Start(
            _folder.Path, exchange.Environment, ["paper", "--venue", "paper", "--url", exchange.Url, "--port", "0", "--data-dir", "live"]);
        Assert.Contains("live", (await paper.EndAsync()).Expect(2).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Public_market_must_be_traded_on_the_built_in_venue_without_a_key()
    {
        await using var exchange = await ExchangeProcess.StartAsync(_folder);
        await using var session = QuantumProcess.Start(_folder.Path, "paper", "--market", "binance", "--market-url", exchange.Url, "--port", "0");
        var account = await MatchedAsync(await session.StatusAddressAsync());
        Assert.Equal("built-in", Text(account, "venue"));
        await session.SignalAsync("INT");
        (await session.EndAsync()).Expect(0);
    }

    [Fact]
    public async Task Paper_session_must_be_refused_and_name_what_the_exchange_does_not_have()
    {
        await using var exchange = await ExchangeProcess.StartAsync(_folder);
        var secure = exchange.Url.Replace("http:", "https:", StringComparison.Ordinal);
        await using (var wrong = QuantumProcess.Start(_folder.Path, exchange.Environment, ["paper", "--venue", "paper", "--url", secure, "--port", "0"]))
            Assert.Contains($"the venue does not answer at {secure}/: no encrypted connection could be made", (await wrong.EndAsync()).Expect(4).Error, StringComparison.Ordinal);

        await using var unknown = QuantumProcess.Start(
            _folder.Path, exchange.Environment, ["paper", "--venue", "paper", "--url", exchange.Url, "--port", "0", "--set", "market.symbols=[BTCUSDT,NOSUCH,NEITHER]"]);
        Assert.Contains($"the venue at {exchange.Url}/ has no symbol NOSUCH, NEITHER", (await unknown.EndAsync()).Expect(2).Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder["data/journal.db"]));
    }

    [Fact]
    public async Task Doctor_must_find_nothing_wrong_with_a_paper_exchange()
    {
        await using var exchange = await ExchangeProcess.StartAsync(_folder);
        await using var process = QuantumProcess.Start(_folder.Path, exchange.Environment, ["doctor", "--venue", "paper", "--url", exchange.Url, "--json"]);
        var ended = await process.EndAsync();
        MustNotTell(exchange, ended.Expect(0));
        using var report = JsonDocument.Parse(ended.Output);
        var checks = report.RootElement.GetProperty("findings").EnumerateArray().ToLookup(finding => finding.GetProperty("check").GetString(), finding => finding.GetProperty("level").GetString());
        foreach (var check in (string[])["configuration", "journal", "REST", "BTCUSDT", "ETHUSDT", "account", "permissions", "market stream", "WebSocket API"])
            Assert.Equal("ok", Assert.Single(checks[check]));
        Assert.Equal("warn", Assert.Single(checks["key"])); // HMAC
    }

    public void Dispose()
    {
        _http.Dispose();
        _folder.Dispose();
    }

    /// <summary>Asks until the session is ready; the account as its page shows it.</summary>
    private async Task<JsonElement> MatchedAsync(Uri address)
    {
        using var patience = new CancellationTokenSource(QuantumProcess.Patience);
        while (!(await _http.GetAsync(new Uri(address, "/health/ready"), patience.Token)).IsSuccessStatusCode)
            patience.Token.ThrowIfCancellationRequested();
        using var page = JsonDocument.Parse(await _http.GetStringAsync(new Uri(address, "/api/v1/account"), patience.Token));
        return page.RootElement.Clone();
    }

    private static string Text(JsonElement page, string name) => page.GetProperty(name).ToString();

    private static void MustNotTell(ExchangeProcess exchange, Finished ended)
    {
        Assert.DoesNotContain(exchange.Secret, ended.Output + ended.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(exchange.Key, ended.Output + ended.Error, StringComparison.Ordinal);
    }
}
