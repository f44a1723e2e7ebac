using System.Text;

namespace QuantumAI.Runtime.Sharding;

/// <summary>Where an entity and a shard belong: pure functions of their names, the same in every process and version.</summary>
/// <remarks>
/// FNV-1a over UTF-8 (Fowler, Noll, Vo) with the finaliser of MurmurHash3 (Appleby), because FNV alone spreads short names badly.
/// The values are a wire format: changing them would move every entity. Thread safe.
/// </remarks>
public static class ShardHash
{
    /// <summary>64 bits of a text. Cost: linear in its length, no allocation up to 85 characters.</summary>
    public static ulong Of(string text)
    {
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        Span<byte> bytes = most <= 258 ? stackalloc byte[258] : new byte[most];
        var hash = 0xCBF29CE484222325UL;
        foreach (var value in bytes[..Encoding.UTF8.GetBytes(text, bytes)])
            hash = unchecked((hash ^ value) * 0x100000001B3UL);
        return Finish(hash);
    }

    /// <summary>The shard of an entity: 0 … <paramref name="shards"/> − 1. Another number of shards moves almost every entity.</summary>
    public static int ShardOf(string entityId, int shards)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(shards);
        return (int)Math.BigMul(Of(entityId), (ulong)shards, out _);
    }

    /// <summary>Who should own a shard: the member with the highest score (rendezvous hashing; Thaler, Ravishankar 1998).</summary>
    /// <remarks>
    /// A member that joins takes over only shards of its own, one that leaves gives away only its own: about 1 in members.
    /// The order of <paramref name="members"/> does not matter. Cost: one hash a member.
    /// </remarks>
    /// <returns>Null when there is no member.</returns>
    public static string? Candidate(string region, int shard, IEnumerable<string> members)
    {
        var place = Finish(unchecked(Of(region) + ((ulong)(shard + 1) * 0x9E3779B97F4A7C15UL)));
        var (best, bestScore) = ((string?)null, 0UL);
        foreach (var member in members)
        {
            var score = Finish(Of(member) ^ place);
            if (best is null || score > bestScore || (score == bestScore && string.CompareOrdinal(member, best) < 0))
                (best, bestScore) = (member, score);
        }

        return best;
    }

    private static ulong Finish(ulong hash)
    {
        hash = unchecked((hash ^ (hash >> 33)) * 0xFF51AFD7ED558CCDUL);
        hash = unchecked((hash ^ (hash >> 33)) * 0xC4CEB9FE1A85EC53UL);
        return hash ^ (hash >> 33);
    }
}
