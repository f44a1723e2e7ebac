using System.Globalization;
using System.Text.Json;
using QuantumAI.Venues.PaperServer.Streams.Frames;

namespace QuantumAI.Venues.PaperServer.Streams.Market;

/// <summary>One connection of market streams: what it hears, and its requests about that. Requests come one at a time; sending is thread safe.</summary>
internal sealed class StreamSession(IClientSocket socket, MarketStreams streams, SocketSettings settings, bool isCombined, bool isMicros) : ISession
{
    private const int DepthMax = 8;
    private static readonly JsonDocumentOptions Reading = new() { MaxDepth = DepthMax };
    private readonly List<string> _names = [];
    private readonly MessageRate _rate = new(settings.MessagesPerSecondMax);
    private volatile bool _isCombined = isCombined;

    public bool IsMicros => isMicros;

    public IClientSocket Socket => socket;

    /// <summary>Sends a stream's message.</summary>
    /// <param name="head">What stands before it where streams are combined.</param>
    /// <param name="payload">The message.</param>
    public void Send(ReadOnlySpan<byte> head, ReadOnlySpan<byte> payload)
    {
        if (_isCombined)
            socket.TrySend(head, payload, "}"u8);
        else
            socket.TrySend(payload);
    }

    /// <summary>Begins to hear streams; false, and nothing changes, when that would be too many.</summary>
    public bool TryListen(IReadOnlyCollection<string> names)
    {
        var added = names.Where(name => !_names.Contains(name)).Distinct(StringComparer.Ordinal).ToArray();
        if (_names.Count + added.Length > settings.StreamsMax)
            return false;
        foreach (var name in added)
        {
            _names.Add(name);
            streams.Listen(this, name);
        }

        return true;
    }

    public bool TryCount(long nowNanos) => _rate.TryAdd(nowNanos);

    public void Hear(Frame message, long nowNanos)
    {
        if (message.Kind == FrameKind.Text)
            socket.TrySend(AnswerOf(message.Payload));
        else
            socket.Close(CloseReason.UnsupportedData, "requests are text", nowNanos);
    }

    public void TellShutdown(ReadOnlySpan<byte> payload) => socket.TrySend(payload);

    public void End()
    {
        foreach (var name in _names)
            streams.Leave(this, name);
        _names.Clear();
    }

    private byte[] AnswerOf(ReadOnlyMemory<byte> text)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(text, Reading);
        }
        catch (JsonException broken)
        {
            return StreamAnswers.Error(3, string.Create(
                CultureInfo.InvariantCulture, $"Invalid JSON: expected value at line {(broken.LineNumber ?? 0) + 1} column {(broken.BytePositionInLine ?? 0) + 1}"), null);
        }

        using (document)
            return AnswerOf(document.RootElement);
    }

    private byte[] AnswerOf(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
            return StreamAnswers.Invalid("expected an object", null);
        if (!StreamAnswers.TryReadId(root, out var id))
            return StreamAnswers.Invalid("request ID must be an unsigned integer", null);
        if (!root.TryGetProperty("method", out var method))
            return StreamAnswers.Invalid("missing field `method` at line 1 column " + root.GetRawText().Length.ToString(CultureInfo.InvariantCulture), id);
        var parameters = root.TryGetProperty("params", out var given) ? given : default;
        return (method.ValueKind == JsonValueKind.String ? method.GetString() : null) switch
        {
            "SUBSCRIBE" => Subscribe(parameters, id),
            "UNSUBSCRIBE" => Unsubscribe(parameters, id),
            "LIST_SUBSCRIPTIONS" => HasParameters(parameters) ? StreamAnswers.Invalid("too many parameters", id) : StreamAnswers.List(_names, id),
            "SET_PROPERTY" => SetProperty(parameters, id),
            "GET_PROPERTY" => GetProperty(parameters, id),
            _ => StreamAnswers.Invalid(
                $"unknown variant {method.GetRawText()}, expected one of `SUBSCRIBE`, `UNSUBSCRIBE`, `LIST_SUBSCRIPTIONS`, `SET_PROPERTY`, `GET_PROPERTY` at line 1 column 28", id),
        };
    }

    private byte[] Subscribe(JsonElement parameters, string? id)
    {
        if (NamesOf(parameters) is not { } names)
            return StreamAnswers.Invalid("stream names must be strings", id);
        return TryListen(names) ? StreamAnswers.Done(id) : StreamAnswers.Invalid("too many parameters", id);
    }

    private byte[] Unsubscribe(JsonElement parameters, string? id)
    {
        if (NamesOf(parameters) is not { } names)
            return StreamAnswers.Invalid("stream names must be strings", id);
        foreach (var name in names)
        {
            if (_names.Remove(name))
                streams.Leave(this, name);
        }

        return StreamAnswers.Done(id);
    }

    private byte[] SetProperty(JsonElement parameters, string? id)
    {
        if (PropertyFault(parameters, 2, id) is { } fault)
            return fault;
        if (parameters[1].ValueKind is not (JsonValueKind.True or JsonValueKind.False))
            return StreamAnswers.Error(1, "Invalid value type: expected Boolean", id);
        _isCombined = parameters[1].GetBoolean();
        return StreamAnswers.Done(id);
    }

    private byte[] GetProperty(JsonElement parameters, string? id) => PropertyFault(parameters, 1, id) ?? StreamAnswers.Property(_isCombined, id);

    private static byte[]? PropertyFault(JsonElement parameters, int count, string? id)
    {
        if (parameters.ValueKind != JsonValueKind.Array || parameters.GetArrayLength() == 0 || parameters[0].ValueKind != JsonValueKind.String)
            return StreamAnswers.Invalid("property name must be a string", id);
        if (parameters.GetArrayLength() > count)
            return StreamAnswers.Invalid("too many parameters", id);
        if (!parameters[0].ValueEquals("combined"u8))
            return StreamAnswers.Error(0, "Unknown property", id);
        return parameters.GetArrayLength() < count ? StreamAnswers.Error(1, "Invalid value type: expected Boolean", id) : null;
    }

    private static List<string>? NamesOf(JsonElement parameters)
    {
        if (parameters.ValueKind != JsonValueKind.Array)
            return null;
        var names = new List<string>();
        foreach (var item in parameters.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.String)
                return null;
            names.Add(item.GetString()!);
        }

        return names;
    }

    private static bool HasParameters(JsonElement parameters) => parameters.ValueKind == JsonValueKind.Array && parameters.GetArrayLength() > 0;
}
