using System.Text;
using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Journal.Sqlite;

/// <summary>One row of <c>streams</c>: what is committed, and what the transaction under way would make of it. Not thread safe.</summary>
internal sealed class StreamState(long id, string name, string account)
{
    public long Id => id;

    public string Name => name;

    public byte[] NameBytes { get; } = Encoding.UTF8.GetBytes(name);

    public string Account => account;

    public long? QuarantinedFrom { get; init; }

    public string? QuarantineReason { get; init; }

    /// <summary>Whether the row is in the database.</summary>
    public bool IsStored { get; private set; }

    public long Sequence { get; private set; }

    public byte[] Link { get; private set; } = HashChain.Origin;

    public long Epoch { get; private set; }

    public bool IsMoved { get; private set; }

    public long NextSequence { get; private set; }

    public byte[] NextLink { get; private set; } = HashChain.Origin;

    public long NextEpoch { get; private set; }

    public StreamHead Head => new(name, Sequence, Link);

    public JournalStream Info => new(name, account, Sequence, Epoch, QuarantinedFrom, QuarantineReason);

    /// <summary>A stream as the database holds it.</summary>
    public static StreamState Stored(SqliteStatement row)
    {
        var state = new StreamState(row.Int64(0), row.Text(1), row.Text(2))
        {
            QuarantinedFrom = row.IsNull(6) ? null : row.Int64(6),
            QuarantineReason = row.IsNull(7) ? null : row.Text(7),
        };
        state.Move(row.Int64(3), row.Bytes(4).ToArray(), row.Int64(5));
        state.Accept();
        return state;
    }

    /// <summary>Within a transaction.</summary>
    public void Move(long sequence, byte[] link, long epoch) =>
        (IsMoved, NextSequence, NextLink, NextEpoch) = (true, sequence, link, epoch);

    /// <summary>The transaction is durable.</summary>
    public void Accept()
    {
        if (IsMoved)
            (IsStored, IsMoved, Sequence, Link, Epoch) = (true, false, NextSequence, NextLink, NextEpoch);
    }

    /// <summary>The transaction is gone.</summary>
    public void Discard() => (IsMoved, NextSequence, NextLink, NextEpoch) = (false, Sequence, Link, Epoch);
}
