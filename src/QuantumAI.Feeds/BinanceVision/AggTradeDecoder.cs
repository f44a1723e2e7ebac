using QuantumAI.Domain.Instruments;
using QuantumAI.Feeds.Bars;
using QuantumAI.Feeds.Files;
using QuantumAI.Feeds.Text;

namespace QuantumAI.Feeds.BinanceVision;

/// <summary>Rows of data.binance.vision aggTrades: id, price, quantity, first id, last id, time, buyer is maker and, spot only, best match.</summary>
internal sealed class AggTradeDecoder(ProblemLog problems) : ILineDecoder
{
    private readonly TimestampReader _times = new(TimeZoneInfo.Utc, problems);
    private long _lastId = -1;
    private long _lastNanos;

    public BarClock? Clock => null;

    public string? Symbol => null;

    public void Decode(ReadOnlySpan<byte> line, IRecordSink sink)
    {
        Span<Range> fields = stackalloc Range[FormatDetector.AggTradeColumns];
        var count = CsvFields.Split(line, fields);
        if (count is not (FormatDetector.AggTradeColumns or (FormatDetector.AggTradeColumns - 1)))
        {
            problems.Add("an aggregated trade must have 7 (futures) or 8 (spot) columns", $"{count}");
            return;
        }

        var good = TryId(line[fields[0]], out var id)
            & NumberRules.TryPrice(line[fields[1]], "price", problems, out var price)
            & TryTraded(line[fields[2]], out var quantity)
            & TryTime(line[fields[5]], out var nanos)
            & TryFlag(line[fields[6]], out var buyerIsMaker);
        if (good)
            sink.OnTrade(new TradeRecord(nanos, nanos, price, quantity, id, buyerIsMaker));
    }

    public void Finish()
    {
    }

    private bool TryId(ReadOnlySpan<byte> text, out long id)
    {
        if (!NumberRules.TryCount(text, "agg_trade_id", problems, out id))
            return false;
        if (id <= _lastId)
        {
            problems.Add($"agg_trade_id must rise from row to row", $"{id} after {_lastId}");
            return false;
        }

        _lastId = id;
        return true;
    }

    private bool TryTraded(ReadOnlySpan<byte> text, out DecimalNumber quantity)
    {
        if (!NumberRules.TryQuantity(text, "quantity", problems, out quantity))
            return false;
        if (quantity.Mantissa > 0)
            return true;
        problems.Add("quantity must be positive", text);
        return false;
    }

    private bool TryTime(ReadOnlySpan<byte> text, out long nanos)
    {
        if (!_times.TryReadUnix(text, "transact_time", out nanos))
            return false;
        if (nanos < _lastNanos)
        {
            problems.Add("rows must be sorted by time, oldest first", text);
            return false;
        }

        _lastNanos = nanos;
        return true;
    }

    private bool TryFlag(ReadOnlySpan<byte> text, out bool flag)
    {
        flag = System.Text.Ascii.EqualsIgnoreCase(text, "true"u8);
        if (flag || System.Text.Ascii.EqualsIgnoreCase(text, "false"u8))
            return true;
        problems.Add("is_buyer_maker must be true or false", text);
        return false;
    }
}
