using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Ledger;
using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Domain.Positions;

namespace QuantumAI.Trading.Control;

/// <summary>A position with its last price.</summary>
/// <param name="Mark">Last price of the symbol; zero when there is none yet.</param>
/// <param name="IsDust">Too small to be sold: what a fee left behind.</param>
public sealed record PositionView(Position Position, Price Mark, bool IsDust)
{
    /// <summary>Value at the mark, in the quote asset.</summary>
    public Money Value => Money.Notional(Mark, Position.Quantity);

    public Money UnrealisedPnl => Value - Position.Cost;
}

/// <summary>An account at one moment, for people and status pages. Immutable.</summary>
/// <param name="Equity">At the present prices; the last one that was recorded while <paramref name="Unpriced"/> names a symbol.</param>
/// <param name="Unpriced">A symbol that is held and has no price yet, so that nothing is opened; null when everything has one.</param>
public sealed record AccountView(
    string Account,
    string BaseCurrency,
    long Nanos,
    Money Equity,
    AccountRisk Risk,
    IReadOnlyDictionary<string, Balance> Balances,
    IReadOnlyList<PositionView> Positions,
    IReadOnlyList<Order> Orders,
    string? Unpriced = null)
{
    /// <summary>Most orders that a view shows.</summary>
    public const int MostOrders = 100;

    public static AccountView Empty { get; } = new(
        "", "", 0, Money.Zero, AccountRisk.Start, new Dictionary<string, Balance>(), [], []);

    /// <summary>The account with its positions that are not flat and the given orders.</summary>
    public static AccountView Of(Account account, IReadOnlyDictionary<string, Price> marks, IReadOnlyList<Order> orders, long nowNanos) => new(
        account.Name,
        account.BaseCurrency,
        nowNanos,
        account.Unpriced(marks) is not null && account.Risk.Day.Length > 0 ? account.Risk.Equity : account.Equity(marks),
        account.Risk,
        new SortedDictionary<string, Balance>(account.Ledger.Balances.ToDictionary(), StringComparer.Ordinal),
        [
            .. account.Positions
                .Where(position => !position.Quantity.IsZero)
                .Select(position => new PositionView(
                    position, marks.GetValueOrDefault(position.Symbol), account.Instruments[position.Symbol].IsDust(position.Quantity))),
        ],
        orders,
        account.Unpriced(marks));

    /// <summary>The latest orders, newest first.</summary>
    public static IReadOnlyList<Order> LatestOrders(Account account) =>
        [.. account.Orders.Values.OrderByDescending(order => order.IntendedNanos).ThenByDescending(order => order.UpdatedNanos).Take(MostOrders)];
}
