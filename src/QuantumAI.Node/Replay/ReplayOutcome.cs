namespace QuantumAI.Node.Replay;

/// <summary>The first command that a re-run did otherwise.</summary>
/// <param name="Run">The run.</param>
/// <param name="Command">The command's number in the run, from 1.</param>
/// <param name="Actor">Who: lane and actor.</param>
/// <param name="Input">What that actor was told, with what it followed from where that is known.</param>
/// <param name="Recorded">What the session did; null when nothing.</param>
/// <param name="Replayed">What the re-run did; null when nothing.</param>
/// <param name="State">Position, equity and signal at that moment of the re-run.</param>
/// <param name="Lane">Where a lane of the re-run left the recording, when one did.</param>
internal sealed record FirstDifference(string Run, long Command, string Actor, string Input, string? Recorded, string? Replayed, string State, string? Lane);

/// <summary>How the re-run of one run went.</summary>
/// <param name="Run">The run.</param>
/// <param name="Turns">Lane turns that were run again; of a virtual run the market events.</param>
/// <param name="Commands">Commands that were compared.</param>
/// <param name="Difference">The first that differs; null when none does.</param>
/// <param name="CutOff">Why the comparison ends before the run did; null when it does not.</param>
/// <param name="RecordedUntilNanos">World time up to which a recording that stops early has everything; null when it does not stop early.</param>
internal sealed record RunOutcome(string Run, long Turns, int Commands, FirstDifference? Difference, string? CutOff, long? RecordedUntilNanos = null)
{
    /// <summary>Neither the run nor its re-run has a command where both are known.</summary>
    public bool IsNothing => Commands == 0 && Difference is null;
}

/// <summary>How the re-run of a session went.</summary>
/// <param name="Session">The data directory or the run.</param>
/// <param name="Commands">Commands of all its runs.</param>
/// <param name="CommandHash">SHA-256 of what the re-run did.</param>
/// <param name="RecordedHash">SHA-256 of what the session did.</param>
/// <param name="Runs">Oldest first.</param>
internal sealed record ReplayOutcome(string Session, int Commands, string CommandHash, string RecordedHash, IReadOnlyList<RunOutcome> Runs)
{
    public FirstDifference? FirstDifference => Runs.Select(run => run.Difference).FirstOrDefault(difference => difference is not null);

    public bool IsEqual => FirstDifference is null && CommandHash == RecordedHash;
}
