using QuantumAI.Domain.Market;

namespace QuantumAI.Venues.PaperServer.Market;

/// <summary>The market that the exchange shows beside its clients. One reader at a time.</summary>
public interface IExchangeMarket : IDisposable
{
    /// <summary>Trades of before the exchange opened, the oldest first.</summary>
    IEnumerable<MarketEvent> History { get; }

    /// <summary>The next event; its receive time says when it is due by the exchange's clock.</summary>
    /// <returns>False when the market is over.</returns>
    bool TryRead(out MarketEvent marketEvent);
}
