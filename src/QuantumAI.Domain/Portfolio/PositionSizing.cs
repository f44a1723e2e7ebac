using QuantumAI.Domain.Instruments;

namespace QuantumAI.Domain.Portfolio;

/// <summary>How large an entry is. Pure.</summary>
public static class PositionSizing
{
    /// <summary>A fixed fraction of equity at the ask, floored to the lot step.</summary>
    /// <param name="equity">The account's equity in the quote asset.</param>
    /// <param name="fractionPpm">Share of equity per entry in parts per million.</param>
    /// <param name="most">Cap of the order's value.</param>
    /// <param name="instrument">What is bought.</param>
    /// <param name="ask">Price per unit.</param>
    /// <returns>Zero when the fraction does not buy one lot.</returns>
    public static Quantity FixedFraction(Money equity, long fractionPpm, Money most, Instrument instrument, Price ask)
    {
        if (equity.IsNegative || ask.Units <= 0)
            return instrument.ZeroQuantity;
        var value = Money.Min(equity.Share(fractionPpm, Rounding.Down), most);
        var units = FixedPoint.Divide(
            checked(value.Units * FixedPoint.PowerOfTen(instrument.QuantityScale) * FixedPoint.PowerOfTen(instrument.PriceScale)),
            (Int128)ask.Units * FixedPoint.PowerOfTen(Money.Scale),
            Rounding.Down);
        return instrument.FloorToLot(instrument.Quantity((long)Int128.Min(units, long.MaxValue)));
    }
}
