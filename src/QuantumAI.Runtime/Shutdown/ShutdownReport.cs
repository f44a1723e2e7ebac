namespace QuantumAI.Runtime.Shutdown;

/// <summary>What became of one task of a shutdown.</summary>
public enum ShutdownTaskOutcome : byte
{
    Unspecified = 0,

    Done = 1,

    Failed = 2,

    /// <summary>Not done when its phase's time was over; an actor was then stopped by force, an action cancelled.</summary>
    MissedDeadline = 3,

    /// <summary>The shutdown was aborted before its phase.</summary>
    NotRun = 4,
}

/// <summary>One task.</summary>
/// <param name="Detail">What the failure said, or what was waited for; empty when done.</param>
public sealed record ShutdownTaskReport(string Name, ShutdownTaskOutcome Outcome, string Detail);

/// <summary>One phase; its tasks in the order in which they were added.</summary>
/// <param name="ElapsedNanos">World time from its begin to its end.</param>
public sealed record ShutdownPhaseReport(string Name, long ElapsedNanos, IReadOnlyList<ShutdownTaskReport> Tasks)
{
    public bool IsClean => Tasks.All(task => task.Outcome == ShutdownTaskOutcome.Done);
}

/// <summary>What a shutdown did.</summary>
/// <param name="Reason">Of the first who asked for it.</param>
/// <param name="BeganNanos">World time.</param>
/// <param name="EndedNanos">World time.</param>
/// <param name="IsAborted">A phase that must be clean was not: those after it were not run.</param>
/// <param name="Phases">In the order of their dependencies.</param>
public sealed record ShutdownReport(
    string Reason, long BeganNanos, long EndedNanos, bool IsAborted, IReadOnlyList<ShutdownPhaseReport> Phases)
{
    public bool IsClean => Phases.All(phase => phase.IsClean);

    /// <summary>The tasks that were not done, as <c>phase/task: outcome, detail</c>; empty when clean.</summary>
    public IEnumerable<string> Complaints =>
        from phase in Phases
        from task in phase.Tasks
        where task.Outcome != ShutdownTaskOutcome.Done
        select $"{phase.Name}/{task.Name}: {task.Outcome}{(task.Detail.Length > 0 ? ", " : "")}{task.Detail}";
}

/// <summary>A step of a shutdown, told while it runs.</summary>
public abstract record ShutdownProgress;

public sealed record ShutdownBegan(string Reason) : ShutdownProgress;

/// <param name="DeadlineNanos">World time at which what is not done has missed its deadline.</param>
public sealed record PhaseBegan(string Phase, long DeadlineNanos) : ShutdownProgress;

public sealed record PhaseEnded(ShutdownPhaseReport Phase) : ShutdownProgress;

public sealed record ShutdownEnded(ShutdownReport Report) : ShutdownProgress;
