using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;

namespace QuantumAI.Simulation.Market;

/// <summary>A made-up market that never ends: regimes, volatility clustering, jumps, a moving spread. The same seed gives the same market on every machine.</summary>
/// <remarks>
/// Per instrument and step of <see cref="StepNanos"/> one quote and one trade. Only + − × ÷ and square root are used, whose
/// results are the same everywhere. Nothing here claims to be a model of a real market.
/// </remarks>
public sealed class SyntheticMarket : IMarketSource
{
    /// <summary>Time between two quotes of an instrument.</summary>
    public const long StepNanos = 10 * UnixNanos.PerSecond;

    private readonly SyntheticInstrument[] _instruments;
    private readonly Queue<MarketEvent> _ready = new();
    private long _stepStartNanos;

    /// <param name="seed">Any number.</param>
    /// <param name="startNanos">Time of the first event.</param>
    /// <param name="instruments">What is traded, with the first price of each; the index is the instrument id.</param>
    public SyntheticMarket(ulong seed, long startNanos, IReadOnlyList<(Instrument Instrument, Price FirstPrice)> instruments)
    {
        _stepStartNanos = startNanos;
        _instruments = [.. instruments.Select((entry, id) => new SyntheticInstrument(seed, id, entry.Instrument, entry.FirstPrice))];
    }

    public bool TryRead(out MarketEvent marketEvent)
    {
        if (_ready.Count == 0)
            Step();
        marketEvent = _ready.Dequeue();
        return true;
    }

    public void Dispose()
    {
    }

    private void Step()
    {
        var offsetNanos = StepNanos / (_instruments.Length + 1);
        for (var i = 0; i < _instruments.Length; i++)
            _instruments[i].Step(_stepStartNanos + (i * offsetNanos), _ready);
        _stepStartNanos += StepNanos;
    }
}
