using System.Text;
using System.Text.Json;
using QuantumAI.Feeds.Files;

namespace QuantumAI.Feeds.Recordings;

/// <summary>Reads one message of a Binance market stream, bare or wrapped in <c>{"stream":…,"data":…}</c>.</summary>
internal sealed class MessageReader(ProblemLog problems)
{
    private readonly JsonValues _values = new(problems);
    private byte[] _symbol = [];

    public WebSocketMessage Message { get; } = new();

    /// <summary>The symbol of all messages; null before the first that names one.</summary>
    public string? Symbol => _symbol.Length == 0 ? null : Encoding.ASCII.GetString(_symbol);

    /// <summary>Reads the message into <see cref="Message"/>; problems go to the log.</summary>
    /// <exception cref="JsonException">The text is no JSON.</exception>
    public bool TryRead(ReadOnlySpan<byte> json)
    {
        Message.Clear(MessageKindReader.Read(json));
        var before = problems.Count;
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            problems.Add("a message must be a JSON object", json);
        else
            ReadObject(ref reader, isInner: false);
        while (reader.Read())
            reader.Skip();
        var missing = Message.Required & ~Message.Seen;
        if (missing != MessageFields.None && problems.Count == before)
            problems.Add($"a {Message.Kind} message must have all its fields", $"without {missing}");
        return problems.Count == before;
    }

    private void ReadObject(ref Utf8JsonReader reader, bool isInner)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.ValueSpan;
            reader.Read();
            if (Message.Kind == MessageKind.Unknown)
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
                if (Message.Kind == MessageKind.BookTicker)
                    ReadTickerField(ref reader, name);
                else if (Message.Kind == MessageKind.Trade)
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
        var text = reader.TokenType == JsonTokenType.String ? reader.ValueSpan : default;
        if (_symbol.AsSpan().SequenceEqual(text) && text.Length > 0)
            return;
        if (reader.TokenType != JsonTokenType.String || !MarketSymbol.TryParse(Encoding.UTF8.GetString(text), out var symbol))
            problems.Add(MarketSymbol.Rule, text);
        else if (_symbol.Length == 0)
            _symbol = Encoding.ASCII.GetBytes(symbol);
        else
            problems.Add($"a recording must be of one symbol, here {Symbol}", text);
        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            reader.Skip();
    }

    private T Seen<T>(MessageFields field, T value)
    {
        Message.Seen |= field;
        return value;
    }
}
