using QuantumAI.Feeds.Bars;
using QuantumAI.Feeds.Files;
using QuantumAI.Feeds.Text;

namespace QuantumAI.Feeds.Csv;

/// <summary>Rows under the header <c>timestamp|date,open,high,low,close,volume</c>; the time is the bar's start.</summary>
internal sealed class CsvBarDecoder(TimeZoneInfo zone, ProblemLog problems) : ILineDecoder
{
    private const int Columns = 6;

    private readonly TimestampReader _times = new(zone, problems);
    private readonly OhlcvReader _ohlcv = new("", "volume", problems);
    private readonly BarClock _clock = new(problems);

    public BarClock Clock => _clock;

    public string? Symbol => null;

    public void Decode(ReadOnlySpan<byte> line, IRecordSink sink)
    {
        Span<Range> fields = stackalloc Range[Columns];
        var count = CsvFields.Split(line, fields);
        if (count != Columns)
        {
            problems.Add($"a row must have {Columns} columns", $"{count}");
            return;
        }

        var hasTime = _times.TryRead(line[fields[0]], "timestamp", out var nanos) && _clock.Accept(nanos);
        if (_ohlcv.TryRead(line, fields, 1, nanos, out var bar) && hasTime)
            sink.OnBar(bar);
    }

    public void Finish() => _clock.Finish();
}
