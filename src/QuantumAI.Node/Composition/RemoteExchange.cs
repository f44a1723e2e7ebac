using QuantumAI.Venues.Contract;

namespace QuantumAI.Node.Composition;

/// <summary>An exchange outside this process that a session takes its market from and, unless it is used for market data only, sends its orders to.</summary>
/// <param name="Adapter">How it is talked to.</param>
/// <param name="Name">With its environment, for the journal and for people: <c>binance live</c>.</param>
/// <param name="Use">How much of it is used.</param>
/// <param name="Owned">What is closed with it: keys, connections.</param>
internal sealed record RemoteExchange(IVenueAdapter Adapter, string Name, VenueUse Use, params IReadOnlyList<IDisposable> Owned) : IDisposable
{
    /// <summary>Real money.</summary>
    public bool IsLive => Use == VenueUse.Live;

    public bool TakesOrders => Use != VenueUse.MarketData;

    public void Dispose()
    {
        foreach (var owned in Owned)
            owned.Dispose();
    }
}
