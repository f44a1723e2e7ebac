using QuantumAI.Feeds.Bars;
using QuantumAI.Feeds.Files;
using QuantumAI.Feeds.Text;

namespace QuantumAI.Feeds.BinanceVision;

/// <summary>Rows of data.binance.vision klines: open time, open, high, low, close, volume, close time and five more columns.</summary>
/// <remarks>Times are milliseconds until 2024 and microseconds from 2025 on; the close time is the last unit of the interval.</remarks>
internal sealed class KlineDecoder(ProblemLog problems) : ILineDecoder
{
    private readonly TimestampReader _times = new(TimeZoneInfo.Utc, problems);
    private readonly OhlcvReader _ohlcv = new("", "volume", problems);
    private readonly BarClock _clock = new(problems);

    public BarClock Clock => _clock;

    public string? Symbol => null;

    public void Decode(ReadOnlySpan<byte> line, IRecordSink sink)
    {
        Span<Range> fields = stackalloc Range[FormatDetector.KlineColumns];
        var count = CsvFields.Split(line, fields);
        if (count != FormatDetector.KlineColumns)
        {
            problems.Add($"a kline must have {FormatDetector.KlineColumns} columns", $"{count}");
            return;
        }

        var hasTime = TryTimes(line[fields[0]], line[fields[6]], out var start);
        if (_ohlcv.TryRead(line, fields, 1, start, out var bar) && hasTime)
            sink.OnBar(bar);
    }

    public void Finish() => _clock.Finish();

    private bool TryTimes(ReadOnlySpan<byte> openTime, ReadOnlySpan<byte> closeTime, out long start)
    {
        if (!_times.TryReadUnix(openTime, "open_time", out start) || !_times.TryReadUnix(closeTime, "close_time", out var last))
            return false;
        if (last > start)
            return _clock.State(last - start + _times.UnitNanos) && _clock.Accept(start);
        problems.Add("close_time must be after open_time", $"{ProblemLog.Printable(closeTime)} and {ProblemLog.Printable(openTime)}");
        return false;
    }
}
