using System.Runtime.InteropServices;
using QuantumAI.Journal.Sqlite;
using QuantumAI.Runtime.Persistence;
using QuantumAI.Runtime.Worlds;

namespace QuantumAI.Journal.Tests.Processes;

/// <summary>A real refusal of the operating system: no file may grow (RLIMIT_FSIZE, as <c>ulimit -f</c>) until the journal has failed three times.</summary>
internal static class FileLimitPart
{
    public const int Appends = 60;
    private const int FileSize = 1;

    public static void Play(SqliteJournalStore store)
    {
        _ = GetLimit(FileSize, out var limit);
        var answered = 0;
        using var world = new VirtualWorld(7, 0);
        using var journal = new GroupCommitJournal(world.CreateLane("journal"), store);
        journal.OutageChanged += outage =>
        {
            Console.Out.WriteLine(outage is null ? "over" : $"outage {outage.Reason}");
            if (outage?.Attempts == 3)
                SetSoft(limit, limit.Soft);
        };
        Append(0);
        world.RunUntilIdle();
        SetSoft(limit, 4096);
        Append(Appends);
        world.AdvanceTo(10_000_000_000);
        Console.Out.WriteLine($"answered {answered}");

        void Append(int from)
        {
            for (var i = from; i < from + Appends; i++)
                journal.Append(SampleEvents.Request("account/a", i, 1, padding: 2000), result => answered += result.Outcome == AppendOutcome.Appended ? 1 : 0);
        }
    }

    private static void SetSoft(Limit limit, ulong soft)
    {
        var changed = limit with { Soft = soft };
        if (SetLimit(FileSize, ref changed) != 0)
            throw new InvalidOperationException("the limit cannot be set");
    }

    [DllImport("libc", EntryPoint = "getrlimit")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetLimit(int resource, out Limit limit);

    [DllImport("libc", EntryPoint = "setrlimit")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetLimit(int resource, ref Limit limit);

    [StructLayout(LayoutKind.Sequential)]
    private record struct Limit(ulong Soft, ulong Hard);
}
