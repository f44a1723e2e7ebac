using System.Text;
using QuantumAI.Domain.Instruments;
using QuantumAI.Trading.Reports.Html;

namespace QuantumAI.Trading.Reports.Charts;

/// <summary>The price of one symbol and what was traded on it: candles while they can be told apart, else a line with its range.</summary>
internal static class PriceChart
{
    private const double ChartHeight = 360;
    private const int MostCandles = 240;

    internal static void Write(MarkupWriter markup, string id, SymbolBars chart, TradeMarks trades)
    {
        var (instrument, bars) = chart;
        var prices = trades.Prices.Concat(bars.SelectMany(bar => new[] { Value(instrument, bar.LowUnits), Value(instrument, bar.HighUnits) })).ToList();
        var (least, greatest) = (prices.Min(), prices.Max());
        var margin = (greatest - least) * 0.07;
        var first = Math.Min(bars[0].StartNanos, trades.Times.DefaultIfEmpty(long.MaxValue).Min());
        var last = Math.Max(bars[^1].EndNanos, trades.Times.DefaultIfEmpty(long.MinValue).Max());
        var frame = new ChartFrame(ChartHeight, first, last, Math.Max(0, least - margin), greatest + margin, ChartFrame.Number);
        frame.Open(
            markup, id, $"{instrument.Symbol}: price and trades",
            $"Price in {instrument.QuoteAsset} from {Price(bars[0].OpenUnits)} to {Price(bars[^1].CloseUnits)}, lowest {Price(bars.Min(bar => bar.LowUnits))}, highest {Price(bars.Max(bar => bar.HighUnits))}; {trades.Description}.");
        if (bars.Count <= MostCandles)
            WriteCandles(markup, frame, chart);
        else
            WriteLine(markup, frame, chart);
        trades.Write(markup, frame);
        ChartFrame.Close(markup);

        string Price(long units) => ReportWords.Price(Value(instrument, units), instrument);
    }

    private static void WriteCandles(MarkupWriter markup, ChartFrame frame, SymbolBars chart)
    {
        var (rising, falling) = (new StringBuilder(), new StringBuilder());
        var (risingWicks, fallingWicks) = (new StringBuilder(), new StringBuilder());
        foreach (var bar in chart.Bars)
        {
            var slot = frame.X(bar.EndNanos) - frame.X(bar.StartNanos);
            var half = Math.Clamp(slot * 0.36, 0.6, 8);
            var middle = frame.X(bar.StartNanos + (bar.IntervalNanos / 2));
            var isRising = bar.CloseUnits >= bar.OpenUnits;
            var top = frame.Y(Value(chart.Instrument, Math.Max(bar.OpenUnits, bar.CloseUnits)));
            var bottom = Math.Max(frame.Y(Value(chart.Instrument, Math.Min(bar.OpenUnits, bar.CloseUnits))), top + 1);
            var (body, wick) = isRising ? (rising, risingWicks) : (falling, fallingWicks);
            CurvePath.Append(wick, 'M', middle, frame.Y(Value(chart.Instrument, bar.HighUnits)));
            CurvePath.Append(wick, 'L', middle, frame.Y(Value(chart.Instrument, bar.LowUnits)));
            CurvePath.Append(body, 'M', middle - half, top);
            CurvePath.Append(body, 'L', middle + half, top);
            CurvePath.Append(body, 'L', middle + half, bottom);
            CurvePath.Append(body, 'L', middle - half, bottom);
            body.Append('Z');
        }

        markup.Line($"<path class=\"wick gain\" d=\"{risingWicks.ToString()}\" /><path class=\"wick loss\" d=\"{fallingWicks.ToString()}\" />");
        markup.Line($"<path class=\"candle gain\" d=\"{rising.ToString()}\" /><path class=\"candle loss\" d=\"{falling.ToString()}\" />");
    }

    private static void WriteLine(MarkupWriter markup, ChartFrame frame, SymbolBars chart)
    {
        var columns = new SortedDictionary<int, (double High, double Low)>();
        foreach (var bar in chart.Bars)
        {
            var column = (int)frame.X(bar.StartNanos + (bar.IntervalNanos / 2));
            var (high, low) = (Value(chart.Instrument, bar.HighUnits), Value(chart.Instrument, bar.LowUnits));
            columns[column] = columns.TryGetValue(column, out var range) ? (Math.Max(range.High, high), Math.Min(range.Low, low)) : (high, low);
        }

        var band = new StringBuilder();
        foreach (var (column, range) in columns)
            CurvePath.Append(band, band.Length == 0 ? 'M' : 'L', column, frame.Y(range.High));
        foreach (var (column, range) in columns.Reverse())
            CurvePath.Append(band, 'L', column, frame.Y(range.Low));
        var closes = chart.Bars.Select(bar => new CurvePoint(bar.EndNanos, Value(chart.Instrument, bar.CloseUnits))).ToList();
        markup.Line($"<path class=\"band\" d=\"{band.Append('Z').ToString()}\" />");
        markup.Line($"<path class=\"price\" d=\"{CurvePath.Line(frame, PixelColumns.Thin(closes, frame.Columns))}\" />");
    }

    private static double Value(Instrument instrument, long units) => instrument.Price(units).ToDouble();
}
