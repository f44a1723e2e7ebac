using QuantumAI.Journal.Tests.Processes;

namespace QuantumAI.Journal.Tests.Sqlite;

public sealed class OwnershipTests : IDisposable
{
    private readonly ScratchDirectory _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Open_must_name_the_owner_when_the_same_process_has_it_open()
    {
        using (SampleJournal.Open(_scratch.Journal))
        {
            var refused = Assert.Throws<JournalException>(() => SampleJournal.Open(_scratch.Journal));
            Assert.Equal(JournalFailure.InUse, refused.Failure);
            Assert.Contains($"process {Environment.ProcessId} on ", refused.Message, StringComparison.Ordinal);
        }

        SampleJournal.Open(_scratch.Journal).Dispose();
    }

    [Fact]
    public void Open_must_name_the_owner_when_another_process_has_it_and_succeed_when_that_is_killed()
    {
        using var owner = ChildProcess.Start(ChildParts.Hold, _scratch.Journal);
        Assert.Equal("holding", owner.Line());
        var refused = Assert.Throws<JournalException>(() => SampleJournal.Open(_scratch.Journal));
        Assert.Equal(JournalFailure.InUse, refused.Failure);
        Assert.Matches($"journal.db is in use by process {owner.Id} on .+ since 2[0-9-]+T[0-9:.]+Z$", refused.Message);

        owner.Kill();
        using var reopened = SampleJournal.Open(_scratch.Journal);
        Assert.Empty(reopened.Heads());
    }

    [Fact]
    public void Open_must_be_refused_when_locks_lock_nothing()
    {
        using var owner = ChildProcess.Start(ChildParts.Hold, _scratch.Journal, ("DOTNET_SYSTEM_IO_DISABLEFILELOCKING", "1"));
        var words = owner.Line();
        Assert.StartsWith("Unavailable: ", words, StringComparison.Ordinal);
        Assert.Contains("takes no locks", words, StringComparison.Ordinal);
        Assert.False(File.Exists(_scratch.Journal));
    }

    [Fact]
    public void Open_must_create_an_absent_directory()
    {
        var path = Path.Combine(_scratch.Root, "a", "b", "journal.db");
        SampleJournal.Open(path).Dispose();
        Assert.True(File.Exists(path));
    }

    [Fact]
    public void Open_must_say_unavailable_when_the_directory_is_a_file()
    {
        File.WriteAllText(Path.Combine(_scratch.Root, "data"), "");
        var refused = Assert.Throws<JournalException>(() => SampleJournal.Open(Path.Combine(_scratch.Root, "data", "journal.db")));
        Assert.Equal(JournalFailure.Unavailable, refused.Failure);
    }

    [Fact]
    public void Open_must_say_unavailable_when_the_directory_takes_no_files()
    {
        Assert.SkipUnless(Directory.Exists("/proc/self"), "needs a file system that refuses new files, whoever asks");
        var refused = Assert.Throws<JournalException>(() => SampleJournal.Open("/proc/self/journal.db"));
        Assert.Equal(JournalFailure.Unavailable, refused.Failure);
    }
}
