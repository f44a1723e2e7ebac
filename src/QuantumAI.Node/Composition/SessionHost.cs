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
    private readonly Func<int> _unsavedAtVenue;

    public SessionHost(
        World world, QuantumSettings settings, IReadOnlyList<SessionSymbol> symbols, IMarketSource source,
        IJournal journal, IPaperVenueStore venueStore)
    {
        (World, Journal, Symbols) = (world, journal, symbols);
        Instrument[] instruments = [.. symbols.Select(symbol => symbol.Instrument)];
        var venue = new PaperVenue(instruments, settings.Venue, venueStore.Load());
        if (venue.Balances.Count == 0)
            venueStore.Save(venue.Deposit(settings.BaseCurrency, settings.Deposit, world.NowNanos).Change);
        var retry = world is LiveWorld ? new VenueRetry(ShowVenue) : null; // a virtual world's time would run on in no time
        var actors = new PaperVenueActors(world.CreateLane("venue"), venue, venueStore, retry);
        _unsavedAtVenue = () => actors.Unsaved;
        Session = new TradingSession(
            world,
            new SessionSettings(
                settings.Account, settings.BaseCurrency, settings.Deposit, settings.AgentId,
                settings.EntryFractionPpm(symbols.Count), settings.Limits, settings.Trend, settings.Capabilities)
            { Stress = settings.Stress },
            symbols, journal, actors.Clients, Board);
        Ingest = new IngestFlow(source, Session.Watchers, actors.Market);
    }

    public World World { get; }

    public IJournal Journal { get; }

    public IReadOnlyList<SessionSymbol> Symbols { get; }

    public StatusBoard Board { get; } = new();

    public TradingSession Session { get; }

    public IngestFlow Ingest { get; }

    /// <summary>Steps of the venue that are not in its books. Thread safe, a glimpse.</summary>
    public int UnsavedAtVenue => _unsavedAtVenue();

    /// <summary>Says in the counters which symbols never closed a bar: no decision was ever due.</summary>
    public void CountSilentSymbols()
    {
        foreach (var symbol in Symbols.Where(symbol => Board.BarsOf(symbol.Instrument.Symbol).Count == 0))
            Board.CountNoTrade("no-closed-bar");
    }

    /// <summary>What the account's journal says happened, from its first event on.</summary>
    public SessionReport Report() => SessionReport.Of(
        Journal.Read(Session.Books.Stream).Select(stored => (AccountEventCodec.Instance.Decode(stored), stored.Data.TimeNanos)),
        Session.Books.Durable.Instruments);

    private void ShowVenue(JournalOutage? outage)
    {
        if ((Board.VenueOutage is null) != (outage is null))
            Board.Log(World.NowNanos, outage is null ? "the venue's books are written again" : $"the venue's books cannot be written, nothing fills until they can: {outage.Reason}");
        Board.ShowVenue(outage);
    }

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
