using QuantumAI.Feeds.Bars;
using QuantumAI.Feeds.Files;
using QuantumAI.Feeds.Text;

namespace QuantumAI.Feeds.Lean;

/// <summary>Lean quote bars: time, bid open, high, low, close and size, the same of the ask.</summary>
/// <remarks>Sizes are sums of doubles and carry their noise (33.35399601000002); they are rounded to 8 decimals.</remarks>
internal sealed class LeanQuoteDecoder(LeanName name, TimeZoneInfo zone, ProblemLog problems) : ILineDecoder
{
    private readonly LeanTimes _times = new(name, zone, problems);
    private readonly OhlcvReader _bid = new("bid ", "size", problems);
    private readonly OhlcvReader _ask = new("ask ", "size", problems);

    public BarClock Clock => _times.Clock;

    public string? Symbol => null;

    public void Decode(ReadOnlySpan<byte> line, IRecordSink sink)
    {
        Span<Range> fields = stackalloc Range[FormatDetector.LeanQuoteColumns];
        var count = CsvFields.Split(line, fields);
        if (count != FormatDetector.LeanQuoteColumns)
        {
            problems.Add($"a Lean quote bar must have {FormatDetector.LeanQuoteColumns} columns", $"{count}");
            return;
        }

        var good = _times.TryRead(line[fields[0]], out var start)
            & _bid.TryRead(line, fields, 1, start, out var bid)
            & _ask.TryRead(line, fields, 6, start, out var ask);
        if (good)
            sink.OnQuoteBar(new QuoteBarRecord(start, bid, ask));
    }

    public void Finish() => Clock.Finish();
}
