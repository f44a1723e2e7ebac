using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Domain.Positions;

namespace QuantumAI.Domain.Risk;

/// <summary>How much of which agent's position a reduction takes. Pure.</summary>
public static class Reductions
{
    private const string CutWords = "value at risk ";

    /// <summary>Why an exit of a flattened account was intended; it ties the exit to the halt.</summary>
    /// <param name="name">Who flattened.</param>
    public static string FlattenReason(string name) => $"flattened by {name}";

    /// <summary>Why a part of a position was cut; it tells a cut that is on its way from every other order.</summary>
    public static string CutReason(Money loss, Money limit) => $"{CutWords}{loss} beyond {limit}";

    /// <summary>True for a reduction that a limit on value at risk asked for.</summary>
    public static bool IsCut(Order order) => order.ReduceOnly && order.Type == OrderType.Market && order.Reason.StartsWith(CutWords, StringComparison.Ordinal);

    /// <summary>True for an exit that a flattened account is waiting for: ended, it would only be ordered again.</summary>
    public static bool IsFlattening(Account account, Order order) =>
        account.Risk.FlattenedBy is { } name && order.ReduceOnly && order.Reason == FlattenReason(name);

    /// <summary>Positions that a flatten still has to close, with what can be ordered of each.</summary>
    public static IEnumerable<(Position Position, Quantity Quantity)> Whole(Account account, IReadOnlyDictionary<string, Price> marks)
    {
        foreach (var position in account.Positions)
        {
            var instrument = account.Instruments[position.Symbol];
            if (!instrument.IsDust(position.Quantity) && marks.ContainsKey(position.Symbol))
                yield return (position, instrument.FloorToLot(instrument.Quantity(Math.Abs(position.Quantity.Units))));
        }
    }

    /// <summary>True while something of the agent is open in the position's symbol: what an open order reserves cannot be sold twice.</summary>
    public static bool IsBusy(Account account, Position position) =>
        account.OpenOrders.Any(order => order.AgentId == position.AgentId && order.Symbol == position.Symbol);

    /// <summary>A value taken off a symbol's positions, the largest first, in whole lots rounded up; never more than a position has.</summary>
    /// <param name="account">The account.</param>
    /// <param name="symbol">The symbol.</param>
    /// <param name="value">What is to go, in the base currency.</param>
    /// <param name="marks">Last prices by symbol.</param>
    public static IEnumerable<(Position Position, Quantity Quantity)> Worth(
        Account account, string symbol, Money value, IReadOnlyDictionary<string, Price> marks)
    {
        var instrument = account.Instruments[symbol];
        foreach (var position in account.Positions.Where(position => position.Symbol == symbol).OrderByDescending(position => Math.Abs(position.Quantity.Units)))
        {
            if (value <= Money.Zero || instrument.IsDust(position.Quantity) || account.PositionValue(position, marks) is not { } worth || worth <= Money.Zero)
                continue;
            var part = Money.Min(value, worth);
            value -= part;
            var held = Math.Abs(position.Quantity.Units);
            var units = (long)FixedPoint.Divide(checked(held * part.Units), worth.Units, Rounding.Up);
            var lots = (long)FixedPoint.Divide(units, instrument.LotStepUnits, Rounding.Up) * instrument.LotStepUnits;
            var quantity = instrument.FloorToLot(instrument.Quantity(Math.Min(lots, held)));
            if (!instrument.IsDust(quantity))
                yield return (position, quantity);
        }
    }
}
