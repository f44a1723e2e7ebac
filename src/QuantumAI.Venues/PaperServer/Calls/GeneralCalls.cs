using System.Text.Json;
using QuantumAI.Domain.Instruments.Filters;
using QuantumAI.Venues.Binance.Errors;
using QuantumAI.Venues.Binance.Rest;
using QuantumAI.Venues.Binance.Symbols;

namespace QuantumAI.Venues.PaperServer.Calls;

/// <summary>Calls about the exchange itself.</summary>
internal static class GeneralCalls
{
    private const int SymbolsMax = 1_000;

    public static void Ping(CallContext context)
    {
        context.RequireAllRead();
        context.Json.WriteStartObject();
        context.Json.WriteEndObject();
    }

    public static void Time(CallContext context)
    {
        context.RequireAllRead();
        context.Json.WriteStartObject();
        context.Json.WriteNumber("serverTime", context.Time(context.NowNanos + context.ClockOffsetNanos));
        context.Json.WriteEndObject();
    }

    public static void ExchangeInfo(CallContext context)
    {
        var given = context.Given;
        var names = ReadSymbols(given);
        var one = given.Find("symbol");
        if (names is not null && one is not null)
            throw RequestParameters.Refuse(SpotErrorCode.TooManyParameters);
        var isSpot = ReadPermissions(given);
        given.Find("showPermissionSets");
        var status = given.FindWord<SymbolStatus>("symbolStatus", SpotErrorCode.InvalidSymbolStatus);
        context.RequireAllRead();
        var symbols = (names ?? (one is null ? null : [one])) is { } wanted
            ? wanted.Select(name => context.State.Market(name)?.Symbol ?? throw RequestParameters.Refuse(SpotErrorCode.BadSymbol))
            : context.State.Settings.Symbols;
        new ExchangeInfo(
            context.NowNanos, context.State.Settings.RateLimits,
            [.. symbols.Where(symbol => isSpot && (status is null || symbol.Status.Value == status))], []).Write(context.Json);
    }

    /// <summary>The list in <c>symbols</c>: JSON, each name once; null when absent.</summary>
    public static IReadOnlyList<string>? ReadSymbols(RequestParameters given)
    {
        if (ReadTexts(given, "symbols") is not { } names)
            return null;
        if (names.Distinct(StringComparer.Ordinal).Count() != names.Count)
            throw RequestParameters.Refuse(SpotErrorCode.DuplicateSymbols);
        return names.Count is > 0 and <= SymbolsMax ? names : throw RequestParameters.Refuse(SpotErrorCode.InvalidParameter, 1, "symbols");
    }

    private static bool ReadPermissions(RequestParameters given)
    {
        var text = given.Peek("permissions");
        var wanted = text is ['[', ..] ? ReadTexts(given, "permissions")! : given.Find("permissions") is { } one ? [one] : null;
        return wanted is null || wanted.Contains("SPOT");
    }

    private static List<string>? ReadTexts(RequestParameters given, string name)
    {
        if (given.Find(name) is not { } text)
            return null;
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 2 });
            return document.RootElement.ValueKind == JsonValueKind.Array
                ? [.. document.RootElement.EnumerateArray().Select(item =>
                    item.ValueKind == JsonValueKind.String ? item.GetString()! : throw RequestParameters.Refuse(SpotErrorCode.InvalidParameter, 1, name))]
                : throw RequestParameters.Refuse(SpotErrorCode.InvalidParameter, 1, name);
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            throw RequestParameters.Refuse(SpotErrorCode.IllegalCharacters, 1, name, "^\\[(\"[A-Z0-9-_.]{1,20}\"(,\"[A-Z0-9-_.]{1,20}\"){0,}){0,1}\\]$");
        }
    }
}
