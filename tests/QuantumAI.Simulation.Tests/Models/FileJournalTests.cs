using System.Text;
using QuantumAI.Runtime.Persistence;
using QuantumAI.Simulation.Models;
using QuantumAI.Simulation.Processes;

namespace QuantumAI.Simulation.Tests.Models;

public sealed class FileJournalTests
{
    private const string File = "journal";
    private readonly Universe _universe = new(1, 0);

    [Fact]
    public void damage_of_any_acknowledged_byte_must_be_refused_by_name_and_change_nothing()
    {
        var length = Written(3).Read(File).Length;
        for (var at = 0; at < length; at++)
        {
            var disk = Written(3);
            disk.Damage(File, at);
            var before = disk.Read(File);
            var refused = Assert.Throws<InvalidDataException>(() => FileJournal.Open(disk, File));
            Assert.Contains("journal is damaged: record ", refused.Message, StringComparison.Ordinal);
            Assert.Equal(before, disk.Read(File));
        }
    }

    [Fact]
    public void end_that_was_acknowledged_must_not_be_cut_off_unnoticed()
    {
        var length = Written(3).Read(File).Length;
        for (var at = 0; at < length; at++)
        {
            var disk = Written(3);
            disk.Truncate(File, at);
            Assert.Throws<InvalidDataException>(() => FileJournal.Open(disk, File));
        }
    }

    /// <summary>What a commit that was never acknowledged has left, cut at every byte.</summary>
    [Fact]
    public void torn_end_must_be_dropped_and_a_whole_one_be_kept()
    {
        var (acknowledged, whole) = (Written(2).Read(File).Length, Written(3).Read(File));
        for (var at = acknowledged; at <= whole.Length; at++)
        {
            var disk = Written(2);
            disk.Append(File, whole.AsSpan(acknowledged..at));
            using (var journal = FileJournal.Open(disk, File))
            {
                Assert.Equal(at == whole.Length ? 3 : 2, journal.Read("s").Count());
                Assert.Equal(AppendOutcome.Appended, journal.Append([Request(at == whole.Length ? 3 : 2)])[0].Outcome);
            }

            disk.Crash();
            FileJournal.Open(disk, File).Dispose();
        }
    }

    [Fact]
    public void second_process_must_be_refused_until_the_first_is_dead()
    {
        var disk = new SimulatedDisk(_universe, DiskFaults.None);
        var first = _universe.Start("first");
        using var journal = FileJournal.Open(disk, File, first);
        Assert.Throws<StoreFailedException>(() => FileJournal.Open(disk, File, _universe.Start("second")));
        first.Kill();
        Assert.Throws<ObjectDisposedException>(() => journal.Append([Request(0)]));
        FileJournal.Open(disk, File, _universe.Start("third")).Dispose();
    }

    [Fact]
    public void full_disk_must_stop_writers_and_not_readers_and_pass()
    {
        var disk = new SimulatedDisk(_universe, DiskFaults.None);
        using var journal = FileJournal.Open(disk, File);
        journal.Append([Request(0)]);
        disk.Fill(1_000);
        Assert.Throws<StoreFailedException>(() => journal.Append([Request(1)]));
        Assert.Single(journal.Read("s"));
        disk.Heal();
        Assert.Equal(AppendOutcome.Appended, journal.Append([Request(1)])[0].Outcome);
    }

    [Fact]
    public void commit_whose_sync_failed_must_not_be_taken_for_durable_when_it_is_read_again()
    {
        for (var seed = 0UL; seed < 50; seed++)
        {
            var disk = new SimulatedDisk(new Universe(seed, 0), DiskFaults.None with { SyncFailsPpm = 500_000 });
            var appended = 0;
            using (var journal = Attempts.Until(() => FileJournal.Open(disk, File)))
            {
                while (appended < 10)
                    appended += Attempts.Until(() => journal.Append([Request(appended)]))[0].Outcome == AppendOutcome.Appended ? 1 : 0;
                disk.Heal();
                Assert.Equal(10, journal.Read("s").Count());
            }

            disk.Crash();
            using var reopened = FileJournal.Open(disk, File);
            Assert.Equal(10, reopened.Read("s").Count());
        }
    }

    private SimulatedDisk Written(int commits)
    {
        var disk = new SimulatedDisk(_universe, DiskFaults.None);
        using var journal = FileJournal.Open(disk, File);
        for (var i = 0; i < commits; i++)
            journal.Append([Request(i)]);
        return disk;
    }

    private static AppendRequest Request(long expected) =>
        new("s", expected, [new EventData("Moved", Encoding.UTF8.GetBytes($$"""{"n":{{expected}}}"""), expected)]);
}
