using QuantumAI.Node.Tests.Processes;

namespace QuantumAI.Node.Tests.Live;

/// <summary>A <c>quantum exchange</c> that runs, and the key that it has printed.</summary>
internal sealed class RunningExchange : IAsyncDisposable
{
    private readonly QuantumProcess _process;

    private RunningExchange(QuantumProcess process, string url, string key, string secret) => (_process, Url, Key, Secret) = (process, url, key, secret);

    public string Url { get; }

    public string Key { get; }

    public string Secret { get; }

    /// <summary>What a program needs to know of the key.</summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string> { ["QUANTUM_BINANCE_KEY"] = Key, ["QUANTUM_BINANCE_SECRET"] = Secret };

    /// <summary>The addresses as configuration.</summary>
    public IEnumerable<string> Addresses =>
    [
        "--set", $"binance.rest=\"{Url}\"", "--set", $"binance.streams=\"{Url.Replace("http:", "ws:", StringComparison.Ordinal)}\"",
        "--set", $"binance.ws-api=\"{Url.Replace("http:", "ws:", StringComparison.Ordinal)}/ws-api/v3\"",
    ];

    public static async Task<RunningExchange> StartAsync(TempFolder folder)
    {
        var process = QuantumProcess.Start(folder.Path, "exchange", "--port", "0");
        return new RunningExchange(process, await ValueAsync("url: "), await ValueAsync("api key: "), await ValueAsync("secret: "));

        async Task<string> ValueAsync(string label) => (await process.OutputLineAsync(label))[label.Length..];
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
