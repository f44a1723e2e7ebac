using System.Globalization;
using QuantumAI.Venues.Binance.Rest;

namespace QuantumAI.Venues.PaperServer.Calls;

/// <summary>Weights that depend on what is asked. A parameter that makes no sense costs the least: it is refused later.</summary>
internal static class CallWeights
{
    public static int OfDepth(RequestParameters given) => Number(given, "limit") switch
    {
        null or <= 100 => 5,
        <= 500 => 25,
        <= 1_000 => 50,
        _ => 250,
    };

    /// <summary>One symbol, some, or all.</summary>
    public static int OfSymbols(RequestParameters given, int one, int many, int all) =>
        given.Has("symbol") ? one : !given.Has("symbols") ? all : Count(given) <= 20 ? Math.Max(one, all == many ? many : one) : many;

    public static int PerSymbol(RequestParameters given, int each, int most) => given.Has("symbol") ? each : Math.Min(most, each * Math.Max(1, Count(given)));

    private static int Count(RequestParameters given) => given.Peek("symbols")?.Count(character => character == ',') + 1 ?? 0;

    private static long? Number(RequestParameters given, string name) =>
        long.TryParse(given.Peek(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
