using QuantumAI.Domain.Market;

namespace QuantumAI.Node.Composition;

/// <summary>A source that says every so often how many events were read.</summary>
internal sealed class CountingSource(IMarketSource source, int eventsPerReport, Action<long> report) : IMarketSource
{
    private long _read;

    public bool TryRead(out MarketEvent marketEvent)
    {
        if (!source.TryRead(out marketEvent))
            return false;
        if (++_read % eventsPerReport == 0)
            report(_read);
        return true;
    }

    public void Dispose() => source.Dispose();
}
