using QuantumAI.Node.Composition;
using QuantumAI.Node.Configuration;
using QuantumAI.Node.Tests.Processes;
using QuantumAI.Runtime.Persistence;
using QuantumAI.Runtime.Worlds;
using QuantumAI.Simulation.Venue;
using QuantumAI.Trading;
using QuantumAI.Trading.Control;

namespace QuantumAI.Node.Tests.Paper;

/// <summary>The sizes of <c>./build.sh proof</c>: many seeds of the virtual world, side by side.</summary>
public sealed class PaperProof
{
    private const int Seeds = 200;
    private const int Days = 30;

    [Fact]
    [Trait("Size", "proof")]
    public void Sim_same_seed_must_give_the_same_journal_and_books_that_add_up()
    {
        var settings = QuantumSettings.Read(ConfigurationFiles.Load("paper", null, []));
        var trades = 0;
        Parallel.For(1, Seeds + 1, each =>
        {
            var first = Run(settings, (ulong)each);
            Assert.True(first == Run(settings, (ulong)each), $"seed {each} gave two histories: quantum paper --seed {each} --for {Days}d --speed max");
            Interlocked.Add(ref trades, first.Trades);
        });

        ProofFigures.Write("paper-seeds", new { seeds = Seeds, days = Days, runsPerSeed = 2, trades });
    }

    private static (string JournalHash, int Trades) Run(QuantumSettings settings, ulong seed)
    {
        var market = PaperMarket.Synthetic(settings, seed, null);
        using var past = market.From(market.StartNanos, settings.HistoryBars);
        using var world = new VirtualWorld(seed, market.StartNanos);
        using var venue = new MemoryPaperVenueStore();
        var board = new StatusBoard();
        PulledMarket? delivery = null;
        var host = new SessionHost(
            world, settings, [.. market.Instruments.Select((entry, id) => new SessionSymbol(entry.Instrument, entry.Origin, past.Histories[id]))],
            (watchers, first) => delivery = new PulledMarket(past, watchers, first), new InlineJournal(new MemoryJournalStore()),
            new BuiltInVenue(world, settings, [.. market.Instruments.Select(entry => entry.Instrument)], venue, board), board);
        world.RunUntilIdle();
        delivery!.Run(world, market.StartNanos + (Days * 86_400_000_000_000L), CancellationToken.None);
        host.ThrowIfFaulted();

        var books = venue.Load();
        var account = host.Session.Books.Durable;
        foreach (var (_, asset, balance) in books.Balances)
            Assert.Equal((seed, asset, balance.Total), (seed, asset, account.Ledger[asset].Total));
        Assert.Equal(books.Trades.Count, host.Report().Fills.Count);
        Assert.Empty(world.DeadLetters);
        return (HashChain.JournalHash(host.Journal.Heads()), host.Report().RoundTrips.Count);
    }
}
