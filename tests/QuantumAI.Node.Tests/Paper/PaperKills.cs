using QuantumAI.Domain.Market;
using QuantumAI.Node.Tests.Processes;
using QuantumAI.Runtime.Worlds;

namespace QuantumAI.Node.Tests.Paper;

/// <summary>A paper session that is killed again and again at random moments, its books compared with the venue's each time.</summary>
internal static class PaperKills
{
    // Faster than any machine reads the market, data would be stale on arrival and every entry denied.
    private const int Speed = 200_000;
    private const int LongestMillis = 800;
    private static readonly long SessionStart = UnixNanos.From(new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero));

    /// <summary>Kills so many processes one after the other, lets a last one come to rest, and answers the books.</summary>
    public static async Task<PaperBooks> RunAsync(JournalHome home, int seed, int kills)
    {
        using var folder = new TempFolder();
        for (var kill = 1; kill <= kills; kill++)
        {
            var draw = WorldRandom.Mix((ulong)seed, (ulong)kill);
            await KillAsync(folder, home, seed, isStarting: kill % 8 == 0, TimeSpan.FromMilliseconds(draw % LongestMillis));
            if (File.Exists(folder["data/venue.sqlite"]))
                PaperBooks.Read(folder["data"], home).MustNeverContradict();
        }

        // How far the market came depends on the machine; the last run goes on from there.
        var days = ((PaperBooks.Read(folder["data"], home).Stored[^1].Data.TimeNanos - SessionStart) / UnixNanos.PerDay) + 15;
        var last = QuantumProcess.Start(
            folder.Path, home.Environment,
            ["paper", "--seed", $"{seed}", "--for", $"{days}d", "--speed", "max", "--port", "0", "--data-dir", "data", .. home.Arguments]);
        await using (last)
            (await last.EndAsync()).Expect(0).JournalHash();
        var books = PaperBooks.Read(folder["data"], home);
        books.MustEqualTheVenue();
        return books;
    }

    /// <param name="folder">Holds the data directory.</param>
    /// <param name="home">Where the journal is.</param>
    /// <param name="seed">Of the market.</param>
    /// <param name="isStarting">Killed so long after its start, wherever it is; otherwise so long after it began to trade.</param>
    /// <param name="after">The moment.</param>
    private static async Task KillAsync(TempFolder folder, JournalHome home, int seed, bool isStarting, TimeSpan after)
    {
        await using var process = QuantumProcess.Start(
            folder.Path, home.Environment,
            ["paper", "--seed", $"{seed}", "--speed", $"{Speed}", "--port", "0", "--data-dir", "data", .. home.Arguments]);
        if (!isStarting)
            await process.StatusAddressAsync();
        await Task.Delay(after);
        await process.KillAsync();
    }
}
