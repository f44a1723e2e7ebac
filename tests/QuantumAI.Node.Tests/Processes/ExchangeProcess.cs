using QuantumAI.Node.Configuration;

namespace QuantumAI.Node.Tests.Processes;

/// <summary>A <c>quantum exchange</c> on one port with one key, as it has printed them; it may be killed and started again when it keeps its books.</summary>
internal sealed class ExchangeProcess : IAsyncDisposable
{
    private static readonly string[] Patient =
    [
        "--data-dir", "exchange", "--set", "exchange.orders-per-10-seconds=1000000", "--set", "exchange.weight-per-minute=1000000",
        "--set", "exchange.requests-per-5-minutes=1000000",
    ];

    private readonly TempFolder _folder;
    private readonly string[] _arguments;
    private QuantumProcess? _process;

    private ExchangeProcess(TempFolder folder, string[] arguments) => (_folder, _arguments) = (folder, arguments);

    public string Url { get; private set; } = "http://127.0.0.1:0";

    public string Key { get; private set; } = "";

    public string Secret { get; private set; } = "";

    /// <summary>Its books, for whoever reads them while it does not run.</summary>
    public string Books => _folder["exchange/exchange.sqlite"];

    /// <summary>What a program needs to know of the key.</summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string> { [BinanceAccess.KeyVariable] = Key, [BinanceAccess.SecretVariable] = Secret };

    /// <summary>The addresses as configuration.</summary>
    public IEnumerable<string> Addresses =>
    [
        "--set", $"binance.rest=\"{Url}\"", "--set", $"binance.streams=\"{Url.Replace("http:", "ws:", StringComparison.Ordinal)}\"",
        "--set", $"binance.ws-api=\"{Url.Replace("http:", "ws:", StringComparison.Ordinal)}/ws-api/v3\"",
    ];

    /// <summary>One as users start it, which forgets everything at its end.</summary>
    public static Task<ExchangeProcess> StartAsync(TempFolder folder) => StartAsync(new ExchangeProcess(folder, []));

    /// <summary>One that keeps its books in the folder and has no limits to speak of.</summary>
    public static Task<ExchangeProcess> StartKeepingAsync(TempFolder folder) => StartAsync(new ExchangeProcess(folder, Patient));

    /// <summary>Starts it where it was, with the key that it had.</summary>
    public async Task StartAgainAsync()
    {
        _process = QuantumProcess.Start(_folder.Path, ["exchange", "--port", Url[(Url.LastIndexOf(':') + 1)..], .. _arguments]);
        (Url, Key, Secret) = (await ValueAsync("url: "), await ValueAsync("api key: "), await ValueAsync("secret: "));
    }

    public async Task KillAsync()
    {
        await _process!.KillAsync();
        await _process.DisposeAsync();
        _process = null;
    }

    /// <summary>Ends it as an operator does.</summary>
    public async Task StopAsync()
    {
        await _process!.SignalAsync("TERM");
        (await _process.EndAsync()).Expect(0);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
    }

    private static async Task<ExchangeProcess> StartAsync(ExchangeProcess exchange)
    {
        await exchange.StartAgainAsync();
        return exchange;
    }

    private async Task<string> ValueAsync(string label) => (await _process!.OutputLineAsync(label))[label.Length..];
}
