using System.Net;
using QuantumAI.Node.Tests.Processes;

namespace QuantumAI.Node.Tests.Commands;

/// <summary><c>quantum exchange</c> as a process.</summary>
public sealed class ExchangeCommandTests
{
    [Fact]
    public async Task exchange_must_print_where_it_listens_and_end_on_a_signal()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("signals are POSIX");
            return;
        }

        using var folder = new TempFolder();
        var first = await RunAsync(folder.Path);
        var second = await RunAsync(folder.Path);
        Assert.Equal(first[1..], second[1..]);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(folder.Path, "data", "exchange-keys")));
        foreach (var file in Directory.GetFiles(Path.Combine(folder.Path, "data"), "exchange.sqlite*"))
            Assert.DoesNotContain(first[2]["secret: ".Length..], await File.ReadAllTextAsync(file, System.Text.Encoding.Latin1), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("exchange.accounts.main.api-key=short", "32 to 64")]
    [InlineData("exchange.maker-fee=9%", "exchange.maker-fee")]
    [InlineData("exchange.nothing=1", "exchange.nothing")]
    public async Task exchange_must_be_refused_when_its_configuration_is_wrong(string assignment, string part)
    {
        using var folder = new TempFolder();
        var ended = (await QuantumProcess.RunAsync(folder.Path, "exchange", "--port", "0", "--set", assignment)).Expect(2);
        Assert.Contains(part, ended.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("exchange.accounts.main.secret", "exchange.accounts.main.api-key", "main.secret=canarysecretcanarysecretcanarysec")]
    [InlineData("exchange.accounts.desk.public-key", "exchange.accounts.desk.api-key", "desk.public-key=desk.pem")]
    [InlineData("secret (HMAC) or public-key (Ed25519)", "not both", "main { api-key = canarykeycanarykeycanarykeycanary, secret = canarysecretcanarysecretcanarysec, public-key = desk.pem }")]
    public async Task exchange_must_be_refused_when_an_account_has_no_whole_key(string part, string other, string account)
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder["own.conf"], $"exchange.accounts.{account}");
        var ended = (await QuantumProcess.RunAsync(folder.Path, "exchange", "--port", "0", "--data-dir", "data", "--config", "own.conf")).Expect(2);
        Assert.Contains(part, ended.Error, StringComparison.Ordinal);
        Assert.Contains(other, ended.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", ended.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["data"]));
    }

    private static async Task<string[]> RunAsync(string folder)
    {
        var process = QuantumProcess.Start(folder, "exchange", "--port", "0", "--data-dir", "data");
        await using (process)
        {
            var url = (await process.ErrorLineAsync("listening"))["listening on ".Length..];
            using var client = new HttpClient { BaseAddress = new Uri(url) };
            using var ping = await client.GetAsync("/api/v3/ping");
            Assert.Equal(HttpStatusCode.OK, ping.StatusCode);
            using var bars = await client.GetAsync("/api/v3/klines?symbol=BTCUSDT&interval=1h&limit=24");
            Assert.Equal(24, System.Text.Json.JsonDocument.Parse(await bars.Content.ReadAsStringAsync()).RootElement.GetArrayLength());
            await process.SignalAsync("TERM");
            var lines = (await process.EndAsync()).Expect(0).OutputLines;
            Assert.Equal(3, lines.Length);
            Assert.Equal($"url: {url}", lines[0]);
            Assert.Matches("^api key: [A-Za-z0-9_-]{32,64}$", lines[1]);
            Assert.Matches("^secret: [A-Za-z0-9_-]{32,64}$", lines[2]);
            return lines;
        }
    }
}
