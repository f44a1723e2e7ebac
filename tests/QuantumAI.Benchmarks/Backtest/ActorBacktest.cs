using QuantumAI.Domain.Portfolio;
using QuantumAI.Runtime.Persistence;
using QuantumAI.Runtime.Worlds;
using QuantumAI.Simulation.Venue;
using QuantumAI.Trading;
using QuantumAI.Trading.Control;
using QuantumAI.Trading.Market;

namespace QuantumAI.Benchmarks.Backtest;

/// <summary>A whole session in a virtual world over events in memory, put together as the program does it.</summary>
internal sealed class ActorBacktest : IDisposable
{
    private readonly VirtualWorld _world = new(seed: 1, MarketArray.StartNanos);
    private readonly IngestFlow _ingest;
    private readonly TradingSession _session;

    public ActorBacktest(MarketArray market)
    {
        var venueStore = new MemoryPaperVenueStore();
        var venue = new PaperVenue(market.Instruments, BacktestSettings.Venue, venueStore.Load());
        venueStore.Save(venue.Deposit(BacktestSettings.BaseCurrency, BacktestSettings.Deposit, _world.NowNanos).Change);
        var actors = new PaperVenueActors(_world.CreateLane("venue"), venue, venueStore);
        _session = new TradingSession(
            _world, BacktestSettings.Session(market.Instruments.Count),
            [.. market.Instruments.Select(instrument => new SessionSymbol(
                instrument, BarOrigin.Trades, SymbolHistory.None(BacktestSettings.IntervalNanos)))],
            new InlineJournal(new MemoryJournalStore()), actors.Clients, new StatusBoard());
        _ingest = new IngestFlow(market.Open(), _session.Watchers, actors.Market);
        _world.RunUntilIdle();
    }

    /// <summary>The account after the run.</summary>
    public Account Account => _session.Books.Durable;

    public void Run()
    {
        _ingest.Run(_world, long.MaxValue, CancellationToken.None);
        if (_world.Fault is { } fault)
            throw new InvalidOperationException($"lane {fault.Lane}, turn {fault.TurnNumber}", fault.Exception);
    }

    public void Dispose() => _world.Dispose();
}
