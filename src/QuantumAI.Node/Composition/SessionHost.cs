using QuantumAI.Domain;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Node.Configuration;
using QuantumAI.Runtime.Persistence;
using QuantumAI.Runtime.Worlds;
using QuantumAI.Simulation.Venue;
using QuantumAI.Trading;
using QuantumAI.Trading.Control;
using QuantumAI.Trading.Market;
using QuantumAI.Trading.Portfolio;

namespace QuantumAI.Node.Composition;

/// <summary>A trading session on the built-in venue, in whichever world it is given.</summary>
internal sealed class SessionHost
{
    public SessionHost(
        World world, QuantumSettings settings, IReadOnlyList<SessionSymbol> symbols, IMarketSource source,
        IJournal journal, IPaperVenueStore venueStore)
    {
        (World, Journal, Symbols) = (world, journal, symbols);
        Instrument[] instruments = [.. symbols.Select(symbol => symbol.Instrument)];
        var venue = new PaperVenue(instruments, settings.Venue, venueStore.Load());
        if (venue.Balances.Count == 0)
            venueStore.Save(venue.Deposit(settings.BaseCurrency, settings.Deposit, world.NowNanos).Change);
        var actors = new PaperVenueActors(world.CreateLane("venue"), venue, venueStore);
        Session = new TradingSession(
            world,
            new SessionSettings(
                settings.Account, settings.BaseCurrency, settings.Deposit, settings.AgentId,
                settings.EntryFractionPpm(symbols.Count), settings.Limits, settings.Trend,
                settings.Capabilities),
            symbols, journal, actors.Clients, Board);
        Ingest = new IngestFlow(source, Session.Watchers, actors.Market);
    }

    public World World { get; }

    public IJournal Journal { get; }

    public IReadOnlyList<SessionSymbol> Symbols { get; }

    public StatusBoard Board { get; } = new();

    public TradingSession Session { get; }

    public IngestFlow Ingest { get; }

    /// <summary>Says in the counters which symbols never closed a bar: no decision was ever due.</summary>
    public void CountSilentSymbols()
    {
        foreach (var symbol in Symbols.Where(symbol => Board.BarsOf(symbol.Instrument.Symbol).Count == 0))
            Board.CountNoTrade("no-closed-bar");
    }

    /// <summary>What the account's journal says happened, from its first event on.</summary>
    public SessionReport Report() => SessionReport.Of(
        Journal.Read($"account/{Session.Books.Name}").Select(stored => (AccountEventCodec.Instance.Decode(stored), stored.Data.TimeNanos)),
        Session.Books.Durable.Instruments);

    /// <summary>Ends the program's trust in this run when an actor threw.</summary>
    /// <exception cref="StreamLostException">Another process has taken the account over.</exception>
    public void ThrowIfFaulted()
    {
        if (World.Fault is { Exception: StreamLostException lost })
            throw lost;
        if (World.Fault is { } fault)
            throw new InvariantViolationException($"lane {fault.Lane}, turn {fault.TurnNumber}: {fault.Exception.Message}", fault.Exception);
    }
}
