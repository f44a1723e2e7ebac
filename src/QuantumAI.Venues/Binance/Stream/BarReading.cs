using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Venues.Binance.Parsing;

namespace QuantumAI.Venues.Binance.Stream;

/// <summary>A streamed bar as a market event. Pure.</summary>
public static class BarReading
{
    /// <summary>Null for a bar of another symbol, or one whose numbers do not fit the instrument or each other.</summary>
    public static MarketEvent? Of(KlineMessage message, IReadOnlyList<Instrument> instruments)
    {
        for (var id = 0; id < instruments.Count; id++)
        {
            if (instruments[id].Symbol == message.Symbol)
                return Bar(message.Kline, instruments[id]) is { } bar ? MarketEvent.Closed(id, bar) : null;
        }

        return null;
    }

    /// <summary>The venue's word for a length of bars; null when it has none of that length.</summary>
    public static string? WordOf(long intervalNanos) => intervalNanos switch
    {
        UnixNanos.PerSecond => "1s",
        UnixNanos.PerMinute => "1m",
        3 * UnixNanos.PerMinute => "3m",
        5 * UnixNanos.PerMinute => "5m",
        15 * UnixNanos.PerMinute => "15m",
        30 * UnixNanos.PerMinute => "30m",
        UnixNanos.PerHour => "1h",
        2 * UnixNanos.PerHour => "2h",
        4 * UnixNanos.PerHour => "4h",
        6 * UnixNanos.PerHour => "6h",
        8 * UnixNanos.PerHour => "8h",
        12 * UnixNanos.PerHour => "12h",
        UnixNanos.PerDay => "1d",
        3 * UnixNanos.PerDay => "3d",
        _ => null,
    };

    /// <summary>Null when the numbers do not fit the instrument or each other.</summary>
    public static Bar? Bar(Kline kline, Instrument instrument)
    {
        if (!kline.Open.TryToUnits(instrument.PriceScale, out var open) || !kline.High.TryToUnits(instrument.PriceScale, out var high)
            || !kline.Low.TryToUnits(instrument.PriceScale, out var low) || !kline.Close.TryToUnits(instrument.PriceScale, out var close))
            return null;
        var volume = FixedPoint.Rescale(kline.Volume.Units, Money.Scale, instrument.QuantityScale, Rounding.HalfEven);
        var interval = kline.CloseNanos + UnixNanos.PerMillisecond - kline.OpenNanos; // the venue names the last millisecond
        var makesSense = low > 0 && low <= Math.Min(open, close) && high >= Math.Max(open, close) && interval > 0 && volume >= 0 && volume <= long.MaxValue;
        return makesSense ? new Bar(kline.OpenNanos, interval, open, high, low, close, (long)volume) : null;
    }
}
