using System.Globalization;
using System.Text;

namespace QuantumAI.Domain.Orders;

/// <summary>Our order ids: a pure function of (account, intent sequence), the same on replay and different between accounts.</summary>
public static class ClientOrderId
{
    /// <summary><c>qa-</c>, the FNV-1a hash of the account's name in 8 hexadecimal digits, and the sequence of the intent in the account's stream.</summary>
    /// <remarks>At most 31 characters of <c>[a-z0-9-]</c>: within every venue's rule for such ids.</remarks>
    public static string For(string account, long intentSequence) => string.Create(CultureInfo.InvariantCulture, $"{PrefixOf(account)}{intentSequence}");

    /// <summary>The sequence of the intent that an id of this account names; null for an id that somebody else made.</summary>
    public static long? SequenceOf(string account, string clientOrderId)
    {
        var prefix = PrefixOf(account);
        return clientOrderId.StartsWith(prefix, StringComparison.Ordinal)
            && long.TryParse(clientOrderId.AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
            && clientOrderId[prefix.Length] != '0'
                ? sequence
                : null;
    }

    private static string PrefixOf(string account)
    {
        var hash = 2166136261u;
        foreach (var octet in Encoding.UTF8.GetBytes(account))
            hash = unchecked((hash ^ octet) * 16777619u);
        return string.Create(CultureInfo.InvariantCulture, $"qa-{hash:x8}-");
    }
}
