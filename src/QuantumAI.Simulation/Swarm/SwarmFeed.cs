using QuantumAI.Domain.Market;
using QuantumAI.Runtime.Actors;

namespace QuantumAI.Simulation.Swarm;

/// <summary>How the market comes to a session, and the last quotes as it knows them.</summary>
internal abstract class SwarmFeed(int instruments)
{
    private readonly MarketEvent[] _quotes = new MarketEvent[instruments];

    /// <summary>Set when the session gives its work away: nothing of the market reaches it any more, and nothing is asked of it.</summary>
    public bool IsClosed { get; set; }

    /// <summary>The last quote of an instrument as the session knows it; of kind Unspecified before the first.</summary>
    public MarketEvent QuoteOf(int instrument) => _quotes[instrument];

    /// <summary>The run's market says something; a feed that comes from the venue does not listen.</summary>
    public virtual void Send(MarketEvent marketEvent)
    {
    }

    public virtual void Break(string reason)
    {
    }

    protected void Remember(in MarketEvent marketEvent)
    {
        if (marketEvent.Kind == MarketEventKind.Quote)
            _quotes[marketEvent.InstrumentId] = marketEvent;
    }
}

/// <summary>The market that a venue's adapter brings: this only remembers its quotes.</summary>
internal sealed class AdapterFeed(int instruments) : SwarmFeed(instruments)
{
    /// <summary>Hears each event before the watchers do.</summary>
    public Actor<MarketEvent> NewListener() => new Listener(this);

    private sealed class Listener(AdapterFeed feed) : Actor<MarketEvent>
    {
        protected override void Receive(in MarketEvent message) => feed.Remember(in message);
    }
}
