using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Domain.Positions;

namespace QuantumAI.Domain.Risk;

/// <summary>An open order that has to give way.</summary>
/// <param name="ClientOrderId">The order.</param>
/// <param name="Smaller">Its whole quantity afterwards, fills included; null when it has to end.</param>
public readonly record struct GivesWay(string ClientOrderId, Quantity? Smaller);

/// <summary>Which open orders of an agent keep a reduction from leaving, since what they sell cannot be sold twice. Pure: right again after any restart.</summary>
public static class ExitsInTheWay
{
    /// <summary>What keeps a flattened position busy: everything but orders at the market, which end by themselves.</summary>
    public static IEnumerable<GivesWay> OfFlatten(Account account, Position position) => account.OpenOrders
        .Where(order => order.AgentId == position.AgentId && order.Symbol == position.Symbol)
        .Where(order => order.Type != OrderType.Market || order.Status == OrderStatus.Emulated)
        .OrderBy(order => order.ClientOrderId, StringComparer.Ordinal)
        .Select(order => new GivesWay(order.ClientOrderId, null));

    /// <summary>What keeps a part of a position from being sold or bought back, the newest first; empty when nothing does.</summary>
    /// <remarks>
    /// An order that stands alone is made smaller by what lacks, and so are orders of a list that are all held here. A list at the
    /// venue ends, and with the entry that it hangs on; so does an order that is too small or not in a state to be amended.
    /// </remarks>
    /// <param name="account">The account.</param>
    /// <param name="position">What is reduced.</param>
    /// <param name="quantity">By how much.</param>
    public static IReadOnlyList<GivesWay> OfCut(Account account, Position position, Quantity quantity)
    {
        var instrument = account.Instruments[position.Symbol];
        var side = position.Quantity.Units > 0 ? OrderSide.Sell : OrderSide.Buy;
        var exits = account.OpenOrders
            .Where(order => order.AgentId == position.AgentId && order.Symbol == position.Symbol && order.Side == side && !OrderListPlace.IsLesserRival(order, account.OpenOrders))
            .OrderByDescending(order => order.IntendedNanos).ThenByDescending(order => order.ClientOrderId, StringComparer.Ordinal).ToList();
        var missing = quantity.Units - Math.Abs(position.Quantity.Units) + exits.Sum(exit => exit.Remaining.Units);
        var giving = new List<GivesWay>();
        foreach (var exit in exits)
        {
            if (missing <= 0)
                break;
            var lots = (long)FixedPoint.Divide(Math.Min(missing, exit.Remaining.Units), instrument.LotStepUnits, Rounding.Up) * instrument.LotStepUnits;
            var left = instrument.Quantity(Math.Max(0, exit.Remaining.Units - lots));
            giving.AddRange(Give(account, exit, left, instrument));
            missing -= lots;
        }

        return giving;
    }

    private static IEnumerable<GivesWay> Give(Account account, Order exit, Quantity left, Instrument instrument)
    {
        List<Order> group = exit.List is not { } place ? [exit] : [.. account.OpenOrders.Where(other => other.List?.ListId == place.ListId).OrderBy(other => other.List!.Place)];
        if (group.Find(other => exit.List?.IsChild() == true && !other.List!.IsChild()) is { } entry)
            return [new GivesWay(entry.ClientOrderId, null)]; // beyond a limit nothing is opened either, and its exits end with it
        var canShrink = !instrument.IsDust(left) && group.TrueForAll(order => order.Status == OrderStatus.Emulated || (group.Count == 1 && OrderTransitions.IsLegal(order.Status, OrderMove.RequestAmend)));
        return canShrink
            ? group.Where(order => order.Remaining > left).Select(order => new GivesWay(order.ClientOrderId, order.Filled + left))
            : group.Select(order => new GivesWay(order.ClientOrderId, null));
    }
}
