using System.Text.Json.Nodes;
using QuantumAI.Node.Tests.Processes;
using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Node.Tests.Paper;

public sealed class PaperResumeTests
{
    /// <summary>Resumed and straight runs differ in one field only: market events are numbered from each start on.</summary>
    private const string NumberOfThisRun = "basisSequence";

    [Fact]
    public async Task Account_must_equal_a_straight_run_when_a_session_is_resumed()
    {
        using var folder = new TempFolder();
        var straight = PaperSession.RunAsync(folder, "straight", seed: 11, "10d");
        (await PaperSession.RunAsync(folder, "resumed", seed: 11, "5d")).Expect(0);
        var resumed = await PaperSession.RunAsync(folder, "resumed", seed: 11, "10d");

        Assert.Contains("resumes at", resumed.Expect(0).Error, StringComparison.Ordinal);
        (await straight).Expect(0);
        var (one, two) = (PaperBooks.Read(folder["straight"]), PaperBooks.Read(folder["resumed"]));
        Assert.Equal(one.Stored.Select(Describe), two.Stored.Select(Describe));
        Assert.NotEmpty(two.Fills);
        two.MustEqualTheVenue();
        Assert.Equal(one.Venue.Trades, two.Venue.Trades);
    }

    [Fact]
    public async Task Session_must_trade_nothing_and_keep_its_hash_when_it_was_finished_before()
    {
        using var folder = new TempFolder();
        var first = (await PaperSession.RunAsync(folder, "data", seed: 11, "5d")).Expect(0);
        var before = PaperBooks.Read(folder["data"]);
        var again = (await PaperSession.RunAsync(folder, "data", seed: 11, "5d")).Expect(0);
        var shorter = (await PaperSession.RunAsync(folder, "data", seed: 11, "2d")).Expect(0);

        Assert.Equal(first.JournalHash(), again.JournalHash());
        Assert.Equal(first.JournalHash(), shorter.JournalHash());
        Assert.Contains("is over", shorter.Error, StringComparison.Ordinal);
        var after = PaperBooks.Read(folder["data"]);
        Assert.Equal(before.Stored.Count, after.Stored.Count);
        Assert.Equal(before.Venue.Orders, after.Venue.Orders);
    }

    [Fact]
    public async Task Session_must_take_the_seed_of_its_journal_when_none_is_given()
    {
        using var folder = new TempFolder();
        (await PaperSession.RunAsync(folder, "data", seed: 11, "2d")).Expect(0);
        var resumed = await QuantumProcess.RunAsync(folder.Path, "paper", "--for", "3d", "--speed", "max", "--port", "0", "--data-dir", "data");

        Assert.Contains("seed 11", resumed.Expect(0).Error, StringComparison.Ordinal);
    }

    private static string Describe(StoredEvent stored)
    {
        var payload = JsonNode.Parse(stored.Data.Payload.Span)!.AsObject();
        payload.Remove(NumberOfThisRun);
        return $"{stored.Sequence} {stored.Data.Type} {stored.Data.TimeNanos} {payload.ToJsonString()}";
    }
}
