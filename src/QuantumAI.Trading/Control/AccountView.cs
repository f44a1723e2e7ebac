using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Ledger;
using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Domain.Positions;

namespace QuantumAI.Trading.Control;

/// <summary>An account at one moment, for people and status pages. Immutable.</summary>
public sealed record AccountView(
    string Account,
    string BaseCurrency,
    long Nanos,
    Money Equity,
    AccountRisk Risk,
    IReadOnlyDictionary<string, Balance> Balances,
    IReadOnlyList<Position> Positions,
    IReadOnlyList<Order> Orders,
    IReadOnlyDictionary<string, Price> Marks)
{
    private const int MostOrders = 100;

    public static AccountView Empty { get; } = new(
        "", "", 0, Money.Zero, AccountRisk.Start, new Dictionary<string, Balance>(), [], [], new Dictionary<string, Price>());

    /// <summary>The account with its positions that are not flat and the given orders.</summary>
    public static AccountView Of(Account account, IReadOnlyDictionary<string, Price> marks, IReadOnlyList<Order> orders, long nowNanos) => new(
        account.Name,
        account.BaseCurrency,
        nowNanos,
        account.Equity(marks),
        account.Risk,
        new SortedDictionary<string, Balance>(account.Ledger.Balances.ToDictionary(), StringComparer.Ordinal),
        [.. account.Positions.Where(position => !position.Quantity.IsZero)],
        orders,
        new SortedDictionary<string, Price>(marks.ToDictionary(), StringComparer.Ordinal));

    /// <summary>The latest orders, newest first.</summary>
    public static IReadOnlyList<Order> LatestOrders(Account account) =>
        [.. account.Orders.Values.OrderByDescending(order => order.IntendedNanos).ThenByDescending(order => order.UpdatedNanos).Take(MostOrders)];
}
