using QuantumAI.Journal;
using QuantumAI.Journal.Sqlite;
using QuantumAI.Node.Tests.Processes;
using QuantumAI.Trading.Projections;

namespace QuantumAI.Node.Tests.Paper;

public sealed class PaperReadModelTests
{
    [Fact]
    public async Task Read_models_must_be_level_and_those_of_a_rebuild_when_a_session_has_ended()
    {
        using var folder = new TempFolder();
        (await PaperSession.RunAsync(folder, "data", seed: 11, "5d")).Expect(0);
        var first = MustEqualARebuild(folder);
        (await PaperSession.RunAsync(folder, "data", seed: 11, "10d")).Expect(0);

        Assert.True(MustEqualARebuild(folder) > first);
    }

    [Fact]
    public async Task Read_models_must_go_on_where_they_were_when_the_program_was_killed()
    {
        using var folder = new TempFolder();
        for (var kill = 0; kill < 2; kill++)
        {
            await using var process = PaperSession.Start(folder, "data", seed: 11, speed: 200_000);
            await process.ErrorLineAsync(" filled at ");
            await process.KillAsync();
            PaperBooks.Read(folder["data"]).MustNeverContradict();
        }

        (await PaperSession.RunAsync(folder, "data", seed: 11, "1d")).Expect(0);
        MustEqualARebuild(folder);
    }

    /// <returns>The last position.</returns>
    private static long MustEqualARebuild(TempFolder folder)
    {
        var path = Path.Combine(folder["data"], "journal.db");
        using var feed = new JournalFeed(SqliteJournalReader.Open(path), SqliteJournalReader.Open(path));
        using var kept = new SqliteProjectionStore(path);
        using var fresh = new MemoryProjectionStore();
        var projection = new Projection(feed, fresh, PaperBooks.Instruments);
        while (projection.Step())
        {
        }

        Assert.Equal(fresh.Cursor(), kept.Cursor());
        Assert.Equal(feed.LastPosition(), kept.Cursor().Position);
        Assert.Equal(ViewHash.Of(fresh), ViewHash.Of(kept));
        Assert.NotEmpty(kept.All(ViewTables.Fills).Rows);
        return kept.Cursor().Position;
    }
}
