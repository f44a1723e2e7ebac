using QuantumAI.Domain.Instruments;
using QuantumAI.Feeds.Bars;
using QuantumAI.Feeds.Files;
using QuantumAI.Feeds.Text;

namespace QuantumAI.Feeds.Lean;

/// <summary>Lean trade bars: time, open, high, low, close, volume.</summary>
internal sealed class LeanTradeDecoder(LeanName name, TimeZoneInfo zone, ProblemLog problems) : ILineDecoder
{
    private const int ScaledPriceMin = 10_000;
    private const int ScaledCent = 100;

    private readonly LeanTimes _times = new(name, zone, problems);
    private readonly OhlcvReader _ohlcv = new("", "volume", problems);
    private bool _looksScaled = true;

    public BarClock Clock => _times.Clock;

    public string? Symbol => null;

    public void Decode(ReadOnlySpan<byte> line, IRecordSink sink)
    {
        Span<Range> fields = stackalloc Range[FormatDetector.LeanTradeColumns];
        var count = CsvFields.Split(line, fields);
        if (count != FormatDetector.LeanTradeColumns)
        {
            problems.Add($"a Lean trade bar must have {FormatDetector.LeanTradeColumns} columns", $"{count}");
            return;
        }

        var hasTime = _times.TryRead(line[fields[0]], out var start);
        if (!_ohlcv.TryRead(line, fields, 1, start, out var bar) || !hasTime)
            return;
        _looksScaled &= LooksScaled(bar.Open) && LooksScaled(bar.Close);
        sink.OnBar(bar);
    }

    public void Finish()
    {
        Clock.Finish();

        // Shares are priced in cents, so ×10000 makes multiples of 100; pairs name their quote asset, shares do not.
        if (_looksScaled && problems.Count == 0 && Instrument.FromFile(name.Symbol.ToUpperInvariant(), 0).BaseAsset.Length == name.Symbol.Length)
        {
            problems.AddAt(
                0,
                "Lean prices must not be scaled by 10000 as those of shares are",
                $"{ProblemLog.Printable(name.Symbol)} with multiples of {ScaledCent} only");
        }
    }

    private static bool LooksScaled(DecimalNumber price) =>
        price.Scale == 0 && price.Mantissa >= ScaledPriceMin && price.Mantissa % ScaledCent == 0;
}
