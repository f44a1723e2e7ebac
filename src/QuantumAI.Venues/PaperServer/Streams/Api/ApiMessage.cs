using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using QuantumAI.Venues.Binance.Errors;
using QuantumAI.Venues.Binance.Parsing;

namespace QuantumAI.Venues.PaperServer.Streams.Api;

/// <summary>A request of the WebSocket API as it was read.</summary>
/// <param name="Id">As JSON, to be sent back as it came.</param>
/// <param name="Method">Without its version.</param>
/// <param name="Parameters">In their order; texts decoded, everything else as it was written.</param>
internal sealed record ApiMessage(string Id, string Method, IReadOnlyList<KeyValuePair<string, string>> Parameters)
{
    private const int DepthMax = 4;
    private const int IdCharsMax = 128;
    private const int ParametersMax = 100;
    private const string NoId = "null";
    private const string Version = "v3/";
    private static readonly JsonDocumentOptions Reading = new() { MaxDepth = DepthMax };

    /// <summary>Reads a request.</summary>
    /// <param name="text">One frame.</param>
    /// <param name="message">It.</param>
    /// <param name="id">Of the answer, whether it could be read or not.</param>
    /// <param name="error">Why it could not.</param>
    public static bool TryRead(ReadOnlyMemory<byte> text, [NotNullWhen(true)] out ApiMessage? message, out string id, [NotNullWhen(false)] out VenueError? error)
    {
        (message, id, error) = (null, NoId, null);
        try
        {
            using var document = JsonDocument.Parse(text, Reading);
            error = Read(document.RootElement, ref id, out message);
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            error = SpotErrors.Make(SpotErrorCode.InvalidJson);
        }

        return error is null && message is not null;
    }

    private static VenueError? Read(JsonElement root, ref string id, out ApiMessage? message)
    {
        message = null;
        if (root.ValueKind != JsonValueKind.Object)
            return SpotErrors.Make(SpotErrorCode.InvalidJson);
        if (!root.TryGetProperty("id", out var givenId))
            return SpotErrors.Make(SpotErrorCode.MandatoryParameter, 1, "id");
        if (givenId.ValueKind is not (JsonValueKind.Null or JsonValueKind.String or JsonValueKind.Number) || givenId.GetRawText().Length > IdCharsMax
            || (givenId.ValueKind == JsonValueKind.Number && !givenId.TryGetInt64(out _)))
            return SpotErrors.Make(SpotErrorCode.InvalidParameter, 1, "id");
        id = givenId.GetRawText();
        if (!root.TryGetProperty("method", out var method) || method.ValueKind != JsonValueKind.String || method.GetString() is not { Length: > 0 } name)
            return SpotErrors.Make(SpotErrorCode.MandatoryParameter, 1, "method");
        foreach (var field in root.EnumerateObject())
        {
            if (field.Name is not ("id" or "method" or "params"))
                return SpotErrors.Make(SpotErrorCode.UnknownParameter);
        }

        if (ReadParameters(root, out var parameters) is { } fault)
            return fault;
        message = new ApiMessage(id, name.StartsWith(Version, StringComparison.Ordinal) ? name[Version.Length..] : name, parameters);
        return null;
    }

    private static VenueError? ReadParameters(JsonElement root, out List<KeyValuePair<string, string>> parameters)
    {
        parameters = [];
        if (!root.TryGetProperty("params", out var given))
            return null;
        if (given.ValueKind != JsonValueKind.Object)
            return SpotErrors.Make(SpotErrorCode.InvalidParameter, 1, "params");
        foreach (var field in given.EnumerateObject())
        {
            var text = field.Value.ValueKind switch
            {
                JsonValueKind.String => field.Value.GetString(),
                JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => field.Value.GetRawText(),
                JsonValueKind.Array => ListOf(field.Value),
                _ => null,
            };
            if (text is null)
                return SpotErrors.Make(SpotErrorCode.MandatoryParameter, 1, field.Name);
            parameters.Add(KeyValuePair.Create(field.Name, text));
        }

        return parameters.Count <= ParametersMax ? null
            : SpotErrors.Make(SpotErrorCode.TooManyParameters, 1, ParametersMax.ToString(CultureInfo.InvariantCulture), parameters.Count);
    }

    /// <summary>A list of texts as the REST API writes it.</summary>
    private static string? ListOf(JsonElement list)
    {
        var parts = new List<string>();
        foreach (var item in list.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.String)
                return null;
            parts.Add(item.GetRawText());
        }

        return "[" + string.Join(',', parts) + "]";
    }
}
