using QuantumAI.Hocon;

namespace QuantumAI.Node.Configuration;

/// <summary>Where Binance spot is, or what speaks its language, and with which key it is talked to: <c>binance.*</c>.</summary>
/// <param name="Environment">What is there: live, testnet or paper.</param>
/// <param name="Rest">Base address of the REST interface.</param>
/// <param name="Streams">Base address of the market streams.</param>
/// <param name="WebSocketApi">Address of the WebSocket API.</param>
/// <param name="KeyFile">File with the key; empty = the environment has it.</param>
/// <param name="RecvWindow">How long a request is valid.</param>
internal sealed record BinanceAccess(string Environment, Uri Rest, Uri Streams, Uri WebSocketApi, string KeyFile, TimeSpan RecvWindow)
{
    public const string Live = "live";
    public const string Paper = "paper";

    /// <summary>Variables with the key's id and its secret part.</summary>
    public const string KeyVariable = "QUANTUM_BINANCE_KEY";
    public const string SecretVariable = "QUANTUM_BINANCE_SECRET";

    /// <summary>Reads it; addresses that are none are problems.</summary>
    public static BinanceAccess Read(HoconConfig config, List<HoconProblem> problems) => new(
        config.GetString("binance.environment"),
        Address(config, "binance.rest", problems),
        Address(config, "binance.streams", problems),
        Address(config, "binance.ws-api", problems),
        config.GetString("binance.key-file"),
        TimeSpan.FromTicks(config.GetDurationNanos("binance.recv-window") / TimeSpan.NanosecondsPerTick));

    /// <summary>Everything at one address, as the paper exchange has it.</summary>
    /// <param name="url">http or https, host and port.</param>
    /// <param name="environment">What is there.</param>
    public BinanceAccess At(Uri url, string environment)
    {
        var sockets = new UriBuilder(url) { Scheme = url.Scheme == Uri.UriSchemeHttps ? Uri.UriSchemeWss : Uri.UriSchemeWs, Port = url.Port }.Uri;
        return this with { Environment = environment, Rest = url, Streams = sockets, WebSocketApi = new Uri(sockets, "/ws-api/v3") };
    }

    /// <summary>Whether an address is of the venue where money is real.</summary>
    public static bool IsLiveHost(Uri address) => !IsTestHost(address) && IsBinance(address);

    /// <summary>Whether an address is of a network for tests.</summary>
    public static bool IsTestHost(Uri address) =>
        address.Host.Contains("testnet", StringComparison.OrdinalIgnoreCase) || address.Host.Contains("demo", StringComparison.OrdinalIgnoreCase);

    private static bool IsBinance(Uri address) => address.Host.Split('.').Any(label => label.StartsWith("binance", StringComparison.OrdinalIgnoreCase));

    private static Uri Address(HoconConfig config, string key, List<HoconProblem> problems)
    {
        var text = config.GetString(key);
        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Host.Length > 0)
            return address;
        problems.Add(QuantumSettings.Problem(config, key, "must be an address such as https://host:port", text));
        return new Uri("https://localhost");
    }
}
