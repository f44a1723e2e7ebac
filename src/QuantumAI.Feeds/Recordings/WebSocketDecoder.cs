using System.Text.Json;
using QuantumAI.Feeds.Bars;
using QuantumAI.Feeds.Files;
using QuantumAI.Feeds.Text;

namespace QuantumAI.Feeds.Recordings;

/// <summary>Lines of a raw recording: local receive time in nanoseconds, a space, one message as it came.</summary>
/// <remarks>
/// The receive time orders the file. The venue's clock may run ahead of it (1.27 s in the recordings of 2024-08-08), and a trade
/// may lie outside the last book ticker, since both are cut from different streams: neither is a problem of the file.
/// </remarks>
internal sealed class WebSocketDecoder(ProblemLog problems) : ILineDecoder
{
    private const long EarliestNanos = 100_000_000_000_000_000;

    private readonly MessageReader _reader = new(problems);
    private long _lastNanos;

    public BarClock? Clock => null;

    public string? Symbol => _reader.Symbol;

    public void Decode(ReadOnlySpan<byte> line, IRecordSink sink)
    {
        var space = line.IndexOf((byte)' ');
        if (space < 0)
        {
            problems.Add("a line must be a receive time, a space and a message", line);
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
            problems.Add($"a message must be whole JSON (broken at byte {broken.BytePositionInLine})", line[(space + 1)..]);
        }
    }

    public void Finish()
    {
    }

    private bool TryTime(ReadOnlySpan<byte> text, out long nanos)
    {
        if (!WallTime.TryDigits(text, out nanos) || nanos < EarliestNanos)
        {
            problems.Add("the receive time must be in nanoseconds since 1970", text);
            return false;
        }

        if (nanos < _lastNanos)
        {
            problems.Add("receive times must not go back", $"{nanos} after {_lastNanos}");
            return false;
        }

        _lastNanos = nanos;
        return true;
    }

    private void Emit(WebSocketMessage message, long receivedNanos, IRecordSink sink)
    {
        switch (message.Kind)
        {
            case MessageKind.BookTicker:
                sink.OnQuote(new QuoteRecord(
                    receivedNanos, message.VenueNanos, message.Price, message.Ask, message.Size, message.AskSize));
                break;
            case MessageKind.Trade:
                EmitTrade(message, receivedNanos, sink);
                break;
            case MessageKind.DepthUpdate or MessageKind.DepthSnapshot:
                sink.OnDepth(new DepthRecord(
                    message.Kind == MessageKind.DepthSnapshot,
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

    private void EmitTrade(WebSocketMessage message, long receivedNanos, IRecordSink sink)
    {
        if (message.IsNoTrade)
            sink.OnIgnored();
        else if (message.Price.Mantissa <= 0 || message.Size.Mantissa <= 0)
            problems.Add("price and quantity of a trade must be positive", $"{message.Price} and {message.Size}");
        else
        {
            sink.OnTrade(new TradeRecord(
                receivedNanos, message.VenueNanos, message.Price, message.Size, message.TradeId, message.BuyerIsMaker));
        }
    }
}
