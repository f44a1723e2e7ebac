using QuantumAI.Journal.Sqlite;
using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Journal.Tests.Processes;

/// <summary>What a child process can do.</summary>
internal static class ChildParts
{
    /// <summary>Owns the journal and does nothing more.</summary>
    public const string Hold = "hold";

    /// <summary>Appends three events at a time and says the last sequence after each answer.</summary>
    public const string Append = "append";

    /// <summary>Writes events in a transaction that it never commits.</summary>
    public const string HalfTransaction = "half-transaction";

    /// <summary>Appends through a group commit, meets a limit on the size of its files, and goes on when that is raised.</summary>
    public const string FileLimit = "file-limit";

    /// <summary>Plays a part; a refusal of the journal is said in words.</summary>
    public static int Play(string part, string path)
    {
        try
        {
            return part.StartsWith(PostgreSqlParts.Prefix, StringComparison.Ordinal) ? PostgreSqlParts.Play(part, path, Say) : PlayUntilTold(part, path);
        }
        catch (JournalException refused)
        {
            Say($"{refused.Failure}: {refused.Message}");
            return 1;
        }
    }

    private static int PlayUntilTold(string part, string path)
    {
        using var store = part == HalfTransaction ? null : SampleJournal.Open(path);
        switch (part)
        {
            case Hold:
                Say("holding");
                break;
            case Append:
                AppendForever(store!);
                break;
            case FileLimit:
                FileLimitPart.Play(store!);
                return 0;
            case HalfTransaction:
                WriteHalf(path);
                break;
            default:
                return 2;
        }

        Console.In.ReadLine();
        return 0;
    }

    private static void AppendForever(SqliteJournalStore store)
    {
        var last = store.Heads().SingleOrDefault()?.LastSequence ?? 0;
        while (true)
        {
            var events = new[] { SampleEvents.At(last + 1), SampleEvents.At(last + 2), SampleEvents.At(last + 3) };
            last = store.Append([new AppendRequest("account/a", last, events)])[0].LastSequence;
            Say(last.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }
    }

    private static void WriteHalf(string path)
    {
        using var database = SqliteDatabase.Open(path, SqliteJournalFormat.Format, TimeProvider.System, null, _ => { });

        // A tiny cache, so that pages of the unfinished transaction reach the disk.
        database.Connection.Execute("PRAGMA cache_size=2; BEGIN IMMEDIATE");
        using var writer = new JournalWriter(database.Connection);
        for (var sequence = 1000; sequence < 3000; sequence++)
            writer.Event(sequence, 9, sequence, new EventData("Half", "{}"u8.ToArray(), sequence), sequence, HashChain.Origin);

        Say("half");
        Console.In.ReadLine();
    }

    private static void Say(string line)
    {
        Console.Out.WriteLine(line);
        Console.Out.Flush();
    }
}
