using System.Text.Json;
using QuantumAI.Venues.PaperServer.Exchange;

namespace QuantumAI.Venues.PaperServer.Streams.Market;

/// <summary>Streams that come once a second: bars that grow, statistics, averages. On the exchange's lane only.</summary>
/// <param name="streams">Whoever listens.</param>
/// <param name="symbols">How many symbols there are.</param>
internal sealed class TimedStreams(MarketStreams streams, int symbols)
{
    private const int AverageMinutes = 5;
    private const int SecondsPerBar = 2; // every interval but 1s, as documented
    private static readonly int[] Windows = [1, 4, 24];

    private readonly (long UpdateId, long TradeId)[] _seen = new (long, long)[symbols];
    private readonly bool[] _hasChanged = new bool[symbols];

    /// <summary>A bar that ended is told at once, one that grew when its time comes.</summary>
    public void Hear(SymbolMarket market, KlineTold told)
    {
        var place = PlaceOf(told.Interval);
        streams.ForHeard(new(StreamKind.Kline, market.Index, place), (channel, json, unit) =>
        {
            channel.Pending = told.IsClosed ? null : told.Row;
            if (told.IsClosed)
                Write(json, market, told.Interval, told.Row, 0, isClosed: true, told.TimeNanos, unit);
        });
    }

    public void Tell(ExchangeState state, long second, long nowNanos)
    {
        foreach (var market in state.Markets)
        {
            NoteChange(market);
            TellBars(market, second, nowNanos);
            streams.ForHeard(new(StreamKind.MiniTicker, market.Index), (_, json, unit) => TickerStreamJson.Mini(json, market, nowNanos, unit));
            streams.ForHeard(new(StreamKind.Ticker, market.Index), (_, json, unit) => TickerStreamJson.Day(json, market, nowNanos, unit));
            streams.ForHeard(new(StreamKind.AveragePrice, market.Index), (_, json, unit) => MarketJson.Average(json, market, AverageMinutes, nowNanos, unit));
            foreach (var hours in Windows)
                streams.ForHeard(new(StreamKind.WindowTicker, market.Index, hours), (_, json, unit) => TickerStreamJson.Window(json, market, hours, nowNanos, unit));
        }

        TellAll(state, new(StreamKind.AllMiniTickers, -1), (json, market, unit) => TickerStreamJson.Mini(json, market, nowNanos, unit));
        TellAll(state, new(StreamKind.AllTickers, -1), (json, market, unit) => TickerStreamJson.Day(json, market, nowNanos, unit));
        foreach (var hours in Windows)
            TellAll(state, new(StreamKind.AllWindowTickers, -1, hours), (json, market, unit) => TickerStreamJson.Window(json, market, hours, nowNanos, unit));
    }

    private void NoteChange(SymbolMarket market)
    {
        var now = (market.Depth.UpdateId, market.Tape.Trades.Count == 0 ? 0 : market.Tape.Trades.Last.TradeId);
        _hasChanged[market.Index] = now != _seen[market.Index];
        _seen[market.Index] = now;
    }

    private void TellBars(SymbolMarket market, long second, long nowNanos)
    {
        for (var place = 0; place < KlineInterval.All.Count; place++)
        {
            var interval = KlineInterval.All[place];
            if (place > 0 && second % SecondsPerBar != 0)
                return;
            streams.ForHeard(new(StreamKind.Kline, market.Index, place), (channel, json, unit) =>
            {
                if (channel.Pending is { } row)
                    Write(json, market, interval, row, 0, isClosed: false, nowNanos, unit);
                channel.Pending = null;
            });
            streams.ForHeard(new(StreamKind.ZonedKline, market.Index, place), (channel, json, unit) => TellZoned(channel, json, market, interval, nowNanos, unit));
        }
    }

    /// <summary>Bars of a day that begins elsewhere are put together when they are told; the one before is told as closed when a new one has begun.</summary>
    private static void TellZoned(StreamChannel channel, Utf8JsonWriter json, SymbolMarket market, KlineInterval interval, long nowNanos, long unit)
    {
        var bars = market.Klines.Shifted(interval, StreamNames.ZoneNanos);
        if (bars.Count == 0)
            return;
        var (row, isClosed) = (bars[^1], false);
        if (bars.Count > 1 && channel.Pending is { } before && before.OpenNanos == bars[^2].OpenNanos)
            (row, isClosed) = (bars[^2], true);
        channel.Pending = bars[^1];
        Write(json, market, interval, row, StreamNames.ZoneNanos, isClosed, nowNanos, unit);
    }

    private void TellAll(ExchangeState state, StreamTopic topic, Action<Utf8JsonWriter, SymbolMarket, long> write) => streams.ForHeard(topic, (_, json, unit) =>
    {
        if (!_hasChanged.Contains(true))
            return;
        json.WriteStartArray();
        foreach (var market in state.Markets)
        {
            if (_hasChanged[market.Index])
                write(json, market, unit);
        }

        json.WriteEndArray();
    });

    private static void Write(
        Utf8JsonWriter json, SymbolMarket market, KlineInterval interval, in KlineRow row, long zoneNanos, bool isClosed, long nowNanos, long unit) =>
        MarketJson.Kline(json, market.Instrument, interval, in row, interval.CloseOf(row.OpenNanos + zoneNanos) - zoneNanos, isClosed, nowNanos, unit);

    private static int PlaceOf(KlineInterval interval)
    {
        for (var i = 0; i < KlineInterval.All.Count; i++)
        {
            if (KlineInterval.All[i] == interval)
                return i;
        }

        throw new ArgumentOutOfRangeException(nameof(interval), interval, "an interval must be one of the venue's");
    }
}
