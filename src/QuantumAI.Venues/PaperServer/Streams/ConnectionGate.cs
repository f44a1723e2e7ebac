using QuantumAI.Domain.Market;

namespace QuantumAI.Venues.PaperServer.Streams;

/// <summary>Lets an address connect so often within five minutes. Thread safe.</summary>
internal sealed class ConnectionGate(int most)
{
    private const int AddressesMax = 10_000;
    private const long FiveMinutes = 5 * UnixNanos.PerMinute;
    private readonly Dictionary<string, MessageRate> _rates = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    /// <summary>Counts an attempt; false when it is one too many.</summary>
    public bool TryEnter(string address, long nowNanos)
    {
        lock (_gate)
        {
            if (_rates.TryGetValue(address, out var rate))
                return rate.TryAdd(nowNanos);
            if (_rates.Count >= AddressesMax)
                Forget(nowNanos);
            if (_rates.Count >= AddressesMax)
                return false;
            _rates[address] = rate = new MessageRate(most, FiveMinutes);
            return rate.TryAdd(nowNanos);
        }
    }

    private void Forget(long nowNanos)
    {
        foreach (var address in _rates.Where(pair => pair.Value.IsIdle(nowNanos)).Select(pair => pair.Key).ToArray())
            _rates.Remove(address);
    }
}
