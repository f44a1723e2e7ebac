using QuantumAI.Journal.PostgreSql;
using QuantumAI.Journal.Tests.PostgreSql;
using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Journal.Tests.Processes;

/// <summary>What a child process can do with a journal in PostgreSQL; it is given the connection string.</summary>
internal static class PostgreSqlParts
{
    public const string Prefix = "postgres-";

    /// <summary>Takes the stream and appends one event after the other, saying each last sequence; ends with the outcome of the first refusal.</summary>
    public const string Append = Prefix + "append";

    /// <summary>Takes the stream, appends within a transaction that it leaves open until it is told, then tries to commit and to append again.</summary>
    public const string OpenTransaction = Prefix + "open-transaction";

    private const string Stream = "account/a";
    private static readonly JournalIdentity Identity = new("sim", "a");

    public static int Play(string part, string connectionString, Action<string> say)
    {
        using var store = PostgreSqlJournalStore.Open(connectionString, Identity);
        var epoch = store.Take(Stream);
        if (part == Append)
            AppendUntilRefused(store, epoch, say);
        else
            HoldTransaction(connectionString, store, epoch, say);
        return 0;
    }

    private static void AppendUntilRefused(PostgreSqlJournalStore store, long epoch, Action<string> say)
    {
        var last = store.Heads().SingleOrDefault()?.LastSequence ?? 0;
        while (true)
        {
            var result = store.Append([new AppendRequest(Stream, last, [SampleEvents.At(last + 1)], epoch)])[0];
            if (result.Outcome != AppendOutcome.Appended)
            {
                say(result.Outcome.ToString());
                return;
            }

            last = result.LastSequence;
            say(last.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }
    }

    private static void HoldTransaction(string connectionString, PostgreSqlJournalStore store, long epoch, Action<string> say)
    {
        var request = new AppendRequest(Stream, 0, [SampleEvents.At(1)], epoch);
        using var held = new HeldAppend(connectionString, Identity, request);
        say("open");
        Console.In.ReadLine();
        say(held.TryCommit() ? "committed" : "not committed");
        say(store.Append([request])[0].Outcome.ToString());
    }
}
