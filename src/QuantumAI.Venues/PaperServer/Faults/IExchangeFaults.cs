using QuantumAI.Venues.PaperServer.Exchange;

namespace QuantumAI.Venues.PaperServer.Faults;

/// <summary>What goes wrong at an exchange, whoever wants it to. Asked by its front end and its streams.</summary>
public interface IExchangeFaults
{
    /// <summary>How much the exchange's clock is ahead of the world's, as clients see it in answers and time windows.</summary>
    long ClockOffsetNanos { get; }

    /// <summary>Market streams are silent although the connections live.</summary>
    bool IsMarketFrozen { get; }

    /// <summary>What a call meets that was let in; what comes for a number of calls is used up by that.</summary>
    CallFault Next(ExchangeRequest request);

    /// <summary>Whether the next change of a symbol's book is lost on the way to every listener.</summary>
    bool TakeDepthGap(string symbol);
}
