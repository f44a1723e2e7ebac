using QuantumAI.Node.Tests.Processes;
using QuantumAI.Venues.Signing;

namespace QuantumAI.Node.Tests.Clients;

/// <summary>Public exchange clients trade on <c>quantum exchange</c>, told nothing but where it is and who they are.</summary>
public sealed class PublicClientTests
{
    private const int LeftTheMachine = 70;
    private const string Key = "clients0key0clients0key0clients0key0clients0key0";
    private const string Secret = "clients0secret0clients0secret0clients0secret0clients0secret0";
    private const string MakePair =
        "const pair = require('node:crypto').generateKeyPairSync('ed25519'); const as = (type) => ({ type, format: 'pem' });"
        + "process.stdout.write(pair.privateKey.export(as('pkcs8')) + ';' + pair.publicKey.export(as('spki')))";


    [Theory]
    [InlineData("ccxt.mjs")]
    [InlineData("binance.mjs")]
    public async Task client_must_trade_when_only_its_url_is_changed(string script)
    {
        using var folder = new TempFolder();
        await TradeAsync(folder.Path, script, Secret, $"exchange.accounts.main.secret={Secret}");
    }

    [Theory]
    [InlineData("ccxt.mjs")]
    [InlineData("binance.mjs")]
    public async Task client_must_trade_when_it_signs_with_ed25519(string script)
    {
        Assert.SkipWhen(Ed25519Keys.Missing is not null, $"no Ed25519 on this machine: {Ed25519Keys.Missing}");
        using var folder = new TempFolder();
        var pair = (await ClientScript.EvaluateAsync(MakePair)).Expect(0).Output.Split(';');
        var publicKey = Path.Combine(folder.Path, "public.pem");
        await File.WriteAllTextAsync(publicKey, pair[1]);
        await TradeAsync(folder.Path, script, pair[0], $"exchange.accounts.main.public-key={publicKey}");
    }

    [Theory]
    [InlineData("fetch('http://192.0.2.1/')")]
    [InlineData("fetch('http://exchange.invalid/')")]
    [InlineData("require('node:https').get('https://192.0.2.1/').on('error', () => {})")]
    [InlineData("require('node:net').connect({ host: '192.0.2.1', port: 443 }).on('error', () => {})")]
    [InlineData("require('node:net').connect(443, '::ffff:192.0.2.1').on('error', () => {})")]
    [InlineData("require('node:tls').connect(443, 'exchange.invalid').on('error', () => {})")]
    [InlineData("require('node:dns').promises.resolve4('exchange.invalid').catch(() => {})")]
    [InlineData("require('node:dgram').createSocket('udp4').send('x', 53, '192.0.2.1')")]
    public async Task guard_must_end_a_client_that_leaves_the_machine(string line)
    {
        var ended = (await ClientScript.EvaluateAsync($"(async () => {{ try {{ await {line}; }} catch {{}} }})()")).Expect(LeftTheMachine);
        Assert.StartsWith("NOT LOOPBACK: ", ended.ErrorLines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task guard_must_let_a_client_reach_this_machine() =>
        (await ClientScript.EvaluateAsync(
            "const s = require('node:net').createServer((c) => c.end()).listen(0, '127.0.0.1', () => require('node:net').connect(s.address().port, 'localhost').on('close', () => s.close()).resume())"))
            .Expect(0);

    private static async Task TradeAsync(string folder, string script, string secret, string signature)
    {
        var exchange = QuantumProcess.Start(
            folder, "exchange", "--market", "synthetic", "--port", "0", "--set", $"exchange.accounts.main.api-key={Key}", "--set", signature);
        await using (exchange)
        {
            var url = (await exchange.ErrorLineAsync("listening on "))["listening on ".Length..];
            var environment = new Dictionary<string, string> { ["QUANTUM_EXCHANGE_URL"] = url, ["QUANTUM_EXCHANGE_KEY"] = Key, ["QUANTUM_EXCHANGE_SECRET"] = secret };
            var client = (await ClientScript.RunAsync(script, environment)).Expect(0);
            Assert.Matches("^passed [1-9][0-9]+$", client.LastLine);
        }
    }
}
