using System.Buffers;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Runtime.Actors;
using QuantumAI.Trading.Market;
using QuantumAI.Venues.Binance.Parsing;
using QuantumAI.Venues.Binance.Rest;
using QuantumAI.Venues.Binance.Settings;
using QuantumAI.Venues.Contract;
using QuantumAI.Venues.Transport;

namespace QuantumAI.Venues.Binance.Stream;

/// <summary>The combined market streams of a session's symbols: quotes, trades, depth in step, bars. One logical connection.</summary>
/// <remarks>
/// While an old and a new socket overlap, trades and depth are taken from both (each once, by their numbers), quotes from the old one. After a loss
/// every symbol is declared gapped before anything else. A symbol of which nothing is heard is gapped too, and the socket replaced.
/// </remarks>
public sealed class MarketStreamActor : Actor<MarketStreamMessage>
{
    private const long TickNanos = 250 * UnixNanos.PerMillisecond;
    private const int StreamsMost = 1024;
    private readonly IReadOnlyList<Instrument> _instruments;
    private readonly IStreamTransport _transport;
    private readonly AddressBudget _budget;
    private readonly BinanceSettings _settings;
    private readonly ActorRef<DeskMessage> _desk;
    private readonly MarketFeed _feed;
    private readonly Action<VenueNotice> _notify;
    private readonly MarketEventReader _reader;
    private readonly SymbolStream[] _symbols;
    private readonly Uri _address;
    private RotatingLink? _link;
    private bool _hadLink;

    /// <exception cref="VenueRefusedException">There are more streams than one connection carries.</exception>
    public MarketStreamActor(
        IReadOnlyList<Instrument> instruments, IStreamTransport transport, AddressBudget budget, BinanceSettings settings, ActorRef<DeskMessage> desk, MarketFeed feed,
        Action<VenueNotice> notify)
    {
        (_instruments, _transport, _budget, _settings, _desk, _feed, _notify) = (instruments, transport, budget, settings, desk, feed, notify);
        _reader = new MarketEventReader(instruments);
        _symbols = [.. instruments.Select((_, id) => new SymbolStream(id))];
        string[] streams = [.. instruments.SelectMany(instrument => StreamsOf(instrument.Symbol.ToLowerInvariant(), settings.Bars))];
        if (streams.Length > StreamsMost)
            throw new VenueRefusedException($"a connection carries at most {StreamsMost} streams, {instruments.Count} symbols need {streams.Length}");
        _address = new Uri(settings.Streams, $"{settings.Streams.AbsolutePath.TrimEnd('/')}/stream?streams={string.Join('/', streams)}");
    }

    protected override void OnStart()
    {
        var self = Context.Self;
        var policy = new LinkPolicy(UnixNanos.From(_settings.ConnectionAgeMost), UnixNanos.From(_settings.Overlap), 15 * UnixNanos.PerSecond);
        _link = new RotatingLink(_transport, _budget, policy, socket => new MarketStreamListener(self, socket));
        Context.StartPeriodicTimer(nameof(TickNanos), TickNanos, MarketStreamMessage.Tick);
        Tick();
    }

    protected override void OnStop() => _link?.Close();

    protected override void Receive(in MarketStreamMessage message)
    {
        switch (message.About)
        {
            case MarketStreamMessage.Matter.Frame:
                if (_link!.Knows(message.Number))
                    Read(message.Buffer.AsSpan(0, message.Length), message.Number);
                ArrayPool<byte>.Shared.Return(message.Buffer);
                break;
            case MarketStreamMessage.Matter.Tick:
                Tick();
                break;
            case MarketStreamMessage.Matter.Opened:
                _link!.OnOpened(message.Number, Context.NowNanos);
                break;
            case MarketStreamMessage.Matter.Closed:
                // The first socket's market is told before it has proved itself: losing it leaves a hole as well.
                var wasAlone = _link!.Current == 0 && message.Number == _link.Next && _symbols.Any(symbol => symbol.Depth.IsSynced);
                if (_link.OnClosed(message.Number, Context.NowNanos) || wasAlone)
                    Lose(message.Reason!);
                break;
            case MarketStreamMessage.Matter.Snapshot:
                HearSnapshot(_symbols[message.Number], message.Length, message.Answer!);
                break;
            default:
                _link!.Close();
                _feed.Complete();
                Context.Stop();
                break;
        }
    }

    private static IEnumerable<string> StreamsOf(string symbol, string? bars)
    {
        yield return $"{symbol}@bookTicker";
        yield return $"{symbol}@trade";
        yield return $"{symbol}@depth@100ms";
        if (bars is not null)
            yield return $"{symbol}@kline_{bars}";
    }

    private void Read(ReadOnlySpan<byte> json, int socket)
    {
        switch (_reader.Read(json, Context.NowNanos, out var marketEvent))
        {
            case MarketReading.Event:
                Hear(in marketEvent, socket);
                break;
            case MarketReading.Other:
                HearOther(json);
                break;
            default:
                if (_reader.Problems == 1)
                    _notify(new VenueNotice(IsAlarm: true, $"a market message is refused: {_reader.Refusal}"));
                break;
        }
    }

