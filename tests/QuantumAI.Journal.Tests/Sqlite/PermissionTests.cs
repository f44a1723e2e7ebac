using QuantumAI.Journal.Tests.Processes;

namespace QuantumAI.Journal.Tests.Sqlite;

/// <summary>What the operating system refuses; root is asked through a child without its powers.</summary>
public sealed class PermissionTests : IDisposable
{
    private const UnixFileMode Everyone = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private const UnixFileMode Readers = UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private readonly ScratchDirectory _scratch = new();

    public void Dispose()
    {
        SetMode(_scratch.Root, Everyone);
        _scratch.Dispose();
    }

    [Fact]
    public void Appends_must_wait_and_be_written_once_when_no_file_may_grow()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs RLIMIT_FSIZE");
        string[] words;
        using (var child = ChildProcess.Start(ChildParts.FileLimit, _scratch.Journal))
        {
            var lines = new List<string>();
            while (lines.Count == 0 || !lines[^1].StartsWith("answered", StringComparison.Ordinal))
                lines.Add(child.Line());
            words = [.. lines];
            child.Kill();
        }

        Assert.Equal(5, words.Length);
        Assert.All(words[..3], line => Assert.StartsWith("outage ", line, StringComparison.Ordinal));
        Assert.Equal(["over", $"answered {2 * FileLimitPart.Appends}"], words[3..]);
        using var store = SampleJournal.Open(_scratch.Journal);
        Assert.Equal(2 * FileLimitPart.Appends, store.Heads().Single().LastSequence);
    }

    [Fact]
    public void Open_must_say_unavailable_and_change_nothing_when_the_file_is_read_only()
    {
        SampleJournal.Open(_scratch.Journal).Dispose();
        var before = File.ReadAllBytes(_scratch.Journal);
        Assert.StartsWith("Unavailable: ", Refusal(Everyone, () => SetMode(_scratch.Journal, UnixFileMode.OtherRead | UnixFileMode.UserRead)), StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(_scratch.Journal));
        SetMode(_scratch.Journal, Everyone);
        SampleJournal.Open(_scratch.Journal).Dispose();
    }

    [Fact]
    public void Open_must_say_unavailable_when_the_directory_is_read_only()
    {
        Assert.StartsWith("Unavailable: ", Refusal(Readers, () => { }), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_scratch.Root));
    }

    [Fact]
    public void Open_must_say_unavailable_when_the_file_may_not_be_read()
    {
        SampleJournal.Open(_scratch.Journal).Dispose();
        Assert.StartsWith("Unavailable: ", Refusal(Everyone, () => SetMode(_scratch.Journal, UnixFileMode.None)), StringComparison.Ordinal);
    }

    private static void SetMode(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, mode);
    }

    private string Refusal(UnixFileMode directory, Action prepare)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs permissions of Unix");
        prepare();
        foreach (var file in Directory.GetFiles(_scratch.Root, "*.lock"))
            SetMode(file, Everyone);
        SetMode(_scratch.Root, directory);
        using var child = Environment.UserName == "root"
            ? ChildProcess.StartUnprivileged(ChildParts.Hold, _scratch.Journal)
            : ChildProcess.Start(ChildParts.Hold, _scratch.Journal);
        return child.Line();
    }
}
