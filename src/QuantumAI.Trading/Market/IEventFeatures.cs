using QuantumAI.Domain.Market;

namespace QuantumAI.Trading.Market;

/// <summary>Numbers that are kept up to date with every event of a symbol, for the agents on its lane.</summary>
/// <remarks>Called by the watcher after it has taken the event in. On the tick path: an update does not allocate. Belongs to the symbol's lane.</remarks>
public interface IEventFeatures
{
    /// <summary>Takes the next event.</summary>
    /// <param name="marketEvent">The event.</param>
    /// <param name="book">The watcher's book after it; to be read only, now only.</param>
    void Update(in MarketEvent marketEvent, OrderBook book);
}
