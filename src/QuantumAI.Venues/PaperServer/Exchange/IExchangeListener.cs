namespace QuantumAI.Venues.PaperServer.Exchange;

/// <summary>Hears what happens at the exchange, on its lane: must be quick, must not throw, must not change anything.</summary>
public interface IExchangeListener
{
    /// <summary>What happened, stored already, in order. Also called at every tick with what the tick told, which may be nothing.</summary>
    /// <param name="state">To read from, during this call only.</param>
    /// <param name="events">Valid during this call only; the events themselves may be kept.</param>
    /// <param name="nowNanos">World time.</param>
    void Hear(ExchangeState state, IReadOnlyList<ExchangeEvent> events, long nowNanos);
}
