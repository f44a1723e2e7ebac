using System.Security.Cryptography;
using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Journal;

/// <summary>SHA-256 over a snapshot's stream, place, state and schema, in the chain's layout: both stores tell a damaged one by it.</summary>
internal static class SnapshotHash
{
    public static byte[] Of(Snapshot snapshot)
    {
        var place = HashChain.Next(HashChain.Origin, new EventData(snapshot.Stream, ReadOnlyMemory<byte>.Empty, snapshot.Sequence));
        return SHA256.HashData(HashChain.Next(place, new EventData("", snapshot.State, snapshot.SchemaVersion)));
    }
}
