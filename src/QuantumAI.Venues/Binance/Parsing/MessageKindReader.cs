using System.Text.Json;

namespace QuantumAI.Venues.Binance.Parsing;

/// <summary>Finds the kind of a message in its first fields: the stream's name, the event's name, or a REST answer's number.</summary>
internal static class MessageKindReader
{
    /// <exception cref="JsonException">The text is no JSON.</exception>
    public static MarketMessageKind Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isStream = reader.ValueTextEquals("stream"u8);
            var isEvent = reader.ValueTextEquals("e"u8);
            var isSnapshot = reader.ValueTextEquals("lastUpdateId"u8);
            reader.Read();
            if (isSnapshot)
                return MarketMessageKind.DepthSnapshot;
            if (isStream && reader.TokenType == JsonTokenType.String)
                return OfStream(reader.ValueSpan);
            if (isEvent && reader.TokenType == JsonTokenType.String)
                return OfEvent(reader.ValueSpan);
            reader.Skip();
        }

        return MarketMessageKind.Unknown;
    }

    // btcusdt@depth@100ms is the stream of changes; btcusdt@depth20@100ms is a partial book and has another shape.
    private static MarketMessageKind OfStream(ReadOnlySpan<byte> name)
    {
        var channel = name[(name.IndexOf((byte)'@') + 1)..];
        var speed = channel.IndexOf((byte)'@');
        channel = speed < 0 ? channel : channel[..speed];
        return channel.SequenceEqual("depth"u8) ? MarketMessageKind.DepthUpdate : OfEvent(channel);
    }

    private static MarketMessageKind OfEvent(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("bookTicker"u8) ? MarketMessageKind.BookTicker
        : name.SequenceEqual("trade"u8) ? MarketMessageKind.Trade
        : name.SequenceEqual("depthUpdate"u8) ? MarketMessageKind.DepthUpdate
        : MarketMessageKind.Unknown;
}
