namespace QuantumAI.Runtime.Supervision;

/// <summary>What to do with an actor that threw.</summary>
public enum Directive : byte
{
    Unspecified = 0,

    /// <summary>Drop the message, keep the state, go on.</summary>
    Resume = 1,

    /// <summary>A fresh instance, same mailbox and address; its children are stopped, its timers cancelled.</summary>
    Restart = 2,

    Stop = 3,

    /// <summary>The parent fails with the same exception; a top-level actor's lane stops and the world reports the fault.</summary>
    Escalate = 4,
}

/// <summary>How failures of an actor are answered. Immutable.</summary>
/// <param name="Decide">From the exception to a directive.</param>
/// <param name="MostRestarts">Restarts within <paramref name="WindowNanos"/>; one more stops the actor. Negative = no limit.</param>
/// <param name="WindowNanos">Length of the window, world time.</param>
/// <param name="Backoff">Pause before a restart; messages wait meanwhile.</param>
public sealed record SupervisorStrategy(Func<Exception, Directive> Decide, int MostRestarts = -1, long WindowNanos = long.MaxValue, Backoff? Backoff = null)
{
    /// <summary>The default: a failure is the parent's; at the top it stops the lane.</summary>
    public static SupervisorStrategy Escalate { get; } = new(static _ => Directive.Escalate);

    public static SupervisorStrategy Resume { get; } = new(static _ => Directive.Resume);

    public static SupervisorStrategy Stop { get; } = new(static _ => Directive.Stop);

    public static SupervisorStrategy Restart(int mostRestarts = -1, long windowNanos = long.MaxValue, Backoff? backoff = null) =>
        new(static _ => Directive.Restart, mostRestarts, windowNanos, backoff);
}

/// <summary>An exponential pause: first, doubling up to most, each ± a random part.</summary>
/// <param name="FirstNanos">Pause before the first restart of a row.</param>
/// <param name="MostNanos">Longest pause.</param>
/// <param name="Jitter">Random part of the pause, 0 to 1: 0.2 = ±20 %.</param>
public sealed record Backoff(long FirstNanos, long MostNanos, double Jitter = 0.2)
{
    /// <summary>Pause before restart number <paramref name="attempt"/> (0 = first); <paramref name="unit"/> is uniform in [0, 1).</summary>
    public long PauseNanos(int attempt, double unit)
    {
        var pause = (double)FirstNanos;
        for (var i = 0; i < attempt && pause < MostNanos; i++)
            pause *= 2;
        return (long)(Math.Min(pause, MostNanos) * (1 + (Jitter * ((2 * unit) - 1))));
    }
}
