using QuantumAI.Domain.Instruments;

namespace QuantumAI.Venues.PaperServer.Exchange;

/// <summary>Statistics of a symbol over a time, put together from bars of a minute.</summary>
/// <param name="Row">The time as one bar; flat at the last price when nothing was traded.</param>
/// <param name="PreviousClose">Last price before it.</param>
/// <param name="OpenTime">In the client's unit.</param>
/// <param name="CloseTime">In the client's unit.</param>
public readonly record struct TickerWindow(KlineRow Row, long PreviousClose, long OpenTime, long CloseTime)
{
    /// <param name="market">Of which symbol.</param>
    /// <param name="startNanos">Rounded up to a minute.</param>
    /// <param name="endNanos">As it is told.</param>
    /// <param name="timeUnit">Nanoseconds of the client's unit of time.</param>
    public static TickerWindow Of(SymbolMarket market, long startNanos, long endNanos, long timeUnit)
    {
        var last = market.Tape.LastPrice?.Units ?? 0;
        var rows = market.Klines.Minutes.Rows;
        var first = rows.FirstNotBelow(startNanos, static row => row.OpenNanos);
        var row = market.Klines.Since(startNanos) ?? KlineRow.Flat(startNanos, last);
        var before = first > 0 ? rows[first - 1].Close : row.Open;
        return new TickerWindow(row, before, startNanos / timeUnit, endNanos / timeUnit);
    }

    /// <summary>Price units × 10^<paramref name="extraScale"/> by volume; the last price when nothing was traded.</summary>
    public long Average(Instrument instrument, int extraScale) => Row.Volume == Money.Zero
        ? Row.Close * FixedPoint.PowerOfTen(extraScale)
        : (long)FixedPoint.Divide(
            Row.QuoteVolume.Units * FixedPoint.PowerOfTen(instrument.PriceScale + extraScale), Row.Volume.Units, Rounding.HalfEven);

    /// <summary>The change in thousandths of a percent.</summary>
    public long ChangeMilliPercent => Row.Open == 0 ? 0 : (long)FixedPoint.Divide((Int128)(Row.Close - Row.Open) * 100_000, Row.Open, Rounding.HalfEven);
}
