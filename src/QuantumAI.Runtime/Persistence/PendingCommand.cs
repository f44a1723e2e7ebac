namespace QuantumAI.Runtime.Persistence;

internal enum PendingKind
{
    /// <summary>Waits for its own append.</summary>
    Append = 1,

    /// <summary>Decided without events; waits for what its decision has seen.</summary>
    Quiet = 2,

    /// <summary>A repeat; waits for what lies before it, which may be the command itself.</summary>
    Repeat = 3,
}

/// <summary>A decided command whose answer waits until everything that its decision has seen is durable.</summary>
internal readonly record struct PendingCommand<TCommand, TEvent, TState>(
    PendingKind Kind, TCommand Command, EventBatch<TEvent> Events, AppendRequest? Request, TState StateAfter, CommandPlace Place, Refusal? Refusal, Action? Effects);
