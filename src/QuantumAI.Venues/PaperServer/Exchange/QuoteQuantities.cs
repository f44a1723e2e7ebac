using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;
using QuantumAI.Simulation.Venue;
using QuantumAI.Venues.Binance.Errors;
using QuantumAI.Venues.Binance.Rest;

namespace QuantumAI.Venues.PaperServer.Exchange;

/// <summary>What a market order that names an amount of the quote asset comes to: the quantity that the book gives for it now.</summary>
internal static class QuoteQuantities
{
    private const int LevelsMax = 1_000;

    /// <summary>The largest quantity, in whole lots, whose price on the book is not above an amount.</summary>
    /// <exception cref="RequestRefusedException">The book is empty, or the amount does not buy one lot.</exception>
    public static Quantity QuantityFor(PaperVenue venue, SymbolMarket market, OrderSide side, Money amount)
    {
        var instrument = market.Instrument;
        var levels = new (long Price, long Quantity)[LevelsMax];
        var count = venue.Depth(market.Index, side == OrderSide.Buy ? OrderSide.Sell : OrderSide.Buy, levels);
        var (left, quantity) = (amount, 0L);
        for (var i = 0; i < count && left > Money.Zero; i++)
        {
            var (price, there) = (instrument.Price(levels[i].Price), instrument.Quantity(levels[i].Quantity));
            var cost = Money.Notional(price, there);
            if (cost <= left)
            {
                (left, quantity) = (left - cost, quantity + there.Units);
                continue;
            }

            // left / price, in units of the quantity's scale.
            quantity += (long)(left.Units * FixedPoint.PowerOfTen(instrument.PriceScale) * FixedPoint.PowerOfTen(instrument.QuantityScale)
                / ((Int128)price.Units * FixedPoint.PowerOfTen(Money.Scale)));
            left = Money.Zero;
        }

        if (count == 0)
            throw new RequestRefusedException(VenueRefusals.Rejected(EngineMessages.NoLiquidity));
        var lots = instrument.FloorToLot(instrument.Quantity(quantity));
        return lots.Units > 0 ? lots : throw new RequestRefusedException(FilterFailures.Of(Domain.Instruments.Filters.FilterKind.LotSize));
    }
}
