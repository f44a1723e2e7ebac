using Npgsql;
using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Journal.PostgreSql;

/// <summary>What the database answers a plan.</summary>
/// <param name="Head">The journal's last commit.</param>
/// <param name="Streams">When the plan was made on other streams than these: how they are, in the plan's order; nothing was written. Null when all is done.</param>
/// <param name="Found">Commands that are there, with the number of the probe from 1 and the first and last sequence.</param>
internal sealed record AppendAnswer(JournalHead Head, StreamState[]? Streams = null, (int Probe, long First, long Last)[]? Found = null)
{
    public bool IsDone => Streams is null;

    public static JournalHead HeadOf(NpgsqlDataReader row) => new(row.GetInt64(1), row.GetInt64(12), row.GetFieldValue<byte[]>(2));

    public static AppendAnswer Read(NpgsqlDataReader row)
    {
        var (sequences, epochs) = (row.GetFieldValue<long[]>(3), row.GetFieldValue<long[]>(4));
        var (links, accounts) = (row.GetFieldValue<byte[]?[]>(5), row.GetFieldValue<string?[]>(6));
        var (quarantined, reasons) = (row.GetFieldValue<long?[]>(7), row.GetFieldValue<string?[]>(8));
        var streams = new StreamState[sequences.Length];
        for (var i = 0; i < streams.Length; i++)
        {
            streams[i] = links[i] is { } link
                ? new StreamState(sequences[i], epochs[i], link, accounts[i], quarantined[i], reasons[i])
                : StreamState.Absent;
        }

        if (row.IsDBNull(9))
            return new AppendAnswer(HeadOf(row), streams, []);
        var (probes, firsts, lasts) = (row.GetFieldValue<int[]>(9), row.GetFieldValue<long[]>(10), row.GetFieldValue<long[]>(11));
        return new AppendAnswer(HeadOf(row), streams, [.. probes.Select((probe, i) => (probe, firsts[i], lasts[i]))]);
    }
}
