using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace QuantumAI.Benchmarks.Harness;

/// <summary>A fixed loop of integer work and scattered memory reads; its time says how fast this machine is now.</summary>
/// <remarks>
/// Half of it is a dependent chain of multiplications and shifts, half are reads at places that the chain chooses in 256 KiB, which
/// a first-level cache does not hold and a core's own second-level cache does: larger memory is shared with neighbours and says nothing of
/// this core. Absolute targets are multiplied by reference time over the best measured time.
/// </remarks>
internal sealed class Calibration
{
    /// <summary>
    /// What the loop takes on the machine of the targets (2 cores x86-64 at 2.5 GHz). An assumption: the targets were not measured together
    /// with this loop. It is the loop's best time on another machine of that description, rounded.
    /// </summary>
    public const double ReferenceMillis = 13.5;

    private const int LoopsPerMeasure = 4;
    private const int Steps = 1 << 21;
    private const int Words = 1 << 15;
    private readonly ulong[] _memory = new ulong[Words];
    private readonly List<double> _millis = [];

    public Calibration()
    {
        for (var i = 0; i < Words; i++)
            _memory[i] = (ulong)i * 0x9E3779B97F4A7C15UL;
        Loop();
    }

    /// <summary>Speed of this machine over that of the targets, by the loop's fastest round: what others run meanwhile must not lower a gate.</summary>
    public double Factor => ReferenceMillis / BestMillis;

    public double BestMillis => _millis.Min();

    public double MedianMillis => Series.MedianOf(_millis);

    /// <summary>Runs the loop a few times more: one of them should find the core free.</summary>
    public void Measure()
    {
        for (var i = 0; i < LoopsPerMeasure; i++)
        {
            var started = Stopwatch.GetTimestamp();
            Loop();
            _millis.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }
    }

    /// <remarks>Compiled once for good: a loop that is replaced while it runs has two speeds.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Loop()
    {
        var state = 1UL;
        for (var i = 0; i < Steps; i++)
        {
            state ^= state << 13;
            state ^= state >> 7;
            state = (state ^ (state << 17)) * 0xBF58476D1CE4E5B9UL;
            state += _memory[(state >> 32) & (Words - 1)];
        }

        _memory[0] = state;
    }
}
