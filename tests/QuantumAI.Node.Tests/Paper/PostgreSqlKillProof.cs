using QuantumAI.Node.Tests.Processes;

namespace QuantumAI.Node.Tests.Paper;

/// <summary>The size of <c>./build.sh proof</c>: many kills of a real process. A class of its own, so that it runs beside the others.</summary>
public sealed class PostgreSqlKillProof
{
    [Fact]
    [Trait("Size", "proof")]
    public async Task Books_on_postgresql_must_equal_the_venue_after_200_kills()
    {
        var books = await PaperKills.RunAsync(JournalHome.PostgreSql(), seed: 8, kills: 200);
        ProofFigures.Write("paper-kills-postgresql", new { kills = 200, fills = books.Fills.Count(), intents = books.Intents.Count() });
    }
}
