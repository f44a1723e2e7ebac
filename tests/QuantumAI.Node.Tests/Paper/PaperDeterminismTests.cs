using QuantumAI.Node.Tests.Processes;

namespace QuantumAI.Node.Tests.Paper;

public sealed class PaperDeterminismTests
{
    [Fact]
    public async Task Paper_must_print_one_journal_hash_and_trade_when_the_seed_is_the_same()
    {
        using var folder = new TempFolder();
        var runs = await Task.WhenAll(
            PaperSession.RunAsync(folder, "first", seed: 11, "30d"), PaperSession.RunAsync(folder, "second", seed: 11, "30d"));

        Assert.Equal(runs[0].Expect(0).JournalHash(), runs[1].Expect(0).JournalHash());
        Assert.Equal(runs[0].Output, runs[1].Output);
        var books = PaperBooks.Read(folder["first"]);
        books.MustEqualTheVenue();
        Assert.InRange(books.Fills.Count(), 20, int.MaxValue);
        Assert.InRange(RoundTripsIn(runs[0].Output), 20, int.MaxValue);
    }

    [Fact]
    public async Task Paper_must_print_another_journal_hash_when_the_seed_is_another()
    {
        using var folder = new TempFolder();
        var runs = await Task.WhenAll(
            PaperSession.RunAsync(folder, "first", seed: 1, "3d"), PaperSession.RunAsync(folder, "second", seed: 2, "3d"));

        Assert.NotEqual(runs[0].Expect(0).JournalHash(), runs[1].Expect(0).JournalHash());
    }

    [Fact]
    public async Task Paper_must_use_seed_1_and_the_default_folder_when_no_argument_says_otherwise()
    {
        using var folder = new TempFolder();
        var bare = await QuantumProcess.RunAsync(folder.Path, "paper", "--for", "2d", "--speed", "max", "--port", "0");
        var explicitly = await PaperSession.RunAsync(folder, "other", seed: 1, "2d");

        Assert.Equal(explicitly.Expect(0).JournalHash(), bare.Expect(0).JournalHash());
        Assert.True(File.Exists(folder["data/journal.db"]));
        Assert.True(File.Exists(folder["data/venue.sqlite"]));
    }

    private static int RoundTripsIn(string report)
    {
        const string Label = "round trips";
        var at = report.IndexOf(Label, StringComparison.Ordinal);
        return int.Parse(report[(at + Label.Length)..].Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries)[0], System.Globalization.CultureInfo.InvariantCulture);
    }
}
