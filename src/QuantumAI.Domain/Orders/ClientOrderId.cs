using System.Globalization;
using System.Text;

namespace QuantumAI.Domain.Orders;

/// <summary>Our order ids: a pure function of (account, shard, intent sequence), the same on replay and different between accounts and their shards.</summary>
public static class ClientOrderId
{
    /// <summary>The highest number of a shard: four hexadecimal digits.</summary>
    public const int ShardMax = 0xffff;

    /// <summary><c>qa-</c>, the FNV-1a hash of the account's name in 8 hexadecimal digits, the shard, and the sequence of the intent in the shard's stream.</summary>
    /// <remarks>At most 36 characters of <c>[a-z0-9-]</c>: within every venue's rule for such ids. Shard 0 is not written: an account that is whole has no shard.</remarks>
    /// <exception cref="InvariantViolationException">The shard is not between 0 and <see cref="ShardMax"/>.</exception>
    public static string For(string account, long intentSequence, int shard = 0) =>
        string.Create(CultureInfo.InvariantCulture, $"{PrefixOf(account, shard)}{intentSequence}");

    /// <summary>The sequence of the intent that an id of this account's shard names; null for an id that somebody else made.</summary>
    public static long? SequenceOf(string account, string clientOrderId, int shard = 0)
    {
        var prefix = PrefixOf(account, shard);
        return clientOrderId.StartsWith(prefix, StringComparison.Ordinal)
            && long.TryParse(clientOrderId.AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
            && clientOrderId[prefix.Length] != '0'
                ? sequence
                : null;
    }

    private static string PrefixOf(string account, int shard)
    {
        Guard.That(shard is >= 0 and <= ShardMax, $"a shard is a number from 0 to {ShardMax}, was {shard}");
        var hash = 2166136261u;
        foreach (var octet in Encoding.UTF8.GetBytes(account))
            hash = unchecked((hash ^ octet) * 16777619u);
        return shard == 0
            ? string.Create(CultureInfo.InvariantCulture, $"qa-{hash:x8}-")
            : string.Create(CultureInfo.InvariantCulture, $"qa-{hash:x8}-{shard:x}-");
    }
}
