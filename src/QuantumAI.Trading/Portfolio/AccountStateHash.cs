using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using QuantumAI.Domain.Portfolio;

namespace QuantumAI.Trading.Portfolio;

/// <summary>SHA-256 of what an account is at one moment: two programs that fold the same events alike have the same. Pure.</summary>
public static class AccountStateHash
{
    /// <summary>Cost grows with the orders and positions that the account remembers.</summary>
    public static string Of(Account account)
    {
        var text = new StringBuilder();
        Add(text, $"account {account.Name} {account.Shard} {account.BaseCurrency} {account.OpenedNanos} {account.IsMargin} {account.Intents}");
        foreach (var (asset, balance) in account.Ledger.Balances.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            Add(text, $"balance {asset} {balance.Free} {balance.Locked}");
        foreach (var order in account.Orders.Values.OrderBy(order => order.ClientOrderId, StringComparer.Ordinal))
            Add(text, $"{order}");
        foreach (var position in account.Positions)
            Add(text, $"{position}");
        foreach (var ((agent, asset), fees) in account.OtherFees)
            Add(text, $"fees {agent} {asset} {fees}");
        foreach (var algorithm in account.Algorithms.Running.Keys.Order(StringComparer.Ordinal))
            Add(text, $"algorithm {algorithm}");
        Add(text, $"{account.Risk}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private static void Add(StringBuilder text, FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
