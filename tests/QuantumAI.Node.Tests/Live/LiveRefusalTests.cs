using System.Net;
using System.Net.Sockets;
using QuantumAI.Node.Configuration;
using QuantumAI.Node.Tests.Processes;

namespace QuantumAI.Node.Tests.Live;

public sealed class LiveRefusalTests : IDisposable
{
    private const string CanaryKey = "canarykeycanarykeycanarykeycanary";
    private const string CanarySecret = "canarysecretcanarysecretcanarysec";

    private static readonly Dictionary<string, string> Keys = new() { [BinanceAccess.KeyVariable] = CanaryKey, [BinanceAccess.SecretVariable] = CanarySecret };
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task Live_must_be_refused_and_name_every_limit_that_the_operator_has_not_set()
    {
        var refused = await RefusedAsync("live", "--venue", "binance", "--confirm", "live", "--set", "risk.drawdown=5%");

        foreach (var key in QuantumSchema.Instance.Settings.Select(setting => setting.Key).Where(key => key.StartsWith("risk.", StringComparison.Ordinal) && !key.Contains('*', StringComparison.Ordinal)))
            Assert.Equal(key != "risk.drawdown", refused.Contains(key, StringComparison.Ordinal));
        Assert.Contains("risk.agent-share.aurora", refused, StringComparison.Ordinal);
        Assert.Contains("risk.position-notional.ETHUSDT", refused, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Live_must_be_refused_when_there_is_no_key()
    {
        var ended = await QuantumProcess.RunAsync(_folder.Path, [.. LiveLimits.Arguments(_folder), "--confirm", "live"]);
        Assert.Contains("there is no key", Assert.Single(ended.Expect(2).ErrorLines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("must be readable by its owner only (chmod 600)", "binance.key-file = \"key.txt\"")]
    [InlineData("does not exist", "binance.key-file = \"no.txt\"")]
    [InlineData("is a network for tests", "binance.rest = \"https://testnet.binance.vision\"")]
    [InlineData("binance.environment must be live", "binance.environment = testnet")]
    [InlineData("must begin with https://", "binance.rest = \"http://example.test\"")]
    [InlineData("must begin with wss://", "binance.ws-api = \"ws://example.test\"")]
    [InlineData("must be an address", "binance.streams = \"example\"")]
    public async Task Live_must_be_refused_without_a_connection_when_something_is_wrong(string words, string configuration)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "file modes are Unix's");
        File.WriteAllText(_folder["key.txt"], $"{CanaryKey}\n{CanarySecret}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_folder["key.txt"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        Assert.Contains(words, await RefusedAsync([.. LiveLimits.Arguments(_folder, configuration), "--confirm", "live"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Live_must_be_refused_when_nobody_confirms_it() =>
        Assert.Contains("--confirm live", await RefusedAsync(LiveLimits.Arguments(_folder)), StringComparison.Ordinal);

    [Fact]
    public async Task Live_must_be_refused_when_another_account_is_confirmed() =>
        Assert.Contains("not confirmed: the account is live, given was “paper”", await RefusedAsync([.. LiveLimits.Arguments(_folder), "--confirm", "paper"]), StringComparison.Ordinal);

    [Fact]
    public async Task Live_must_end_with_code_4_when_the_venue_does_not_answer()
    {
        using var reserved = new TcpListener(IPAddress.Loopback, 0); // bound, and not listening: nobody answers there
        reserved.Start();
        var port = ((IPEndPoint)reserved.LocalEndpoint).Port;
        reserved.Stop();
        var ended = await RunAsync([.. LiveLimits.Arguments(_folder, $"binance.rest = \"http://127.0.0.1:{port}\""), "--confirm", "live"]);

        Assert.Contains("the venue does not answer", ended.Expect(4).Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder["live/journal.db"]));
    }

    [Theory]
    [InlineData("--venue paper needs --url", "paper --venue paper")]
    [InlineData("--url is the paper exchange's", "paper --url http://127.0.0.1:1")]
    [InlineData("--market-url needs --market binance", "paper --market-url http://127.0.0.1:1")]
    [InlineData("--venue paper has a market of its own", "paper --venue paper --url http://127.0.0.1:1 --market binance")]
    [InlineData("--speed is for a market that is made up", "paper --market binance --speed max")]
    [InlineData("--replay is a market of its own", "paper --market binance --replay x.csv")]
    [InlineData("--url must be an address", "paper --venue paper --url ftp://127.0.0.1")]
    [InlineData("--venue", "live")]
    [InlineData("kraken", "live --venue kraken")]
    [InlineData("kraken", "paper --venue kraken")]
    [InlineData("kraken", "paper --market kraken")]
    [InlineData("kraken", "doctor --venue kraken")]
    [InlineData("--venue paper and --url belong together", "doctor --venue paper")]
    public async Task Arguments_that_do_not_go_together_must_be_refused(string words, string arguments)
    {
        var refused = await QuantumProcess.RunAsync(_folder.Path, arguments.Split(' '));
        Assert.Contains(words, refused.Expect(2).Error, StringComparison.Ordinal);
        Assert.Empty(refused.Output);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task Paper_must_be_refused_where_money_is_real() =>
        Assert.Contains("where money is real", await RefusedAsync("paper", "--venue", "paper", "--url", "https://api.binance.com"), StringComparison.Ordinal);

    public void Dispose() => _folder.Dispose();

    private async Task<string> RefusedAsync(params string[] arguments)
    {
        var ended = await RunAsync(arguments);
        ended.Expect(2);
        Assert.Empty(ended.Output);
        Assert.False(Directory.Exists(_folder["live"]) || Directory.Exists(_folder["data"]));
        return ended.Error;
    }

    private async Task<Finished> RunAsync(params string[] arguments)
    {
        await using var process = QuantumProcess.Start(_folder.Path, Keys, arguments);
        var ended = await process.EndAsync();
        foreach (var canary in (string[])[CanaryKey, CanarySecret])
            Assert.DoesNotContain(canary, ended.Output + ended.Error, StringComparison.Ordinal);
        return ended;
    }
}
