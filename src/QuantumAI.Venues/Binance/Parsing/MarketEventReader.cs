using System.Collections.Frozen;
using System.Text;
using System.Text.Json;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;

namespace QuantumAI.Venues.Binance.Parsing;

/// <summary>What became of a message.</summary>
public enum MarketReading : byte
{
    Unspecified = 0,

    /// <summary>It is an event.</summary>
    Event = 1,

    /// <summary>It is no book ticker, trade or depth: <see cref="StreamMessages"/> reads it.</summary>
    Other = 2,

    /// <summary>It breaks a rule; <see cref="MarketEventReader.Refusal"/> says which. A depth update that is refused leaves a gap in the book.</summary>
    Refused = 3,
}

/// <summary>Live messages as market events in the instruments' units: the hot path. Allocates depth levels only. One owner; not thread safe.</summary>
public sealed class MarketEventReader : IMarketMessageWatch
{
    private const int SymbolCharsMax = 32;

    private readonly MarketMessageReader _reader;
    private readonly IReadOnlyList<Instrument> _instruments;
    private readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _ids;
    private readonly byte[][] _symbols;
    private byte[] _lastSymbol = [];
    private int _lastId = -1;
    private int _id = -1;

    /// <param name="instruments">Place in the list = the events' instrument id.</param>
    public MarketEventReader(IReadOnlyList<Instrument> instruments)
    {
        _instruments = instruments;
        _ids = instruments.Select((instrument, id) => (instrument.Symbol, id)).ToFrozenDictionary(pair => pair.Symbol, pair => pair.id, StringComparer.Ordinal)
            .GetAlternateLookup<ReadOnlySpan<char>>();
        _symbols = [.. instruments.Select(instrument => Encoding.UTF8.GetBytes(instrument.Symbol))];
        _reader = new MarketMessageReader(this, isStrict: true);
    }

    public long Problems { get; private set; }

    /// <summary>Why the last refused message was refused: rule and value.</summary>
    public string Refusal { get; private set; } = "";

    /// <summary>Reads one message.</summary>
    /// <param name="json">UTF-8, as received; bare or wrapped with its stream's name.</param>
    /// <param name="receivedNanos">The receiver's clock.</param>
    /// <param name="marketEvent">Set when the result is <see cref="MarketReading.Event"/>.</param>
    /// <param name="expected">What a message of a raw book-ticker stream is, which does not say so.</param>
    /// <param name="instrumentId">Whose snapshot it is, which a depth answer does not say; −1 elsewhere.</param>
    public MarketReading Read(
        ReadOnlySpan<byte> json, long receivedNanos, out MarketEvent marketEvent, MarketMessageKind expected = MarketMessageKind.Unknown, int instrumentId = -1)
    {
        marketEvent = default;
        _id = instrumentId;
        try
        {
            if (!_reader.TryRead(json, expected))
                return MarketReading.Refused;
        }
        catch (JsonException broken)
        {
            OnProblem($"a message must be whole JSON (broken at byte {broken.BytePositionInLine})", json);
            return MarketReading.Refused;
        }

        var message = _reader.Message;
        if (message.Kind == MarketMessageKind.Unknown || message.IsNoTrade)
            return MarketReading.Other;
        if (_id < 0)
        {
            OnProblem("a message must name its symbol", "none");
            return MarketReading.Refused;
        }

        return TryEvent(message, receivedNanos, _instruments[_id], out marketEvent) ? MarketReading.Event : Unfit();
    }

    public void OnProblem(string rule, ReadOnlySpan<byte> value) => OnProblem(rule, Payload.Shown(value));

    public void OnProblem(string rule, string value)
    {
        Problems++;
        Refusal = $"{rule}, was {value}";
    }

    public void OnSymbol(bool isText, ReadOnlySpan<byte> symbol)
    {
        if (symbol.Length > 0 && symbol.SequenceEqual(_lastSymbol))
        {
            _id = _lastId;
            return;
        }

        Span<char> name = stackalloc char[SymbolCharsMax];
        if (isText && symbol.Length <= name.Length && Encoding.UTF8.TryGetChars(symbol, name, out var length) && _ids.TryGetValue(name[..length], out var id))
        {
            _id = _lastId = id;
            _lastSymbol = _symbols[id];
            return;
        }

        OnProblem("a message must be of a symbol that was asked for", symbol);
    }

    private MarketReading Unfit()
    {
        OnProblem($"numbers must fit the instrument {_instruments[_id].Symbol}", $"a {_reader.Message.Kind} message finer than its scales, or empty");
        return MarketReading.Refused;
    }

    private bool TryEvent(MarketMessage message, long receivedNanos, Instrument instrument, out MarketEvent marketEvent)
    {
        marketEvent = default;
        if (message.Kind is MarketMessageKind.DepthUpdate or MarketMessageKind.DepthSnapshot)
        {
            if (!TryLevels(message.Bids, instrument, out var bids) || !TryLevels(message.Asks, instrument, out var asks))
                return false;
            var levels = new DepthLevels(message.FirstUpdateId, message.LastUpdateId, message.PreviousLastUpdateId, bids, asks);
            marketEvent = message.Kind == MarketMessageKind.DepthSnapshot
                ? MarketEvent.Snapshot(_id, receivedNanos, message.VenueNanos, levels)
                : MarketEvent.Update(_id, receivedNanos, message.VenueNanos, levels);
            return true;
        }

        if (!message.Price.TryToUnits(instrument.PriceScale, out var price) || !TrySize(message.Size, instrument, out var size))
            return false;
        if (message.Kind == MarketMessageKind.Trade)
        {
            marketEvent = MarketEvent.Trade(_id, receivedNanos, message.VenueNanos, price, size, message.TradeId, message.BuyerIsMaker);
            return price > 0 && size > 0;
        }

        if (!message.Ask.TryToUnits(instrument.PriceScale, out var ask) || !TrySize(message.AskSize, instrument, out var askSize))
            return false;
        marketEvent = MarketEvent.Quote(_id, receivedNanos, message.VenueNanos, price, ask, size, askSize);
        return true;
    }

    /// <summary>
    /// A size in the instrument's units. The market holds sizes finer than the present lot step, of orders from before it was made coarser: they are rounded down, and
    /// never to nothing, since a size of 0 removes a level.
    /// </summary>
    private static bool TrySize(DecimalNumber size, Instrument instrument, out long units)
    {
        if (size.Scale <= instrument.QuantityScale)
            return size.TryToUnits(instrument.QuantityScale, out units);
        units = size.Mantissa / FixedPoint.PowerOfTen(size.Scale - instrument.QuantityScale);
        if (units == 0 && size.Mantissa > 0)
            units = 1;
        return true;
    }

    private static bool TryLevels(List<MessageLevel> levels, Instrument instrument, out DepthLevel[] units)
    {
        units = new DepthLevel[levels.Count];
        for (var i = 0; i < units.Length; i++)
        {
            if (!levels[i].Price.TryToUnits(instrument.PriceScale, out var price) || !TrySize(levels[i].Size, instrument, out var size))
                return false;
            units[i] = new DepthLevel(price, size);
        }

        return true;
    }
}
