namespace QuantumAI.Benchmarks.Harness;

/// <summary>A row after its rounds.</summary>
/// <param name="Unmeasured">Why there are no figures; null when there are.</param>
internal sealed record RowResult(Row Row, Series Candidate, Series Baseline, Target Target, string? Unmeasured = null)
{
    public double Ratio => Candidate.Median / Baseline.Median;

    public bool Met
    {
        get
        {
            if (Unmeasured is not null)
                return false;
            var figure = Target.Kind == TargetKind.Ratio ? Ratio : Candidate.Median;
            return Row.Better == Better.Higher ? figure >= Target.Gate : figure <= Target.Gate;
        }
    }
}

/// <summary>Runs the rows of a suite: a warm-up, then rounds in which candidate and baseline take turns.</summary>
internal static class SuiteRunner
{
    private const int WarmUps = 2;

    /// <param name="suite">What to run.</param>
    /// <param name="isWanted">Which of its rows; the others are not run and not in the results.</param>
    /// <param name="size">How much each round does.</param>
    /// <param name="rounds">At least 1.</param>
    /// <param name="calibration">Measured once per round of each row.</param>
    /// <param name="progress">Told what is running.</param>
    public static IReadOnlyList<RowResult> Run(
        Suite suite, Func<Row, bool> isWanted, RunSize size, int rounds, Calibration calibration, Action<string> progress)
    {
        progress($"{suite.Name}: preparing");
        var measured = suite.Rows(size).Where(isWanted).Select(row => (row, RunRow(row, size, rounds, calibration, progress))).ToArray();
        return [.. measured.Select(entry => new RowResult(
            entry.row, entry.Item2.Candidate, entry.Item2.Baseline, entry.row.Target.On(calibration.Factor), entry.Item2.Unmeasured))];
    }

    private static (Series Candidate, Series Baseline, string? Unmeasured) RunRow(
        Row row, RunSize size, int rounds, Calibration calibration, Action<string> progress)
    {
        try
        {
            var (candidate, baseline) = Measure(row, size, rounds, calibration, progress);
            return (candidate, baseline, null);
        }
        catch (UnmeasuredException busy)
        {
            progress($"{row.Name}: could not be measured: {busy.Message}");
            return (new Series(), new Series(), busy.Message);
        }
    }

    private static (Series Candidate, Series Baseline) Measure(
        Row row, RunSize size, int rounds, Calibration calibration, Action<string> progress)
    {
        progress($"{row.Name}: warm-up");
        for (var i = 0; i < (size.Quick ? 1 : WarmUps); i++)
        {
            row.Candidate.Run();
            row.Baseline.Run();
        }

        var (candidate, baseline) = (new Series(), new Series());
        for (var round = 1; round <= rounds; round++)
        {
            progress($"{row.Name}: round {round} of {rounds}");
            calibration.Measure();

            // Who goes first changes, so that neither always inherits the other's caches and clock speed.
            if (round % 2 == 1)
                candidate.Add(Quietly(row.Candidate));
            baseline.Add(Quietly(row.Baseline));
            if (round % 2 == 0)
                candidate.Add(Quietly(row.Candidate));
        }

        return (candidate, baseline);
    }

    private static Sample Quietly(Workload workload)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return workload.Run();
    }
}
