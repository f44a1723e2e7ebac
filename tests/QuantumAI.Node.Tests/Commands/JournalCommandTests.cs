using System.Text.Json;
using QuantumAI.Journal;
using QuantumAI.Node.Tests.Paper;
using QuantumAI.Node.Tests.Processes;
using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Node.Tests.Commands;

/// <summary><c>quantum journal …</c> over the journal of a real session.</summary>
public sealed class JournalCommandTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private string _hash = "";

    public async ValueTask InitializeAsync() => _hash = (await PaperSession.RunAsync(_folder, "data", seed: 11, "6d")).Expect(0).JournalHash();

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Verify_must_say_whole_with_the_sessions_hash()
    {
        var verified = (await RunAsync("verify")).Expect(0);
        Assert.Equal($"journal hash: {_hash}", verified.LastLine);
        Assert.Contains("is whole: ", verified.OutputLines[0], StringComparison.Ordinal);
        var json = JsonDocument.Parse((await RunAsync("verify", "--json")).Expect(0).Output).RootElement;
        Assert.Equal((true, _hash), (json.GetProperty("whole").GetBoolean(), json.GetProperty("journalHash").GetString()));
    }

    [Fact]
    public async Task Verify_must_find_a_flipped_byte_and_repair_must_leave_the_rest_tradable()
    {
        var file = _folder["data/journal.db"];
        var bytes = await File.ReadAllBytesAsync(file);
        var at = bytes.AsSpan().IndexOf("\"clientOrderId\""u8);
        bytes[at + 1] ^= 1;
        await File.WriteAllBytesAsync(file, bytes);

        var damage = (await RunAsync("verify")).Expect(1);
        Assert.Matches("is damaged: stream account/paper, sequence [0-9]+ ", damage.LastLine);
        foreach (var command in (string[])["show", "export", "stats"])
        {
            var looked = (await RunAsync(command)).Expect(1);
            Assert.Equal(damage.LastLine, looked.ErrorLines[0]);
            Assert.NotEmpty(looked.Output);
            Assert.Empty((await RunAsync(command, "--unverified")).Expect(0).Error);
        }

        var refused = (await PaperSession.RunAsync(_folder, "data", seed: 11, "7d")).Expect(2);
        Assert.Contains("is damaged: stream account/paper", refused.Error, StringComparison.Ordinal);
        Assert.Contains("needs --quarantine", (await RunAsync("repair")).Expect(2).Error, StringComparison.Ordinal);

        Assert.Contains("QUARANTINED account/paper from sequence ", (await RunAsync("repair", "--quarantine")).Expect(0).Output, StringComparison.Ordinal);

        Assert.True(File.Exists(file + ".damaged-1"));
        var verified = (await RunAsync("verify")).Expect(1);
        Assert.Contains("QUARANTINED", verified.Output, StringComparison.Ordinal);
        Assert.Contains("verifies, but is not whole: 1 of 2 streams are quarantined", verified.OutputLines[0], StringComparison.Ordinal);
        Assert.False(JsonDocument.Parse((await RunAsync("verify", "--json")).Expect(1).Output).RootElement.GetProperty("whole").GetBoolean());
        var fenced = (await PaperSession.RunAsync(_folder, "data", seed: 11, "7d")).Expect(4);
        Assert.Contains("account/paper is quarantined", fenced.Error, StringComparison.Ordinal);
        foreach (var books in Directory.GetFiles(_folder["data"], "venue.sqlite*"))
            File.Delete(books);
        (await PaperSession.RunAsync(_folder, "data", seed: 11, "7d", "--set", "account.name=other")).Expect(0).JournalHash();
    }

    [Fact]
    public async Task Head_that_tells_nothing_must_be_noticed_by_verify_and_by_a_session()
    {
        await File.WriteAllTextAsync(_folder["data/journal.head"], "garbage");
        Assert.Contains("journal.head does not hold a journal's head", (await RunAsync("verify")).Expect(0).Error, StringComparison.Ordinal);
        File.Delete(_folder["data/journal.head"]);
        Assert.Contains("journal.head is absent, though journal ", (await RunAsync("verify")).Expect(0).Error, StringComparison.Ordinal);
        var session = PaperSession.Start(_folder, "data", seed: 11, speed: 3600);
        await using (session)
        {
            Assert.Contains("journal.head is absent", await session.ErrorLineAsync("a cut tail would not be seen"), StringComparison.Ordinal);
            Assert.Matches("^20[0-9-]+ .*journal.head is absent", await session.ErrorLineAsync("a cut tail would not be seen"));
        }
    }

    [Fact]
    public async Task Show_must_tell_an_orders_whole_story_by_its_id_alone()
    {
        var all = (await RunAsync("show", "account/paper", "--from", "1", "--limit", "1000")).Expect(0).OutputLines;
        var id = all.First(line => line.Contains("OrderIntended", StringComparison.Ordinal)).Split('(')[1].Split(')')[0];
        var story = (await RunAsync("show", "--about", id)).Expect(0).OutputLines;
        Assert.Equal(["OrderApproved", "OrderIntended", "OrderAccepted", "OrderFilled"], story.Select(line => line.Split("  ")[2]));
        Assert.Equal(20, (await RunAsync("show")).Expect(0).OutputLines.Length);
        Assert.Contains("it has account/paper, session/paper", (await RunAsync("show", "account/nobody")).Expect(2).Error, StringComparison.Ordinal);
        Assert.Equal(all[^2..], (await RunAsync("show", "account/paper", "--limit", "2")).Expect(0).OutputLines);
        Assert.Equal(all[1..3], (await RunAsync("show", "account/paper", "--from", "2", "--limit", "2")).Expect(0).OutputLines);
        Assert.Equal(all, (await RunAsync("show", "account/paper", "--limit", "9000000000")).Expect(0).OutputLines);
        Assert.Contains("--limit must be a whole number from 1 to 9223372036854775807, was “0”", (await RunAsync("show", "--limit", "0")).Expect(2).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Issue_show_must_say_so_when_no_event_is_about_the_word() =>
        Assert.Contains("no event has the word “nobody”", (await RunAsync("show", "--about", "nobody")).Expect(2).Error, StringComparison.Ordinal);

    [Fact]
    public async Task Export_must_write_every_event_once_and_overwrite_nothing()
    {
        (await RunAsync("export", "--out", "all.jsonl")).Expect(0);
        var lines = File.ReadAllLines(_folder["all.jsonl"]).Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        Assert.Equal(Enumerable.Range(1, lines.Length - 1).Select(i => (long)i), lines[..^1].Select(line => line.GetProperty("position").GetInt64()));
        Assert.Equal(("paper", "paper"), (lines[5].GetProperty("environment").GetString(), lines[5].GetProperty("account").GetString()));
        Assert.Equal(_hash, lines[^1].GetProperty("journalHash").GetString());
        Assert.Equal(lines.Length - 1, lines[^1].GetProperty("events").GetInt64());
        Assert.Contains("nothing is overwritten", (await RunAsync("export", "--out", "all.jsonl")).Expect(2).Error, StringComparison.Ordinal);
        var stats = JsonDocument.Parse((await RunAsync("stats", "--json")).Expect(0).Output).RootElement;
        Assert.Equal(lines.Length - 1, stats.GetProperty("types").EnumerateObject().Sum(type => type.Value.GetInt64()));
    }

    [Fact]
    public async Task Backup_of_a_running_session_must_restore_to_a_journal_that_goes_on()
    {
        var session = PaperSession.Start(_folder, "live", seed: 3, speed: 100_000);
        await using (session)
        {
            await session.ErrorLineAsync(" filled at ");

            // Frozen while it holds its journal, and then killed: what the venue has booked by its end is what the copy can know of.
            await session.SignalAsync("STOP");
            (await RunAsync("backup", "copy/journal.db", "--data-dir", "live")).Expect(0);
            await session.KillAsync();
        }

        (await RunAsync("restore", "copy/journal.db", "--data-dir", "again")).Expect(0);

        var copy = (await RunAsync("export", "--data-dir", "again")).Expect(0).OutputLines;
        var whole = (await RunAsync("export", "--data-dir", "live")).Expect(0).OutputLines;
        Assert.InRange(copy.Length, 5, whole.Length);
        Assert.Equal(whole[..(copy.Length - 1)], copy[..^1]);
        Assert.Contains("is there already", (await RunAsync("restore", "copy/journal.db", "--data-dir", "again")).Expect(4).Error, StringComparison.Ordinal);
        File.Copy(_folder["live/venue.sqlite"], _folder["again/venue.sqlite"]);
        File.Copy(_folder["live/venue.sqlite-wal"], _folder["again/venue.sqlite-wal"]); // a killed process leaves its last writes there
        (await PaperSession.RunAsync(_folder, "again", seed: 3, "40d")).Expect(0);
        var books = PaperBooks.Read(_folder["again"]);
        books.MustEqualTheVenue();
    }

    [Theory]
    [InlineData("show", "--limit", "99999999999999999999999")]
    [InlineData("show", "--about", "")]
    [InlineData("export", "--out", "data")]
    [InlineData("export", "--out", "nowhere/all.jsonl")]
    [InlineData("verify", "--set", "journal.kind=postgresql", "--set", "journal.connection=\"Host=127.0.0.1;Port=1\"", "--set", "journal.schema=Bad-Name")]
    public async Task Argument_that_cannot_be_used_must_be_refused_in_one_line(params string[] arguments)
    {
        var refused = (await RunAsync(arguments)).Expect(2);
        Assert.Contains(arguments[^1] == "Bad-Name" ? "journal.schema must be 1 to 40 of" : arguments[1], refused.ErrorLines[0], StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_must_leave_no_file_when_the_disk_is_full()
    {
        var process = QuantumProcess.StartInShell(_folder.Path, "trap '' XFSZ; export DOTNET_EnableWriteXorExecute=0; ulimit -f 80", "journal", "export", "--out", "all.jsonl");
        await using (process)
            Assert.StartsWith("--out all.jsonl cannot be written: ", Assert.Single((await process.EndAsync()).Expect(2).ErrorLines), StringComparison.Ordinal);
        Assert.False(File.Exists(_folder["all.jsonl"]));
    }

    [Fact]
    public async Task Commands_must_name_what_is_missing()
    {
        foreach (var command in (string[])["verify", "show", "export", "stats"])
            Assert.Contains("there is no journal at ", (await RunAsync(command, "--data-dir", "nowhere")).Expect(2).Error, StringComparison.Ordinal);
        Assert.Contains("postgresql", (await RunAsync("migrate")).Expect(2).Error, StringComparison.Ordinal);
        Assert.Contains("journal.connection", (await RunAsync("verify", "--set", "journal.kind=postgresql")).Expect(2).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Postgresql_must_be_migrated_traded_on_verified_and_shown()
    {
        var home = JournalHome.PostgreSql();
        string[] place = ["--set", "journal.kind=postgresql"];
        var trade = QuantumProcess.Start(_folder.Path, home.Environment, ["paper", "--seed", "11", "--for", "6d", "--speed", "max", "--port", "0", "--data-dir", "pg", .. place]);
        await using (trade)
            Assert.Equal(_hash, (await trade.EndAsync()).Expect(0).JournalHash());
        var verify = QuantumProcess.Start(_folder.Path, home.Environment, ["journal", "verify", .. place]);
        await using (verify)
            Assert.Equal($"journal hash: {_hash}", (await verify.EndAsync()).Expect(0).LastLine);
        JournalHeadFile.Write(_folder["pg/journal-quantum.head"], new JournalHead(9_999, 9_999, HashChain.Origin), TimeProvider.System);
        var cut = QuantumProcess.Start(_folder.Path, home.Environment, ["journal", "verify", "--data-dir", "pg", .. place]);
        await using (cut)
            Assert.Matches("^journal quantum in database .* journal-quantum.head says 9999: its tail was cut", (await cut.EndAsync()).Expect(1).Output);
        var migrate = QuantumProcess.Start(_folder.Path, home.Environment, ["journal", "migrate", .. place]);
        await using (migrate)
            Assert.Contains(": 0 steps applied", (await migrate.EndAsync()).Expect(0).Output, StringComparison.Ordinal);
    }

    private Task<Finished> RunAsync(params string[] arguments) => QuantumProcess.RunAsync(_folder.Path, ["journal", .. arguments]);
}
