using System.Runtime.Versioning;
using QuantumAI.Node.Tests.Processes;

namespace QuantumAI.Node.Tests.Paper;

public sealed class PaperSignalTests
{
    [Theory]
    [UnsupportedOSPlatform("macos")]
    [UnsupportedOSPlatform("freebsd")]
    [UnsupportedOSPlatform("ios")]
    [UnsupportedOSPlatform("tvos")]
    [InlineData("journal.db", "appends are not in the journal")]
    [InlineData("venue.sqlite", "are not in the venue's books")]
    public async Task Session_must_end_with_4_when_it_is_stopped_before_everything_is_written(string file, string said)
    {
        using var folder = new TempFolder();
        await using var session = PaperSession.Start(folder, "data", seed: 11, speed: 200_000);
        await session.ErrorLineAsync(" filled at ");
        using (SqliteWriteLock.Take(folder[$"data/{file}"]))
        {
            await session.ErrorLineAsync(file == "journal.db" ? "is locked" : "the venue's books cannot be written");
            await session.SignalAsync("INT");
            Assert.Contains(said, (await session.EndAsync()).Expect(4).ErrorLines[^1], StringComparison.Ordinal);
        }

        PaperBooks.Read(folder["data"]).MustNeverContradict();
    }

    [Fact]
    [UnsupportedOSPlatform("macos")]
    [UnsupportedOSPlatform("freebsd")]
    [UnsupportedOSPlatform("ios")]
    [UnsupportedOSPlatform("tvos")]
    public async Task Session_must_wait_for_the_venues_books_and_go_on_by_itself_when_another_program_locks_them()
    {
        using var folder = new TempFolder();
        await using var session = PaperSession.Start(folder, "data", seed: 11, speed: 200_000);
        await session.ErrorLineAsync(" filled at ");
        using (SqliteWriteLock.Take(folder["data/venue.sqlite"]))
            await session.ErrorLineAsync("the venue's books cannot be written");

        await session.ErrorLineAsync("the venue's books are written again");
        await session.ErrorLineAsync(" filled at ");
        await session.SignalAsync("INT");
        (await session.EndAsync()).Expect(0);
        PaperBooks.Read(folder["data"]).MustNeverContradict();
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task Session_must_end_with_its_report_when_a_signal_asks_for_it(string signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "signals are POSIX's");
        using var folder = new TempFolder();
        await using var process = PaperSession.Start(folder, "data", seed: 11, speed: 200_000);
        await process.ErrorLineAsync(" filled at ");
        await process.SignalAsync(signal);
        var ended = (await process.EndAsync()).Expect(0);

        ended.JournalHash();
        Assert.Contains("final equity", ended.Output, StringComparison.Ordinal);
        PaperBooks.Read(folder["data"]).MustNeverContradict();
    }

    [Fact]
    public async Task Virtual_session_must_end_with_its_report_when_a_signal_asks_for_it()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "signals are POSIX's");
        using var folder = new TempFolder();
        await using var process = QuantumProcess.Start(folder.Path, "paper", "--seed", "11", "--speed", "max", "--port", "0");
        await process.ErrorLineAsync(" filled at ");
        await process.SignalAsync("INT");

        (await process.EndAsync()).Expect(0).JournalHash();
        PaperBooks.Read(folder["data"]).MustEqualTheVenue();
    }

    [Fact]
    public async Task Halt_must_deny_new_exposure_until_resumed_when_the_session_is_started_again()
    {
        using var folder = new TempFolder();
        (await PaperSession.RunAsync(folder, "data", seed: 11, "1d")).Expect(0);
        var told = (await QuantumProcess.RunAsync(folder.Path, "halt", "--data-dir", "data")).Expect(0);
        (await PaperSession.RunAsync(folder, "data", seed: 11, "4d")).Expect(0);
        var halted = PaperBooks.Read(folder["data"]);
        var resumed = (await QuantumProcess.RunAsync(folder.Path, "resume", "--data-dir", "data")).Expect(0);
        (await PaperSession.RunAsync(folder, "data", seed: 11, "7d")).Expect(0);

        Assert.Contains("Active → Halted", told.OutputLines[0], StringComparison.Ordinal);
        Assert.Contains("at the next start: no order is open, so none is canceled", told.Output, StringComparison.Ordinal);
        Assert.Contains("positions stay as they are: none is held", told.Output, StringComparison.Ordinal);
        Assert.Contains("nothing is ordered, exits included", told.Output, StringComparison.Ordinal);
        Assert.Empty(halted.Intents);
        Assert.Contains("Halted → Active", resumed.Output, StringComparison.Ordinal);
        var after = PaperBooks.Read(folder["data"]);
        Assert.NotEmpty(after.Fills);
        after.MustEqualTheVenue();
    }

    [Fact]
    public async Task Halt_must_be_refused_and_write_nothing_when_there_is_no_journal()
    {
        using var folder = new TempFolder();
        var refused = await QuantumProcess.RunAsync(folder.Path, "halt", "--data-dir", "nowhere");

        Assert.Contains("there is no journal at", Assert.Single(refused.Expect(2).ErrorLines), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }
}
