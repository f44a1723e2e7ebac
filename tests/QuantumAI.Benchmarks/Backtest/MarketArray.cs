using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Simulation.Market;

namespace QuantumAI.Benchmarks.Backtest;

/// <summary>Decoded market events in memory: made once, read by every run.</summary>
internal sealed class MarketArray
{
    /// <summary>2025-01-01T00:00:00Z.</summary>
    public const long StartNanos = 1_735_689_600L * UnixNanos.PerSecond;

    private const ulong Seed = 7;

    public MarketArray(IReadOnlyList<Instrument> instruments, MarketEvent[] events) => (Instruments, Events) = (instruments, events);

    public IReadOnlyList<Instrument> Instruments { get; }

    public MarketEvent[] Events { get; }

    /// <summary>A synthetic market of made-up instruments, all in the same quote asset.</summary>
    public static MarketArray Make(int symbols, int events)
    {
        Instrument[] instruments = [.. Enumerable.Range(0, symbols).Select(id => new Instrument(
            $"B{id:000}USDT", $"B{id:000}", "USDT", PriceScale: 2, PriceTickUnits: 1, QuantityScale: 8, LotStepUnits: 1_000,
            MinQuantityUnits: 1_000, MinNotional: Money.Whole(5)))];
        using var market = new SyntheticMarket(Seed, StartNanos, [.. instruments.Select(instrument => (instrument, instrument.Price(6_000_000)))]);
        var made = new MarketEvent[events];
        for (var i = 0; i < events; i++)
            market.TryRead(out made[i]);
        return new MarketArray(instruments, made);
    }

    public IMarketSource Open() => new Source(Events);

    private sealed class Source(MarketEvent[] events) : IMarketSource
    {
        private int _next;

        public bool TryRead(out MarketEvent marketEvent)
        {
            if (_next == events.Length)
            {
                marketEvent = default;
                return false;
            }

            marketEvent = events[_next++];
            return true;
        }

        public void Dispose()
        {
        }
    }
}
