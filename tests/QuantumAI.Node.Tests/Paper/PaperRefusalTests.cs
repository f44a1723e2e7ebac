using System.Text;
using QuantumAI.Node.Tests.Processes;

namespace QuantumAI.Node.Tests.Paper;

public sealed class PaperRefusalTests
{
    [Fact]
    public async Task Second_process_must_be_refused_with_the_owners_name_when_the_directory_is_in_use()
    {
        using var folder = new TempFolder();
        await using var owner = PaperSession.Start(folder, "data", seed: 3, speed: 3600);
        await owner.StatusAddressAsync();
        var second = await PaperSession.RunAsync(folder, "data", seed: 3, "1d");
        var operatorCommand = await QuantumProcess.RunAsync(folder.Path, "halt", "--data-dir", "data");

        Assert.Contains($"process {owner.Id} ", second.Expect(4).Error, StringComparison.Ordinal);
        Assert.Contains("journal.db is in use", second.Error, StringComparison.Ordinal);
        Assert.Empty(second.Output);
        Assert.Contains("press h in its live view; without a terminal: end it", operatorCommand.Expect(4).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("seed", "--seed", "4")]
    [InlineData("bars are", "--interval", "30m")]
    [InlineData("it trades", "--set", "market.symbols=[BTCUSDT]")]
    [InlineData("starts at another", "--set", "market.synthetic-start=\"2024-01-01T00:00:00Z\"")]
    public async Task Session_must_be_refused_when_the_journal_belongs_to_another_one(string difference, string option, string value)
    {
        using var folder = new TempFolder();
        (await PaperSession.RunAsync(folder, "data", seed: 3, "1d")).Expect(0);
        var before = folder.Snapshot();
        List<string> arguments = ["paper", "--for", "2d", "--speed", "max", "--port", "0", "--data-dir", "data", option, value];
        var refused = await QuantumProcess.RunAsync(folder.Path, arguments);

        Assert.Contains(difference, Assert.Single(refused.Expect(2).ErrorLines), StringComparison.Ordinal);
        Assert.Contains("journal.db belongs to another session", refused.Error, StringComparison.Ordinal);
        Assert.Equal(before, folder.Snapshot());
    }

    [Fact]
    public async Task Journal_must_be_refused_by_name_and_left_alone_when_a_payload_was_changed()
    {
        using var folder = new TempFolder();
        (await PaperSession.RunAsync(folder, "data", seed: 3, "1d")).Expect(0);
        var bytes = File.ReadAllBytes(folder["data/journal.db"]);
        var at = bytes.AsSpan().IndexOf("\"deposit\":\"1"u8);
        bytes[at + "\"deposit\":\"".Length] ^= 1;
        File.WriteAllBytes(folder["data/journal.db"], bytes);

        Assert.Contains("stream account/paper", await MustBeRefusedAsync(folder, "journal.db"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("another program's database")]
    [InlineData("the venue's books")]
    [InlineData("no database")]
    [InlineData("an empty file")]
    public async Task Journal_must_be_refused_by_name_and_left_alone_when_it_is_foreign(string what)
    {
        using var folder = new TempFolder();
        (await PaperSession.RunAsync(folder, "data", seed: 3, "1d")).Expect(0);
        var bytes = File.ReadAllBytes(folder["data/journal.db"]);
        switch (what)
        {
            case "another program's database":
                // The application id of an SQLite file is at byte 68; others leave it 0.
                Array.Clear(bytes, 68, 4);
                break;
            case "the venue's books":
                bytes = File.ReadAllBytes(folder["data/venue.sqlite"]);
                break;
            case "no database":
                bytes = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("my diary, not a database\n", 400)));
                break;
            default:
                bytes = [];
                break;
        }

        File.WriteAllBytes(folder["data/journal.db"], bytes);
        await MustBeRefusedAsync(folder, "journal.db");
    }

    [Fact]
    public async Task Venue_books_must_be_refused_by_name_and_left_alone_when_they_are_foreign()
    {
        using var folder = new TempFolder();
        (await PaperSession.RunAsync(folder, "data", seed: 3, "1d")).Expect(0);
        File.Copy(folder["data/journal.db"], folder["data/venue.sqlite"], overwrite: true);

        await MustBeRefusedAsync(folder, "venue.sqlite");
    }

    [Fact]
    public async Task Refused_start_must_leave_no_empty_journal_in_a_backups_way()
    {
        using var folder = new TempFolder();
        (await PaperSession.RunAsync(folder, "data", seed: 3, "1d")).Expect(0);
        (await QuantumProcess.RunAsync(folder.Path, "journal", "backup", "copy/journal.db")).Expect(0);
        Assert.Equal(["journal.db", "journal.head"], Directory.GetFiles(folder["copy"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Directory.CreateDirectory(folder["again"]);
        File.Copy(folder["data/journal.db"], folder["again/venue.sqlite"]);

        (await PaperSession.RunAsync(folder, "again", seed: 3, "2d")).Expect(2);

        Assert.DoesNotContain(Directory.GetFiles(folder["again"]), file => Path.GetFileName(file).StartsWith("journal", StringComparison.Ordinal));
        (await QuantumProcess.RunAsync(folder.Path, "journal", "restore", "copy/journal.db", "--data-dir", "again")).Expect(0);
    }

    [Fact]
    public async Task Books_must_be_refused_or_halted_when_the_venues_money_is_missing()
    {
        using var folder = new TempFolder();
        (await PaperSession.RunAsync(folder, "data", seed: 11, "3d")).Expect(0);
        foreach (var file in Directory.GetFiles(folder["data"], "venue.sqlite*"))
            File.Delete(file);
        (await PaperSession.RunAsync(folder, "data", seed: 11, "4d")).Expect(0);

        var books = PaperBooks.Read(folder["data"]);
        Assert.Contains("the books differ", books.Account.Risk.Detail, StringComparison.Ordinal);
        Assert.Empty(books.Venue.Orders);
    }

    private static async Task<string> MustBeRefusedAsync(TempFolder folder, string named)
    {
        var before = folder.Snapshot();
        var refused = (await PaperSession.RunAsync(folder, "data", seed: 3, "2d")).Expect(2);

        Assert.Contains($"data/{named}", Assert.Single(refused.ErrorLines).Replace('\\', '/'), StringComparison.Ordinal);
        Assert.Empty(refused.Output);

        // Looking into a database may leave SQLite's shared memory and an empty log beside it: nothing that is data.
        Assert.Equal(before, folder.Snapshot().Where(IsData).ToDictionary());
        return refused.Error;
    }

    private static bool IsData(KeyValuePair<string, string> file) =>
        !file.Key.EndsWith("-shm", StringComparison.Ordinal) && !(file.Key.EndsWith("-wal", StringComparison.Ordinal) && file.Value.Length == 0);
}
