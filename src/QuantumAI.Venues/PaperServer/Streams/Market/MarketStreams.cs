using System.Buffers;
using System.Collections.Concurrent;
using System.Text.Json;
using QuantumAI.Domain.Market;
using QuantumAI.Venues.PaperServer.Exchange;
using QuantumAI.Venues.PaperServer.Faults;

namespace QuantumAI.Venues.PaperServer.Streams.Market;

/// <summary>Tells everybody who listens what happens on the market. Sending happens on the exchange's lane, listening begins and ends on any thread.</summary>
/// <remarks>A payload is written once for each stream that somebody hears, however many hear it.</remarks>
internal sealed class MarketStreams
{
    private const long TickNanos = StreamNames.Fast * UnixNanos.PerMillisecond;

    private readonly ConcurrentDictionary<StreamTopic, StreamChannel> _channels = [];
    private readonly ArrayBufferWriter<byte> _buffer = new(4_096);
    private readonly StreamNames _names;
    private readonly DepthMerge[] _merges;
    private readonly TimedStreams _timed;
    private readonly IExchangeFaults _faults;
    private long _tick;

    public MarketStreams(IReadOnlyList<string> symbols, IExchangeFaults faults)
    {
        (_names, _faults) = (new StreamNames(symbols), faults);
        _merges = [.. symbols.Select(_ => new DepthMerge())];
        _timed = new TimedStreams(this, symbols.Count);
    }

    /// <summary>Lets a connection hear a stream; a name that the exchange does not have is silence, as at the venue.</summary>
    public void Listen(StreamSession session, string name)
    {
        if (TopicOf(session, name) is { } topic)
            _channels.GetOrAdd(topic, static key => new StreamChannel(key)).Add(session, name);
    }

    public void Leave(StreamSession session, string name)
    {
        if (TopicOf(session, name) is { } topic && _channels.TryGetValue(topic, out var channel))
            channel.Remove(session, name);
    }

    /// <summary>Tells what happened, then what is due by time.</summary>
    public void Hear(ExchangeState state, IReadOnlyList<ExchangeEvent> events, long nowNanos)
    {
        if (_faults.IsMarketFrozen)
            return;
        for (var i = 0; i < events.Count; i++)
        {
            if (events[i] is PublicEvent told)
                Tell(state.Markets[told.Symbol], told);
        }

        var tick = nowNanos / TickNanos;
        if (tick == _tick)
            return;
        var second = tick / (StreamNames.Slow / StreamNames.Fast);
        var isSecond = second != _tick / (StreamNames.Slow / StreamNames.Fast);
        _tick = tick;
        TellBooks(state, StreamNames.Fast, nowNanos);
        if (!isSecond)
            return;
        TellBooks(state, StreamNames.Slow, nowNanos);
        _timed.Tell(state, second, nowNanos);
    }

    /// <summary>The channel of a topic in both units of time, if anybody hears it.</summary>
    public void ForHeard(StreamTopic topic, Action<StreamChannel, Utf8JsonWriter, long> write)
    {
        Tell(topic, UnixNanos.PerMillisecond, write);
        Tell(topic with { IsMicros = true }, UnixNanos.PerMicrosecond, write);
    }

    public StreamChannel? Heard(StreamTopic topic) => _channels.TryGetValue(topic, out var channel) && channel.IsHeard ? channel : null;

    private void Tell(StreamTopic topic, long unit, Action<StreamChannel, Utf8JsonWriter, long> write)
    {
        if (Heard(topic) is not { } channel)
            return;
        _buffer.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(_buffer, StreamText.Writing))
            write(channel, json, unit);
        if (_buffer.WrittenCount > 0)
            channel.Send(_buffer.WrittenSpan);
    }

    private void Tell(SymbolMarket market, PublicEvent told)
    {
        var instrument = market.Instrument;
        switch (told)
        {
            case TradeTold trade:
                ForHeard(new(StreamKind.Trade, told.Symbol), (_, json, unit) => MarketJson.Trade(json, instrument, trade.Trade, unit));
                break;
            case AggregateTold aggregate:
                ForHeard(new(StreamKind.AggregateTrade, told.Symbol), (_, json, unit) => MarketJson.Aggregate(json, instrument, aggregate.Aggregate, told.TimeNanos, unit));
                break;
            case BestTold best:
                ForHeard(new(StreamKind.BookTicker, told.Symbol), (_, json, _) => MarketJson.Best(json, instrument, best.Best, best.UpdateId));
                break;
            case DepthTold depth:
                Tell(market, depth);
                break;
            case KlineTold bar:
                _timed.Hear(market, bar);
                break;
            default:
                break;
        }
    }

    private void Tell(SymbolMarket market, DepthTold depth)
    {
        if (_faults.TakeDepthGap(market.Instrument.Symbol))
            return; // as if a message had been lost on the way: the next one does not follow the last
        ForHeard(new(StreamKind.Depth, depth.Symbol, 0, StreamNames.Fast), (_, json, unit) => MarketJson.Depth(json, market.Instrument, depth.Diff, depth.TimeNanos, unit));
        if (IsHeardInAnyUnit(new(StreamKind.Depth, depth.Symbol, 0, StreamNames.Slow)))
            _merges[depth.Symbol].Add(depth.Diff);
        else
            _merges[depth.Symbol].Clear();
    }

    private bool IsHeardInAnyUnit(StreamTopic topic) => Heard(topic) is not null || Heard(topic with { IsMicros = true }) is not null;

    private void TellBooks(ExchangeState state, int speed, long nowNanos)
    {
        foreach (var market in state.Markets)
        {
            foreach (var levels in (ReadOnlySpan<int>)[5, 10, 20])
                ForHeard(new(StreamKind.PartialDepth, market.Index, levels, speed), (_, json, _) => MarketJson.PartialDepth(json, market, levels));
            if (speed == StreamNames.Slow && _merges[market.Index].Take() is { } diff)
                ForHeard(new(StreamKind.Depth, market.Index, 0, speed), (_, json, unit) => MarketJson.Depth(json, market.Instrument, diff, nowNanos, unit));
        }
    }

    private StreamTopic? TopicOf(StreamSession session, string name) => _names.Find(name) is { } topic ? topic with { IsMicros = session.IsMicros } : null;
}
