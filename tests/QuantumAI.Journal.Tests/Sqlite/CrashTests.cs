using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using QuantumAI.Journal.Tests.Processes;

namespace QuantumAI.Journal.Tests.Sqlite;

public sealed class CrashTests : IDisposable
{
    private readonly ScratchDirectory _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Journal_must_hold_whole_appends_and_every_answered_one_when_its_writer_is_killed()
    {
        long last = 0;
        for (var kill = 0; kill < 8; kill++)
        {
            using var writer = ChildProcess.Start(ChildParts.Append, _scratch.Journal);
            var answered = last;
            for (var line = 0; line < 20 + (kill * 7); line++)
                answered = long.Parse(writer.Line(), CultureInfo.InvariantCulture);

            // The last line may itself be cut off; a shorter number is never larger.
            var lastWord = writer.Kill().LastOrDefault();
            if (lastWord is not null)
                answered = Math.Max(answered, long.Parse(lastWord, CultureInfo.InvariantCulture));

            using var store = SampleJournal.Open(_scratch.Journal);
            last = store.Heads().Single().LastSequence;
            Assert.True(last >= answered, $"{answered} was answered, the journal ends at {last}");
            Assert.Equal(0, last % 3);
        }
    }

    [Fact]
    public void Journal_must_drop_a_transaction_whole_when_its_writer_is_killed_within()
    {
        using (var store = SampleJournal.Open(_scratch.Journal))
            store.Append([SampleEvents.Request("account/a", 0, 5)]);
        using var writer = ChildProcess.Start(ChildParts.HalfTransaction, _scratch.Journal);
        Assert.Equal("half", writer.Line());
        writer.Kill();
        Assert.True(new FileInfo(_scratch.Journal + "-wal").Length > 0);

        using var reopened = SampleJournal.Open(_scratch.Journal);
        Assert.Equal(["account/a"], reopened.Heads().Select(head => head.Stream));
        Assert.Empty(reopened.Read("account/half"));
    }

    [Fact]
    public void Prop_a_changed_byte_of_the_log_is_refused_or_costs_at_most_the_last_append()
    {
        using (var writer = ChildProcess.Start(ChildParts.Append, _scratch.Journal))
        {
            for (var line = 0; line < 12; line++)
                writer.Line();
            writer.Kill();
        }

        var (file, log) = (File.ReadAllBytes(_scratch.Journal), File.ReadAllBytes(_scratch.Journal + "-wal"));
        var whole = LastAfter(file, log);
        var refused = 0;
        var places = from offset in Gen.OneOf(Gen.Choose(0, log.Length - 1), FrameHeaders(log)) from mask in Gen.Choose(1, 255) select (offset, mask);
        Prop.ForAll(Arb.From(places), place =>
        {
            var damaged = log.ToArray();
            damaged[place.offset] ^= (byte)place.mask;
            try
            {
                return LastAfter(file, damaged) >= whole - 3;
            }
            catch (JournalException refusal) when (refusal.Failure == JournalFailure.Corrupt)
            {
                refused++;
                return File.ReadAllBytes(_scratch.Journal + "-wal").AsSpan().SequenceEqual(damaged)
                    && File.ReadAllBytes(_scratch.Journal).AsSpan().SequenceEqual(file);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(400));
        Assert.True(refused > 100, $"only {refused} of 200 changes were refused");
    }

    [Fact]
    public void Journal_must_hold_whole_appends_when_its_log_is_cut_off_anywhere()
    {
        using (var writer = ChildProcess.Start(ChildParts.Append, _scratch.Journal))
        {
            for (var line = 0; line < 5; line++)
                writer.Line();
            writer.Kill();
        }

        var (file, log) = (File.ReadAllBytes(_scratch.Journal), File.ReadAllBytes(_scratch.Journal + "-wal"));
        for (var length = log.Length; length >= 0; length -= 1013)
            Assert.Equal(0, LastAfter(file, log[..length]) % 3);
    }

    [Fact]
    public void Open_must_start_over_when_a_creation_was_cut_short()
    {
        File.WriteAllText(_scratch.Journal + ".new", "half a database");
        using var store = SampleJournal.Open(_scratch.Journal);
        Assert.Empty(store.Heads());
        Assert.False(File.Exists(_scratch.Journal + ".new"));
    }

    private static Gen<int> FrameHeaders(byte[] log) =>
        from frame in Gen.Choose(0, ((log.Length - 32) / 4120) - 1) from offset in Gen.Choose(0, 23) select 32 + (frame * 4120) + offset;

    private long LastAfter(byte[] file, byte[] log)
    {
        File.WriteAllBytes(_scratch.Journal, file);
        File.WriteAllBytes(_scratch.Journal + "-wal", log);
        File.Delete(_scratch.Journal + "-shm");
        File.Delete(_scratch.Head);
        using var store = SampleJournal.Open(_scratch.Journal);
        return store.Heads().SingleOrDefault()?.LastSequence ?? 0;
    }
}
