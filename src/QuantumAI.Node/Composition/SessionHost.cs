using QuantumAI.Domain;
using QuantumAI.Domain.Instruments;
using QuantumAI.Node.Configuration;
using QuantumAI.Runtime.Persistence;
using QuantumAI.Runtime.Worlds;
using QuantumAI.Trading;
using QuantumAI.Trading.Control;
using QuantumAI.Trading.Portfolio;

namespace QuantumAI.Node.Composition;

/// <summary>A trading session: the actors, in whichever world and at whichever venue they are given.</summary>
internal sealed class SessionHost
{
    /// <param name="world">Its world.</param>
    /// <param name="settings">In the currency that the symbols are quoted in.</param>
    /// <param name="symbols">What is traded.</param>
    /// <param name="deliver">Begins to bring the market.</param>
    /// <param name="journal">Owned by the caller.</param>
    /// <param name="venue">Owned by the caller.</param>
    /// <param name="board">What people see.</param>
    /// <param name="fromNanos">World time up to which the symbols' history goes; null = now, as in a world that stands still until it runs.</param>
    public SessionHost(
        World world, QuantumSettings settings, IReadOnlyList<SessionSymbol> symbols, DeliverTo deliver, IJournal journal, ISessionVenue venue, StatusBoard board,
        long? fromNanos = null)
    {
        (World, Journal, Symbols, Venue, Board) = (world, journal, symbols, venue, board);
        Deposit = venue.Holdings.GetValueOrDefault(settings.BaseCurrency);
        Session = new TradingSession(
            world,
            new SessionSettings(
                settings.Account, settings.BaseCurrency, Deposit, settings.AgentId,
                settings.EntryFractionPpm(symbols.Count), settings.Limits, settings.Trend, venue.Capabilities)
            { Stress = settings.Stress, Reconciliation = settings.Reconciliation, Holdings = venue.Holdings, FromNanos = fromNanos },
            symbols, journal, venue.Requests, board);
        Ingest = deliver(Session.Watchers, venue.Market);
    }

    public World World { get; }

    public IJournal Journal { get; }

    public IReadOnlyList<SessionSymbol> Symbols { get; }

    public ISessionVenue Venue { get; }

    /// <summary>First money of an account that is opened now.</summary>
    public Money Deposit { get; }

    public StatusBoard Board { get; }

    public TradingSession Session { get; }

    public IMarketDelivery Ingest { get; }

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
