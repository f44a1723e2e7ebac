using QuantumAI.Domain.Instruments;

namespace QuantumAI.Domain.Positions;

/// <summary>What one agent holds of one instrument, long or short, and what it cost. Immutable.</summary>
/// <param name="AgentId">Whose book.</param>
/// <param name="Symbol">The instrument.</param>
/// <param name="Quantity">Net of fees that were taken in the base asset; negative when short.</param>
/// <param name="Cost">What the present quantity cost in the quote asset, fees included; negative (what it brought) when short.</param>
/// <param name="RealisedPnl">Profit of everything closed so far, fees in base and quote included, in the quote asset.</param>
/// <param name="OpenedNanos">World time of the first fill since the position was flat or dust; 0 while it is.</param>
public sealed record Position(
    string AgentId, string Symbol, Quantity Quantity, Money Cost, Money RealisedPnl, long OpenedNanos)
{
    public static Position Flat(string agentId, Instrument instrument) =>
        new(agentId, instrument.Symbol, instrument.ZeroQuantity, Money.Zero, Money.Zero, 0);

    /// <summary>Average cost per unit of the base asset as a double, for display; 0 when flat.</summary>
    public double AverageCost => Quantity.IsZero ? 0 : Cost.ToDouble() / Quantity.ToDouble();

    /// <summary>After a fill. What closes takes its share of the cost with it, rounded half-even; what crosses zero opens the other way.</summary>
    /// <param name="quantity">Signed change of the base asset, net of a base fee; not zero.</param>
    /// <param name="cash">Signed change of the quote asset, net of a quote fee.</param>
    /// <param name="timeNanos">World time of the fill.</param>
    public Position After(Quantity quantity, Money cash, long timeNanos)
    {
        if (Quantity.IsZero || Quantity.Units > 0 == quantity.Units > 0)
            return this with { Quantity = Quantity + quantity, Cost = Cost - cash, OpenedNanos = OpenedNanos == 0 ? timeNanos : OpenedNanos };

        var closed = Math.Min(Math.Abs(quantity.Units), Math.Abs(Quantity.Units));
        var cashOfClosed = Part(cash, closed, Math.Abs(quantity.Units));
        var costOfClosed = Part(Cost, closed, Math.Abs(Quantity.Units));
        var rest = Quantity + quantity;
        var crosses = !rest.IsZero && rest.Units > 0 != Quantity.Units > 0;
        return this with
        {
            Quantity = rest,
            Cost = crosses ? cashOfClosed - cash : Cost - costOfClosed,
            RealisedPnl = RealisedPnl + cashOfClosed - costOfClosed,
            OpenedNanos = crosses ? timeNanos : rest.IsZero ? 0 : OpenedNanos,
        };
    }

    /// <summary>The same holding, known to be too small to be sold: what comes next opens a new position.</summary>
    public Position AsDust() => this with { OpenedNanos = 0 };

    private static Money Part(Money whole, long part, long of) =>
        part == of ? whole : new Money(FixedPoint.Part(whole.Units, part, of, Rounding.HalfEven));
}
