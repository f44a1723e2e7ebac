using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Node.Composition;
using QuantumAI.Node.Configuration;
using QuantumAI.Runtime.Persistence;
using QuantumAI.Runtime.Worlds;
using QuantumAI.Simulation.Venue;
using QuantumAI.Trading.Control;
using QuantumAI.Trading.Divergence;
using QuantumAI.Trading.Portfolio;
using QuantumAI.Trading.Reports;

namespace QuantumAI.Node.Replay;

/// <summary>A back-test of the market that a session saw, from the account that it had at its start.</summary>
/// <param name="Tales">What was decided, and what came of it.</param>
/// <param name="Decisions">What the agents decided on each bar.</param>
/// <param name="Equity">At the end.</param>
/// <param name="Marks">Equity on the way there.</param>
internal sealed record ShadowRun(IReadOnlyList<OrderTale> Tales, DecisionLog Decisions, Money Equity, IReadOnlyList<CurvePoint> Marks)
{
    private const int EventsPerStep = 4_096;

    /// <exception cref="OperationCanceledException">Canceled.</exception>
    public static ShadowRun Play(RecordedRun run, QuantumSettings settings, ShadowMarket market, Action<long, long> progress, CancellationToken cancellation)
    {
        var (manifest, symbols) = (run.Manifest, run.ReadSymbols());
        var instruments = symbols.Select(symbol => symbol.Instrument).ToArray();
        var quoted = MarketInput.InQuoteCurrency(settings, instruments);
        using var world = new VirtualWorld(manifest.Seed, manifest.StartNanos);
        foreach (var name in manifest.LanesBefore.Where(name => name != "venue"))
            world.CreateLane(name);
        var store = run.StoreBefore();
        var board = new StatusBoard();
        var venue = new ShadowVenue(new BuiltInVenue(world, quoted, instruments, BooksBefore(run, quoted, instruments), board), manifest);
        var decisions = new DecisionLog();
        var host = new SessionHost(
            world, quoted, [.. symbols.Select(symbol => symbol.Restore())], (_, _) => new SilentMarket(), new InlineJournal(store), venue, board);
        world.RunUntilIdle();
        var delivered = 0L;
        market.Play(
            world.AdvanceTo,
            marketEvent =>
            {
                venue.Market!.Tell(in marketEvent);
                host.Session.Watchers[marketEvent.InstrumentId].Tell(in marketEvent);
                world.RunUntilIdle();
                decisions.Observe(board);
                if (++delivered % EventsPerStep != 0)
                    return;
                cancellation.ThrowIfCancellationRequested();
                progress(delivered, market.Events.Count);
            },
            host.Session);
        world.RunUntilIdle();
        host.ThrowIfFaulted();
        StoredEvent[] events = [.. store.Read(AccountBooks.StreamOf(manifest.Account), manifest.AccountSequence + 1)];
        return new ShadowRun(OrderTale.Of(events), decisions, host.Session.Books.Current.Risk.Equity, EquityCurves.MarksOf(events));
    }

    /// <summary>The venue's books as the account's own say that they were at the start; orders that were open then are not in them.</summary>
    private static MemoryPaperVenueStore BooksBefore(RecordedRun run, QuantumSettings settings, Instrument[] instruments)
    {
        var books = new MemoryPaperVenueStore();
        var venue = new PaperVenue(instruments, settings.Venue, books.Load());
        foreach (var (asset, amount) in HeldBefore(run, instruments).Where(held => held.Value > Money.Zero).OrderBy(held => held.Key, StringComparer.Ordinal))
            books.Save(venue.Deposit(asset, amount, run.Manifest.StartNanos).Change);
        return books;
    }

    private static Dictionary<string, Money> HeldBefore(RecordedRun run, Instrument[] instruments)
    {
        if (run.Before.Count == 0)
            return new Dictionary<string, Money>(run.Manifest.Held, StringComparer.Ordinal);
        var account = new Account(instruments.ToDictionary(instrument => instrument.Symbol));
        foreach (var stored in run.Before)
            account.Apply(AccountEventCodec.Instance.Decode(stored), stored.Data.TimeNanos);
        return account.Ledger.Balances.ToDictionary(balance => balance.Key, balance => balance.Value.Total, StringComparer.Ordinal);
    }
}
