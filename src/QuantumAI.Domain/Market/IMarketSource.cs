namespace QuantumAI.Domain.Market;

/// <summary>Market events in order of their receive time: a file, a merge of files, a synthetic market.</summary>
/// <remarks>Pull based and single threaded: whoever drives the world asks for the next event when there is room for it.</remarks>
public interface IMarketSource : IDisposable
{
    /// <summary>Reads the next event.</summary>
    /// <returns>False at the end; it stays false.</returns>
    bool TryRead(out MarketEvent marketEvent);
}
