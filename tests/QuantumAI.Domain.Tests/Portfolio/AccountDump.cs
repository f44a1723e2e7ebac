using QuantumAI.Domain.Portfolio;

namespace QuantumAI.Domain.Tests.Portfolio;

/// <summary>All of an account's state as text: two accounts with the same text are the same.</summary>
internal static class AccountDump
{
    public static string Of(Account account) => string.Join('\n',
    [
        $"{account.Name} {account.BaseCurrency} {account.IsMargin} {account.Intents} {account.Ledger.Changes} {account.Risk}",
        .. account.Ledger.Balances.Select(balance => $"{balance.Key} {balance.Value.Free} {balance.Value.Locked}"),
        .. account.Positions.Select(position => position.ToString()),
        .. account.OtherFees.Select(fee => $"{fee.Key} {fee.Value}"),
        .. account.Orders.Values.OrderBy(order => order.ClientOrderId, StringComparer.Ordinal).Select(order => order.ToString()),
        .. account.OpenOrders.Select(order => order.ClientOrderId).Order(StringComparer.Ordinal),
    ]);
}
