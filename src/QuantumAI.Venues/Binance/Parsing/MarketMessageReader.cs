using System.Text.Json;

namespace QuantumAI.Venues.Binance.Parsing;

/// <summary>Reads one message of a Binance market stream, bare or wrapped in <c>{"stream":…,"data":…}</c>.</summary>
/// <remarks>The one parser of book tickers, trades and depth: recordings and live streams go through it. No allocation per message. Not thread safe.</remarks>
/// <param name="watch">Is told what a message breaks and which symbol it names.</param>
/// <param name="isStrict">A live stream's rule: numbers stand in quotes, and a field stands once. Recordings of other tools may do otherwise.</param>
public sealed class MarketMessageReader(IMarketMessageWatch watch, bool isStrict)
{
    private readonly MessageValues _values = new(watch, isStrict);

    /// <summary>The last message; the next one overwrites it.</summary>
    public MarketMessage Message { get; } = new();

    /// <summary>Reads the message into <see cref="Message"/>; problems go to the watch.</summary>
    /// <param name="json">UTF-8.</param>
    /// <param name="expected">What a message is that does not say so: a book ticker of a raw stream names neither stream nor event.</param>
    /// <exception cref="JsonException">The text is no JSON.</exception>
    public bool TryRead(ReadOnlySpan<byte> json, MarketMessageKind expected = MarketMessageKind.Unknown)
    {
        var kind = MessageKindReader.Read(json);
        Message.Clear(kind == MarketMessageKind.Unknown ? expected : kind);
        var before = watch.Problems;
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            watch.OnProblem("a message must be a JSON object", json);
        else
            ReadObject(ref reader, isInner: false);
        while (reader.Read())
            reader.Skip();
        var missing = Message.Required & ~Message.Seen;
        if (missing != MessageFields.None && watch.Problems == before)
            watch.OnProblem($"a {Message.Kind} message must have all its fields", $"without {missing}");
        return watch.Problems == before;
    }

    private void ReadObject(ref Utf8JsonReader reader, bool isInner)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.ValueSpan;
            reader.Read();
            if (Message.Kind == MarketMessageKind.Unknown)
                reader.Skip();
            else if (name.Length == 1)
                ReadField(ref reader, name[0]);
            else if (!isInner && name.SequenceEqual("data"u8) && reader.TokenType == JsonTokenType.StartObject)
                ReadObject(ref reader, isInner: true);
            else
                ReadLongName(ref reader, name);
        }
    }

    private void ReadLongName(ref Utf8JsonReader reader, ReadOnlySpan<byte> name)
    {
        if (name.SequenceEqual("pu"u8))
            Message.PreviousLastUpdateId = _values.Number(ref reader, "pu");
        else if (name.SequenceEqual("lastUpdateId"u8))
            Message.FirstUpdateId = Message.LastUpdateId = Seen(MessageFields.LastUpdateId, _values.Number(ref reader, "lastUpdateId"));
        else if (name.SequenceEqual("bids"u8))
            _values.Levels(ref reader, "bids", Seen(MessageFields.Bids, Message.Bids));
        else if (name.SequenceEqual("asks"u8))
            _values.Levels(ref reader, "asks", Seen(MessageFields.Asks, Message.Asks));
        else
            reader.Skip();
    }

    private void ReadField(ref Utf8JsonReader reader, byte name)
    {
        switch ((char)name)
        {
            case 's': ReadSymbol(ref reader); break;
            case 'E': Message.VenueNanos = Seen(MessageFields.Time, _values.Time(ref reader, "E")); break;
            default:
                if (Message.Kind == MarketMessageKind.BookTicker)
                    ReadTickerField(ref reader, name);
                else if (Message.Kind == MarketMessageKind.Trade)
                    ReadTradeField(ref reader, name);
                else
                    ReadDepthField(ref reader, name);
                break;
        }
    }

    private void ReadTickerField(ref Utf8JsonReader reader, byte name)
    {
        switch ((char)name)
        {
            case 'b': Message.Price = Seen(MessageFields.Bid, _values.Price(ref reader, "bid")); break;
            case 'B': Message.Size = Seen(MessageFields.BidSize, _values.Quantity(ref reader, "bid size")); break;
            case 'a': Message.Ask = Seen(MessageFields.Ask, _values.Price(ref reader, "ask")); break;
            case 'A': Message.AskSize = Seen(MessageFields.AskSize, _values.Quantity(ref reader, "ask size")); break;
            default: reader.Skip(); break;
        }
    }

    private void ReadTradeField(ref Utf8JsonReader reader, byte name)
    {
        switch ((char)name)
        {
            case 'p': Message.Price = Seen(MessageFields.Price, _values.Price(ref reader, "price", allowsZero: true)); break;
            case 'q': Message.Size = Seen(MessageFields.Quantity, _values.Quantity(ref reader, "quantity")); break;
            case 't': Message.TradeId = Seen(MessageFields.TradeId, _values.Number(ref reader, "trade id")); break;
            case 'm': Message.BuyerIsMaker = Seen(MessageFields.BuyerIsMaker, _values.Flag(ref reader, "m")); break;
            case 'X': Message.IsNoTrade = reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("NA"u8); break;
            default: reader.Skip(); break;
        }
    }

    private void ReadDepthField(ref Utf8JsonReader reader, byte name)
    {
        switch ((char)name)
        {
            case 'U': Message.FirstUpdateId = Seen(MessageFields.FirstUpdateId, _values.Number(ref reader, "U")); break;
            case 'u': Message.LastUpdateId = Seen(MessageFields.LastUpdateId, _values.Number(ref reader, "u")); break;
            case 'b': _values.Levels(ref reader, "b", Seen(MessageFields.Bids, Message.Bids)); break;
            case 'a': _values.Levels(ref reader, "a", Seen(MessageFields.Asks, Message.Asks)); break;
            default: reader.Skip(); break;
        }
    }

    private void ReadSymbol(ref Utf8JsonReader reader)
    {
        var isText = reader.TokenType == JsonTokenType.String;
        watch.OnSymbol(isText, isText ? reader.ValueSpan : default);
        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            reader.Skip();
    }

    private T Seen<T>(MessageFields field, T value)
    {
        if (isStrict && (Message.Seen & field) != MessageFields.None)
            watch.OnProblem($"a message must name {field} once", "again");
        Message.Seen |= field;
        return value;
    }
}
