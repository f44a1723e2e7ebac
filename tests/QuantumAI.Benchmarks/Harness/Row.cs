namespace QuantumAI.Benchmarks.Harness;

/// <summary>Whether more or less of a figure is wanted.</summary>
internal enum Better
{
    Unspecified = 0,
    Higher = 1,
    Lower = 2,
}

/// <summary>What a target is compared with.</summary>
internal enum TargetKind
{
    Unspecified = 0,

    /// <summary>The figure over its baseline's in the same run.</summary>
    Ratio = 1,

    /// <summary>The figure itself, on a machine like that of the targets; a rate is scaled by the calibration loop.</summary>
    Value = 2,
}

/// <summary>What a row should reach.</summary>
/// <param name="Kind">What is compared.</param>
/// <param name="Gate">What an issue needs; written to the results as <c>target</c>.</param>
/// <param name="Goal">What is wanted in the end; printed.</param>
/// <param name="Scales">False for figures that do not depend on the speed of the machine, such as bytes.</param>
internal sealed record Target(TargetKind Kind, double Gate, double Goal, bool Scales = true)
{
    public static Target Ratio(double gate, double goal) => new(TargetKind.Ratio, gate, goal, Scales: false);

    public static Target Rate(double gate, double goal) => new(TargetKind.Value, gate, goal);

    /// <summary>Bytes, a share or a time that is bounded by a disk: the machine's speed does not move it.</summary>
    public static Target Fixed(double gate, double goal) => new(TargetKind.Value, gate, goal, Scales: false);

    /// <summary>The same target on a machine <paramref name="factor"/> times as fast as that of the targets.</summary>
    public Target On(double factor) => Scales ? this with { Gate = Gate * factor, Goal = Goal * factor } : this;
}

/// <summary>Something that can be run again and again and gives one figure each time.</summary>
internal sealed record Workload(string Name, Func<Sample> Run);

/// <summary>A figure with its baseline: both run in the same process, interleaved.</summary>
/// <param name="Name"><c>suite.row</c>, as the targets name it.</param>
/// <param name="Note">What a reader must know to understand the figure; printed below the table.</param>
internal sealed record Row(string Name, string Unit, Better Better, Workload Candidate, Workload Baseline, Target Target, string Note);

/// <summary>A named set of rows. Rows are made when the suite runs: their inputs may be large.</summary>
internal sealed record Suite(string Name, Func<RunSize, IReadOnlyList<Row>> Rows);

/// <summary>How much work a round does.</summary>
/// <param name="Quick">A tenth of it: shows that everything runs; its figures are no result.</param>
internal readonly record struct RunSize(bool Quick)
{
    public int Of(int operations) => Quick ? Math.Max(1, operations / 10) : operations;
}
