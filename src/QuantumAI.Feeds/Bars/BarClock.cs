using QuantumAI.Domain.Market;
using QuantumAI.Feeds.Files;

namespace QuantumAI.Feeds.Bars;

/// <summary>The start times of a file's bars: ascending, and a whole number of intervals apart.</summary>
/// <remarks>
/// Where nothing states the interval it is the most frequent step (the smaller one of two equally frequent).
/// Every other step must be a multiple of it: a longer one is a gap, which is allowed and counted.
/// </remarks>
internal sealed class BarClock(ProblemLog problems, long statedIntervalNanos = 0)
{
    private const int StepsMax = 4096;

    private readonly Dictionary<long, (long Count, int FirstLine)> _steps = [];
    private long _lastStep;
    private long _lastStepCount;
    private int _lastStepLine;
    private long _lastNanos = long.MinValue;

    /// <summary>The length of a bar; known from the start when the format states it, else after <see cref="Finish"/>.</summary>
    public long IntervalNanos { get; private set; } = statedIntervalNanos;

    /// <summary>Steps that are longer than the interval.</summary>
    public long GapCount { get; private set; }

    /// <summary>Bars that would fill the gaps.</summary>
    public long MissingBars { get; private set; }

    /// <summary>Takes the interval that the rows state; it must be the same in all of them.</summary>
    public bool State(long intervalNanos)
    {
        if (IntervalNanos == 0)
            IntervalNanos = intervalNanos;
        if (IntervalNanos == intervalNanos)
            return true;
        problems.Add(
            $"close_time must end an interval of {UnixNanos.ToTimeSpan(IntervalNanos):c} like in the rows before",
            $"an interval of {UnixNanos.ToTimeSpan(intervalNanos):c}");
        return false;
    }

    /// <summary>Takes the start of the next bar.</summary>
    public bool Accept(long startNanos)
    {
        if (startNanos <= _lastNanos)
        {
            var after = UnixNanos.FormatIso(_lastNanos);
            problems.Add(
                startNanos == _lastNanos ? "a time must not occur twice" : "rows must be sorted by time, oldest first",
                startNanos == _lastNanos ? $"{after} again" : $"{UnixNanos.FormatIso(startNanos)} after {after}");
            return false;
        }

        if (_lastNanos != long.MinValue)
            Count(startNanos - _lastNanos);
        _lastNanos = startNanos;
        return true;
    }

    /// <summary>Settles the interval and checks all steps against it.</summary>
    public void Finish()
    {
        Flush();
        if (IntervalNanos == 0 && _steps.Count == 0 && problems.Count == 0)
            problems.AddAt(0, "at least two bars are needed to see their interval", "fewer");
        if (IntervalNanos == 0)
            IntervalNanos = MostFrequentStep();
        foreach (var (step, (count, line)) in _steps)
        {
            if (step % IntervalNanos != 0)
            {
                problems.AddAt(
                    line,
                    $"the step between bars must be a multiple of the interval {UnixNanos.ToTimeSpan(IntervalNanos):c}",
                    $"{UnixNanos.ToTimeSpan(step):c}");
            }
            else if (step > IntervalNanos)
            {
                GapCount += count;
                MissingBars += count * ((step / IntervalNanos) - 1);
            }
        }
    }

    // Almost every step equals the one before: the table is touched only when it changes.
    private void Count(long step)
    {
        if (step == _lastStep)
        {
            _lastStepCount++;
            return;
        }

        Flush();
        (_lastStep, _lastStepCount, _lastStepLine) = (step, 1, problems.Line);
    }

    private void Flush()
    {
        if (_lastStepCount == 0)
            return;
        var (count, line) = _steps.GetValueOrDefault(_lastStep, (0, _lastStepLine));
        if (_steps.Count >= StepsMax && count == 0)
            throw problems.Fatal("bars must have one interval", $"more than {StepsMax} different steps");
        _steps[_lastStep] = (count + _lastStepCount, line);
        _lastStepCount = 0;
    }

    private long MostFrequentStep()
    {
        var (best, bestCount) = (0L, 0L);
        foreach (var (step, (count, _)) in _steps)
        {
            if (count > bestCount || (count == bestCount && step < best))
                (best, bestCount) = (step, count);
        }

        return best;
    }
}