    private void Hear(in MarketEvent marketEvent, int socket)
    {
        var symbol = _symbols[marketEvent.InstrumentId];
        symbol.HeardNanos = Context.NowNanos;
        symbol.SilencesInARow = 0;
        switch (marketEvent.Kind)
        {
            case MarketEventKind.DepthUpdate:
                symbol.Depth.Update(in marketEvent);
                Tell(symbol);
                break;
            case MarketEventKind.Trade when marketEvent.TradeId > symbol.LastTradeId:
                symbol.LastTradeId = marketEvent.TradeId;
                Push(symbol, in marketEvent);
                break;
            case MarketEventKind.Quote when socket == _link!.Current || _link.Current == 0:
                Push(symbol, in marketEvent);
                break;
            default:
                break;
        }
    }

    /// <summary>Bars and what the server says of itself; rare.</summary>
    private void HearOther(ReadOnlySpan<byte> json)
    {
        try
        {
            switch (StreamMessages.Read(json))
            {
                case ServerShutdownMessage:
                    _link!.Replace();
                    break;
                case KlineMessage { IsClosed: true } bar when BarReading.Of(bar, _instruments) is { } closed && closed.Bar.StartNanos > _symbols[closed.InstrumentId].LastBarNanos:
                    _symbols[closed.InstrumentId].LastBarNanos = closed.Bar.StartNanos;
                    Push(_symbols[closed.InstrumentId], closed.Ingested(0, Context.NowNanos));
                    break;
                default:
                    break;
            }
        }
        catch (PayloadException refused)
        {
            _notify(new VenueNotice(IsAlarm: false, $"a stream message is refused: {refused.Message}"));
        }
    }

    private void Tell(SymbolStream symbol)
    {
        while (symbol.Depth.TryTake(out var ready))
            Push(symbol, in ready);
        AskSnapshotWhenDue(symbol);
    }

    private void Push(SymbolStream symbol, in MarketEvent marketEvent)
    {
        if (!_feed.Push(in marketEvent) && marketEvent.Kind is MarketEventKind.DepthSnapshot or MarketEventKind.DepthUpdate)
        {
            symbol.Restart(); // the feed has declared the gap
            symbol.Opened(Context.NowNanos);
        }
    }

    private void AskSnapshotWhenDue(SymbolStream symbol)
    {
        if (!symbol.TryAsk(Context.NowNanos))
            return;
        var (self, id, number) = (Context.Self, symbol.InstrumentId, symbol.Snapshot);
        _desk.Tell(new AskVenue(SpotCalls.Depth(_instruments[id].Symbol), answer => self.TellReserved(MarketStreamMessage.Snapshot(id, number, answer))));
    }

    private void HearSnapshot(SymbolStream symbol, int number, SpotAnswer answer)
    {
        if (number != symbol.Snapshot)
            return; // the stream was interrupted since: it says nothing of the one that is open now
        if (answer.IsSuccess
            && _reader.Read(answer.Body, Context.NowNanos, out var snapshot, MarketMessageKind.DepthSnapshot, symbol.InstrumentId) == MarketReading.Event
            && snapshot.Kind == MarketEventKind.DepthSnapshot)
            symbol.Depth.Snapshot(in snapshot);
        else
            symbol.Depth.Failed();
        Tell(symbol);
    }

    private void Tick()
    {
        var now = Context.NowNanos;
        if (_link!.HasOverlapped(now))
        {
            if (_hadLink && _link.Current == 0)
                _notify(new VenueNotice(IsAlarm: false, "the market streams are back"));
            _hadLink = _link.Promote(_link.Next);
            foreach (var symbol in _symbols)
            {
                symbol.HeardNanos = Math.Max(symbol.HeardNanos, now - UnixNanos.From(_settings.SilenceMost) / 2); // a new socket gets its time
                symbol.Opened(now);
            }
        }

        foreach (var symbol in _symbols)
        {
            AskSnapshotWhenDue(symbol);
            if (_link.Current != 0 && now - symbol.HeardNanos > UnixNanos.From(_settings.SilenceMost) << Math.Min(symbol.SilencesInARow, 5))
                Distrust(symbol, now);
        }

        _link.Tick(_address, now, Context.NextRandom());
    }

    /// <summary>The socket is open and nothing comes: its data is not what the market is now.</summary>
    private void Distrust(SymbolStream symbol, long now)
    {
        _notify(new VenueNotice(IsAlarm: true, $"nothing is heard of {_instruments[symbol.InstrumentId].Symbol}: its market is gapped, the streams connect anew"));
        symbol.HeardNanos = now;
        symbol.SilencesInARow++;
        _feed.Push(MarketEvent.Gap(symbol.InstrumentId, now));
        symbol.Restart();
        _link!.Replace();
    }

    private void Lose(string reason)
    {
        _notify(new VenueNotice(IsAlarm: false, $"the market streams are lost: {reason}"));
        foreach (var symbol in _symbols)
        {
            _feed.Push(MarketEvent.Gap(symbol.InstrumentId, Context.NowNanos));
            symbol.Restart();
        }

        Tick();
    }
}
