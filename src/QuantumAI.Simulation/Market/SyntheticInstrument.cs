using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Runtime.Worlds;

namespace QuantumAI.Simulation.Market;

/// <summary>The price process of one made-up instrument.</summary>
/// <remarks>
/// A regime (up, down, range) lasts 4 to 20 hours and gives the drift; after a trend comes the other direction or a range, and far from the
/// first price the way back is likelier. In a range the price is pulled to the regime's first price.
/// Variance follows a mean-reverting recursion in which large moves raise it; rare jumps come on top; the spread widens with volatility.
/// </remarks>
internal sealed class SyntheticInstrument(ulong seed, int instrumentId, Instrument instrument, Price firstPrice)
{
    private const double StepsPerHour = 360;
    private const double MeanVolatility = 0.0046; // of the return of an hour
    private const double TrendPerHour = 0.0034;
    private const double PullPerHour = 0.06;
    private const double JumpsPerHour = 0.004;
    private const double ArchWeight = 0.004;
    private const double VarianceMemory = 0.9955;
    private static readonly double StepVariance = MeanVolatility * MeanVolatility / StepsPerHour;
    private readonly ulong _seed = WorldRandom.Mix(seed, 0x53594E5448, (ulong)instrumentId);
    private double _price = firstPrice.ToDouble();
    private double _variance = StepVariance;
    private double _anchor = firstPrice.ToDouble();
    private int _direction;
    private long _regimeStepsLeft;
    private ulong _draws;
    private long _tradeId;

    /// <summary>Moves one step and writes its quote and its trade.</summary>
    public void Step(long timeNanos, Queue<MarketEvent> output)
    {
        if (_regimeStepsLeft-- <= 0)
            BeginRegime();
        Move();

        var tick = instrument.PriceTickUnits;
        var mid = Math.Max(2, (long)(_price * FixedPoint.PowerOfTen(instrument.PriceScale) / tick)) * tick; // room for a bid above zero
        var halfSpread = Math.Max(tick, (long)(mid * (0.00002 + (0.15 * Math.Sqrt(_variance))) / tick) * tick);
        var (bid, ask) = (mid - halfSpread, mid + halfSpread);
        var buyerIsMaker = Uniform() < 0.5;
        output.Enqueue(MarketEvent.Quote(instrumentId, timeNanos, timeNanos, bid, ask, Size(), Size()));
        output.Enqueue(MarketEvent.Trade(
            instrumentId, timeNanos + UnixNanos.PerMillisecond, timeNanos + UnixNanos.PerMillisecond,
            buyerIsMaker ? bid : ask, Size(), ++_tradeId, buyerIsMaker));
    }

    private void BeginRegime()
    {
        _regimeStepsLeft = (long)((4 + (16 * Uniform())) * StepsPerHour);
        var draw = Uniform();
        var up = Math.Clamp(0.5 - (0.5 * ((_price / firstPrice.ToDouble()) - 1)), 0.1, 0.9);
        _direction = _direction != 0 && draw < 0.8 ? -_direction : _direction != 0 ? 0 : draw < up ? 1 : -1;
        _anchor = _price;
    }

    private void Move()
    {
        var shock = Math.Sqrt(_variance) * Gaussian();
        var drift = _direction != 0
            ? _direction * TrendPerHour / StepsPerHour
            : PullPerHour / StepsPerHour * ((_anchor / _price) - 1);
        var jump = Uniform() < JumpsPerHour / StepsPerHour ? 0.015 * Gaussian() : 0;
        _price *= Math.Max(0.5, 1 + drift + shock + jump);
        _price = Math.Clamp(_price, firstPrice.ToDouble() / 1_000, firstPrice.ToDouble() * 1_000);

        var surprise = (shock + jump) * (shock + jump);
        _variance = (VarianceMemory * _variance) + (ArchWeight * surprise) + ((1 - VarianceMemory - ArchWeight) * StepVariance);
        _variance = Math.Min(_variance, 100 * StepVariance);
    }

    private long Size() => (1 + (long)(Uniform() * 2_000)) * instrument.LotStepUnits;

    private double Uniform() => WorldRandom.ToUnit(WorldRandom.Mix(_seed, ++_draws));

    /// <summary>Twelve uniforms less six: near enough to a normal value, and exact on every machine.</summary>
    private double Gaussian()
    {
        var sum = -6.0;
        for (var i = 0; i < 12; i++)
            sum += Uniform();
        return sum;
    }
}
