using System.Diagnostics;
using QuantumAI.Node.Configuration;
using QuantumAI.Node.Terminal;
using QuantumAI.Runtime.Persistence;
using QuantumAI.Runtime.Worlds;
using QuantumAI.Simulation.Venue;
using QuantumAI.Trading.Control;

namespace QuantumAI.Node.Composition;

/// <summary>Files in, a finished session out: the live actors in a virtual world with a journal in memory.</summary>
internal static class BacktestRun
{
    private const int EventsPerStep = 65_536;

    /// <param name="store">An empty journal in memory; it has everything afterwards.</param>
    /// <returns>The finished session and how long the events took, machine time.</returns>
    public static (SessionHost Host, TimeSpan Elapsed) Run(
        MarketInput input, QuantumSettings settings, ulong seed, IJournalStore store, ProgressBar progress, CancellationToken cancellation)
    {
        new SessionIdentity(
            seed, input.Identity, [.. input.Symbols.Select(symbol => symbol.Instrument.Symbol)], input.IntervalNanos, input.FirstNanos,
            settings.Hash).Claim(store, settings.Account, "the journal in memory");
        using var world = new VirtualWorld(seed, input.FirstNanos);
        using var source = new CountingSource(input.Open(), EventsPerStep, read => progress.Show("back-test", read, input.EventCount));
        var quoted = MarketInput.InQuoteCurrency(settings, input.Symbols.Select(symbol => symbol.Instrument));
        var board = new StatusBoard();
        var venue = new BuiltInVenue(world, quoted, [.. input.Symbols.Select(symbol => symbol.Instrument)], new MemoryPaperVenueStore(), board);
        PulledMarket? market = null;
        var host = new SessionHost(
            world, quoted, [.. input.Symbols.Select(symbol => symbol.WithoutHistory(input.IntervalNanos))],
            (watchers, first) => market = new PulledMarket(source, watchers, first), new InlineJournal(store), venue, board);
        world.RunUntilIdle();
        var watch = Stopwatch.StartNew();
        market!.Run(world, long.MaxValue, cancellation);
        watch.Stop();
        cancellation.ThrowIfCancellationRequested();
        host.ThrowIfFaulted();
        return (host, watch.Elapsed);
    }
}
