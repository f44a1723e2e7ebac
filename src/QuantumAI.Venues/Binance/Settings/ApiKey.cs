using QuantumAI.Venues.Signing;

namespace QuantumAI.Venues.Binance.Settings;

/// <summary>A key of the venue: its id, which names it, and what signs. Neither is ever printed.</summary>
public sealed class ApiKey(Secret id, ISigner signer) : IDisposable
{
    public Secret Id { get; } = id;

    public ISigner Signer { get; } = signer;

    public void Dispose() => Signer.Dispose();
}
