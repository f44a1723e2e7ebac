using QuantumAI.Domain.Instruments;

namespace QuantumAI.Domain.Positions;

/// <summary>What one agent holds of one instrument, long only, and what it cost. Immutable.</summary>
/// <param name="AgentId">Whose book.</param>
/// <param name="Symbol">The instrument.</param>
/// <param name="Quantity">Net of fees that were taken in the base asset.</param>
/// <param name="Cost">What the present quantity cost in the quote asset, fees included.</param>
/// <param name="RealisedPnl">Profit of everything sold so far, fees included, in the quote asset.</param>
/// <param name="OpenedNanos">World time of the first fill since the position was flat or dust; 0 while it is.</param>
public sealed record Position(
    string AgentId, string Symbol, Quantity Quantity, Money Cost, Money RealisedPnl, long OpenedNanos)
{
    public static Position Flat(string agentId, Instrument instrument) =>
        new(agentId, instrument.Symbol, instrument.ZeroQuantity, Money.Zero, Money.Zero, 0);

    /// <summary>Average cost per unit of the base asset as a double, for display; 0 when flat.</summary>
    public double AverageCost => Quantity.IsZero ? 0 : Cost.ToDouble() / Quantity.ToDouble();

    /// <summary>After a purchase of <paramref name="received"/> (net of base fee) for <paramref name="paid"/> (with quote fee).</summary>
    public Position Bought(Quantity received, Money paid, long timeNanos) => this with
    {
        Quantity = Quantity + received,
        Cost = Cost + paid,
        OpenedNanos = OpenedNanos == 0 ? timeNanos : OpenedNanos,
    };

    /// <summary>The same holding, known to be too small to be sold: what comes next opens a new position.</summary>
    public Position AsDust() => this with { OpenedNanos = 0 };

    /// <summary>After a sale that brought <paramref name="proceeds"/> (net of fees). The cost leaves in proportion, rounded half-even.</summary>
    public Position Sold(Quantity sold, Money proceeds)
    {
        Guard.That(sold <= Quantity, "a spot position never goes short");
        var rest = Quantity - sold;
        var costOfSold = rest.IsZero
            ? Cost
            : new Money(FixedPoint.Divide(checked(Cost.Units * sold.Units), Quantity.Units, Rounding.HalfEven));
        return this with
        {
            Quantity = rest,
            Cost = Cost - costOfSold,
            RealisedPnl = RealisedPnl + proceeds - costOfSold,
            OpenedNanos = rest.IsZero ? 0 : OpenedNanos,
        };
    }
}
