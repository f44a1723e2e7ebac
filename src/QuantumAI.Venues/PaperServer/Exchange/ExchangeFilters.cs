using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Instruments.Filters;

namespace QuantumAI.Venues.PaperServer.Exchange;

/// <summary>The filters that a symbol of the exchange has: the venue's kinds with the usual figures, in the instrument's own steps.</summary>
internal static class ExchangeFilters
{
    private const long Million = 1_000_000;

    /// <summary>The instrument with them, unless it has come with filters of its own.</summary>
    public static Instrument Of(Instrument instrument)
    {
        if (instrument.Filters != InstrumentFilters.Of(instrument))
            return instrument;
        var (tick, step) = (instrument.PriceTickUnits, instrument.LotStepUnits);
        var lot = new StepRange(Math.Max(step, instrument.MinQuantityUnits), Largest(step, FixedPoint.PowerOfTen(instrument.QuantityScale) * 9_000), step);
        return instrument with
        {
            Filters = InstrumentFilters.Of(instrument) with
            {
                Price = new StepRange(tick, Largest(tick, FixedPoint.PowerOfTen(instrument.PriceScale) * Million), tick),
                Lot = lot,
                MarketLot = new StepRange(0, lot.MaxUnits / step / 10 * step, 0),
                MinNotional = default,
                Notional = new NotionalRange(instrument.MinNotional, Money.Whole(9_000_000), AppliesMinToMarket: true, AppliesMaxToMarket: false, AverageMinutes: 0),
                PercentPriceBid = new PercentBand(Million / 5, 5 * Million),
                PercentPriceAsk = new PercentBand(Million / 5, 5 * Million),
                IcebergParts = 100,
                Trailing = new TrailingRange(10, 2_000, 10, 2_000),
                Symbol = new OrderCountLimits(200, 5, null, 20),
                MaxOrderAmends = 10,
            },
        };
    }

    private static long Largest(long step, long wished) => Math.Max(step, wished / step * step);
}
