using QuantumAI.Hocon;

namespace QuantumAI.Node.Configuration;

/// <summary>What a configuration must say before it may trade real money. Pure.</summary>
internal static class LiveRules
{
    /// <summary>Limits that hold by name and have to be given for each: of an agent, of a symbol.</summary>
    private const string AgentShare = "risk.agent-share.*";
    private const string PositionNotional = "risk.position-notional.*";

    /// <summary>Scenarios are no limits: those of the reference are as good as any.</summary>
    private const string Scenarios = "risk.stress.*";

    /// <summary>The limits that the operator has not set: no default counts, whatever it is.</summary>
    /// <param name="config">The whole configuration.</param>
    /// <param name="programFolder">Where the program's own files are; what is set there is a default.</param>
    public static IReadOnlyList<string> MissingLimits(HoconConfig config, string programFolder)
    {
        var own = programFolder.Replace('\\', '/');
        return
        [
            .. QuantumSchema.Instance.Settings.Select(setting => setting.Key).Where(key => key.StartsWith("risk.", StringComparison.Ordinal) && key != Scenarios)
                .SelectMany(key => KeysOf(key, config))
                .Where(key => config.Find(key) is not { } value || value.Origin.Source.StartsWith(own, StringComparison.Ordinal)),
        ];
    }

    /// <summary>Refuses a configuration with a limit that nobody set.</summary>
    /// <exception cref="UsageException">Names every such limit.</exception>
    public static void RequireLimits(HoconConfig config)
    {
        var missing = MissingLimits(config, ConfigurationFiles.Folder);
        if (missing.Count > 0)
        {
            throw new UsageException(
                $"real money is traded with limits that you have set yourself, in a file (--config) or with --set; missing: {string.Join(", ", missing)}");
        }
    }

    /// <summary>Refuses addresses where money is not real, and those that say otherwise than the configuration.</summary>
    /// <exception cref="UsageException">They are of a network for tests, or declared to be one.</exception>
    public static void RequireLiveAddresses(BinanceAccess access)
    {
        if (access.Environment != BinanceAccess.Live)
            throw new UsageException($"binance.environment must be live for quantum live, was {access.Environment}");
        foreach (var address in (Uri[])[access.Rest, access.Streams, access.WebSocketApi])
        {
            if (BinanceAccess.IsTestHost(address))
                throw new UsageException($"{address.Host} is a network for tests: quantum live trades real money");
        }
    }

    /// <summary>Refuses an address where money is real.</summary>
    /// <exception cref="UsageException">It is the public venue's.</exception>
    public static void RequirePaperAddress(Uri url)
    {
        if (BinanceAccess.IsLiveHost(url))
            throw new UsageException($"{url.Host} is where money is real: quantum paper does not trade there, quantum live does");
    }

    private static IEnumerable<string> KeysOf(string key, HoconConfig config) => key switch
    {
        AgentShare => [$"risk.agent-share.{config.GetString("aurora.id")}"],
        PositionNotional => config.GetStrings("market.symbols").Select(symbol => $"risk.position-notional.{symbol}"),
        _ => [key],
    };
}
