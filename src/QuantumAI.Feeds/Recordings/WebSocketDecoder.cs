using System.Text.Json;
using QuantumAI.Feeds.Bars;
using QuantumAI.Feeds.Files;
using QuantumAI.Feeds.Text;
using QuantumAI.Venues.Binance.Parsing;

namespace QuantumAI.Feeds.Recordings;

/// <summary>Lines of a raw recording: local receive time in nanoseconds, a space, one message as it came.</summary>
/// <remarks>
/// The receive time orders the file. The venue's clock may run ahead of it (1.27 s in the recordings of 2024-08-08), and a trade
/// may lie outside the last book ticker, since both are cut from different streams: neither is a problem of the file.
/// </remarks>
internal sealed class WebSocketDecoder : ILineDecoder
{
    private const long EarliestNanos = 100_000_000_000_000_000;

    private readonly ProblemLog _problems;
    private readonly RecordingWatch _watch;
    private readonly MarketMessageReader _reader;
    private long _lastNanos;

    public WebSocketDecoder(ProblemLog problems)
    {
        _problems = problems;
        _watch = new RecordingWatch(problems);
        _reader = new MarketMessageReader(_watch, isStrict: false);
    }

    public BarClock? Clock => null;

    public string? Symbol => _watch.Symbol;

    public void Decode(ReadOnlySpan<byte> line, IRecordSink sink)
    {
        var space = line.IndexOf((byte)' ');
        if (space < 0)
        {
            _problems.Add("a line must be a receive time, a space and a message", line);
            return;
        }

        var hasTime = TryTime(line[..space], out var receivedNanos);
        try
        {
            if (_reader.TryRead(line[(space + 1)..]) && hasTime)
                Emit(_reader.Message, receivedNanos, sink);
        }
        catch (JsonException broken)
        {
            _problems.Add($"a message must be whole JSON (broken at byte {broken.BytePositionInLine})", line[(space + 1)..]);
        }
    }

    public void Finish()
    {
    }

    private bool TryTime(ReadOnlySpan<byte> text, out long nanos)
    {
        if (!WallTime.TryDigits(text, out nanos) || nanos < EarliestNanos)
        {
            _problems.Add("the receive time must be in nanoseconds since 1970", text);
            return false;
        }

        if (nanos < _lastNanos)
        {
            _problems.Add("receive times must not go back", $"{nanos} after {_lastNanos}");
            return false;
        }

        _lastNanos = nanos;
        return true;
    }

    private void Emit(MarketMessage message, long receivedNanos, IRecordSink sink)
    {
        switch (message.Kind)
        {
            case MarketMessageKind.BookTicker:
                sink.OnQuote(new QuoteRecord(
                    receivedNanos, message.VenueNanos, message.Price, message.Ask, message.Size, message.AskSize));
                break;
            case MarketMessageKind.Trade:
                EmitTrade(message, receivedNanos, sink);
                break;
            case MarketMessageKind.DepthUpdate or MarketMessageKind.DepthSnapshot:
                sink.OnDepth(new DepthRecord(
                    message.Kind == MarketMessageKind.DepthSnapshot,
                    receivedNanos,
                    message.VenueNanos,
                    message.FirstUpdateId,
                    message.LastUpdateId,
                    message.PreviousLastUpdateId,
                    message.Bids,
                    message.Asks));
                break;
            default:
                sink.OnIgnored();
                break;
        }
    }

    private void EmitTrade(MarketMessage message, long receivedNanos, IRecordSink sink)
    {
        if (message.IsNoTrade)
            sink.OnIgnored();
        else if (message.Price.Mantissa <= 0 || message.Size.Mantissa <= 0)
            _problems.Add("price and quantity of a trade must be positive", $"{message.Price} and {message.Size}");
        else
        {
            sink.OnTrade(new TradeRecord(
                receivedNanos, message.VenueNanos, message.Price, message.Size, message.TradeId, message.BuyerIsMaker));
        }
    }
}
