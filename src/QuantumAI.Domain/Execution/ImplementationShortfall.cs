using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;

namespace QuantumAI.Domain.Execution;

/// <summary>What carrying out a decision cost against the paper portfolio that trades at once, at the decision's price, for nothing.</summary>
/// <remarks>
/// A. F. Perold, “The Implementation Shortfall: Paper versus Reality”, Journal of Portfolio Management 14 (1988). With s = +1 for a
/// purchase and −1 for a sale, Q ordered, F filled, V = Σ price × quantity of the fills, D decision, A arrival and E end price:
/// delay = s·F·(A − D); execution = s·(V − F·A); opportunity = s·(Q − F)·(E − D); their sum and the fees are the shortfall exactly.
/// All in the quote asset, positive = a cost. Basis points are of the paper portfolio Q·D.
/// </remarks>
/// <param name="Paper">Value of the paper portfolio: Q·D.</param>
/// <param name="Delay">The price moved between decision and arrival.</param>
/// <param name="Execution">Fills were worse than the price at arrival.</param>
/// <param name="Opportunity">What was not filled moved away.</param>
/// <param name="Fees">What the venue took.</param>
public readonly record struct ImplementationShortfall(Money Paper, Money Delay, Money Execution, Money Opportunity, Money Fees)
{
    public Money Total => Delay + Execution + Opportunity + Fees;

    /// <summary>Computes the parts.</summary>
    /// <param name="side">Buy or sell.</param>
    /// <param name="ordered">Q.</param>
    /// <param name="filled">F, at most Q.</param>
    /// <param name="quoteFilled">V.</param>
    /// <param name="fees">In the quote asset.</param>
    /// <param name="decision">D.</param>
    /// <param name="arrival">A.</param>
    /// <param name="end">E; looked at when something is not filled.</param>
    public static ImplementationShortfall Of(
        OrderSide side, Quantity ordered, Quantity filled, Money quoteFilled, Money fees, Price decision, Price arrival, Price end)
    {
        Guard.That(side is OrderSide.Buy or OrderSide.Sell, "a shortfall has a side");
        Guard.That(filled <= ordered && filled.Units >= 0, $"at most what was ordered is filled, was {filled} of {ordered}");
        var (atDecision, atArrival, missed) = (Money.Notional(decision, filled), Money.Notional(arrival, filled), ordered - filled);
        var opportunity = Money.Notional(end, missed) - Money.Notional(decision, missed);
        return new ImplementationShortfall(
            Money.Notional(decision, ordered), Signed(side, atArrival - atDecision), Signed(side, quoteFilled - atArrival), Signed(side, opportunity), fees);
    }

    /// <summary>A part in basis points of the paper portfolio; 0 when that is worth nothing. For display.</summary>
    public double Bps(Money part) => Paper == Money.Zero ? 0 : part.ToDouble() / Paper.ToDouble() * 10_000;

    private static Money Signed(OrderSide side, Money amount) => side == OrderSide.Buy ? amount : -amount;
}
