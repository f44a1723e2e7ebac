using System.Buffers;
using System.Globalization;
using QuantumAI.Domain.Market;
using QuantumAI.Runtime.Recording;

namespace QuantumAI.Trading.Recording;

/// <summary>Market events in a recording: about 30 bytes for a quote or trade. Pure and thread safe; writing allocates nothing.</summary>
public sealed class MarketEventCodec : IMessageCodec<MarketEvent>
{
    private const int BuyerIsMaker = 0x80;

    public void Write(IBufferWriter<byte> output, in MarketEvent message)
    {
        var bytes = new CompactWriter(output, (byte)((byte)message.Kind | (message.BuyerIsMaker ? BuyerIsMaker : 0)));
        bytes.Number(message.InstrumentId);
        bytes.Number(message.Sequence);
        bytes.Number(message.ReceivedNanos);
        bytes.Number(message.VenueNanos == 0 ? 0 : message.VenueNanos - message.ReceivedNanos + (message.VenueNanos >= message.ReceivedNanos ? 1 : 0));
        switch (message.Kind)
        {
            case MarketEventKind.Quote:
                bytes.Number(message.BidUnits);
                bytes.Number(message.AskUnits);
                bytes.Number(message.BidSizeUnits);
                bytes.Number(message.AskSizeUnits);
                break;
            case MarketEventKind.Trade:
                bytes.Number(message.PriceUnits);
                bytes.Number(message.QuantityUnits);
                bytes.Number(message.TradeId);
                break;
            case MarketEventKind.Bar:
                Write(ref bytes, message.Bar);
                break;
            case MarketEventKind.DepthSnapshot or MarketEventKind.DepthUpdate:
                Write(ref bytes, message.Depth);
                break;
            case MarketEventKind.Gap:
                break;
            default:
                throw new NotSupportedException($"a recording does not know {message.Kind}");
        }

        bytes.End();
    }

    public MarketEvent Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new CompactReader(bytes[1..]);
        var kind = (MarketEventKind)(bytes[0] & ~BuyerIsMaker);
        var (instrument, sequence, received, venue) = ((int)reader.Number(), reader.Number(), reader.Number(), reader.Number());
        venue = venue == 0 ? 0 : received + (venue > 0 ? venue - 1 : venue);
        var told = kind switch
        {
            MarketEventKind.Quote => MarketEvent.Quote(instrument, received, venue, reader.Number(), reader.Number(), reader.Number(), reader.Number()),
            MarketEventKind.Trade => MarketEvent.Trade(instrument, received, venue, reader.Number(), reader.Number(), reader.Number(), bytes[0] >= BuyerIsMaker),
            MarketEventKind.Bar => MarketEvent.Closed(instrument, ReadBar(ref reader)),
            MarketEventKind.DepthSnapshot => MarketEvent.Snapshot(instrument, received, venue, ReadDepth(ref reader)),
            MarketEventKind.DepthUpdate => MarketEvent.Update(instrument, received, venue, ReadDepth(ref reader)),
            MarketEventKind.Gap => MarketEvent.Gap(instrument, received),
            _ => throw new InvalidDataException($"a market event has kind {bytes[0]}"),
        };
        return told.Ingested(sequence, received);
    }

    public string Describe(in MarketEvent message) => string.Create(
        CultureInfo.InvariantCulture, $"market event {message.Sequence}, a {message.Kind} of {UnixNanos.FormatIso(message.ReceivedNanos)}");

    private static void Write(ref CompactWriter bytes, Bar bar)
    {
        bytes.Number(bar.StartNanos);
        bytes.Number(bar.IntervalNanos);
        bytes.Number(bar.OpenUnits);
        bytes.Number(bar.HighUnits);
        bytes.Number(bar.LowUnits);
        bytes.Number(bar.CloseUnits);
        bytes.Number(bar.VolumeUnits);
    }

    private static void Write(ref CompactWriter bytes, DepthLevels depth)
    {
        bytes.Number(depth.FirstUpdateId);
        bytes.Number(depth.LastUpdateId);
        bytes.Number(depth.PreviousLastUpdateId);
        Write(ref bytes, depth.Bids);
        Write(ref bytes, depth.Asks);
    }

    private static void Write(ref CompactWriter bytes, IReadOnlyList<DepthLevel> levels)
    {
        bytes.Number(levels.Count);
        for (var i = 0; i < levels.Count; i++)
        {
            bytes.Number(levels[i].PriceUnits);
            bytes.Number(levels[i].SizeUnits);
        }
    }

    private static Bar ReadBar(ref CompactReader reader) => new(
        reader.Number(), reader.Number(), reader.Number(), reader.Number(), reader.Number(), reader.Number(), reader.Number());

    private static DepthLevels ReadDepth(ref CompactReader reader) => new(
        reader.Number(), reader.Number(), reader.Number(), ReadLevels(ref reader), ReadLevels(ref reader));

    private static DepthLevel[] ReadLevels(ref CompactReader reader)
    {
        var levels = new DepthLevel[reader.Count()];
        for (var i = 0; i < levels.Length; i++)
            levels[i] = new DepthLevel(reader.Number(), reader.Number());
        return levels;
    }
}
