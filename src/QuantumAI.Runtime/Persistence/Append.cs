namespace QuantumAI.Runtime.Persistence;

/// <summary>All events of one command: appended together or not at all.</summary>
/// <param name="Stream">Whose history it is, for example <c>account/paper</c>.</param>
/// <param name="ExpectedSequence">The sequence of the stream's last event as the writer knows it.</param>
/// <param name="Events">One or more; neither the list nor a payload changes once it was handed over.</param>
/// <param name="Epoch">The writer's ownership: a lower one than the stream has seen is refused, a higher one takes the stream over.</param>
/// <param name="CommandId">De-duplicates within the stream; <see cref="CommandId.None"/> for a writer that never repeats.</param>
public sealed record AppendRequest(
    string Stream, long ExpectedSequence, IReadOnlyList<EventData> Events, long Epoch = 0, CommandId CommandId = default);

public enum AppendOutcome
{
    Unspecified = 0,

    /// <summary>Durable.</summary>
    Appended = 1,

    /// <summary>Another writer has written: reload, never overwrite.</summary>
    Conflict = 2,

    /// <summary>
    /// The store failed; whether it holds the events is learnt by reading. The write may still arrive after that, but only where it
    /// was valid when it was answered: a store that was behind other writes of the stream makes sure that it never does.
    /// </summary>
    Unknown = 3,

    /// <summary>Another writer owns the stream with a higher epoch: stop, never retry.</summary>
    Fenced = 4,

    /// <summary>The command's events are there from an earlier append; nothing was written now.</summary>
    Duplicate = 5,
}

/// <summary>What became of an append.</summary>
/// <param name="Outcome">The result.</param>
/// <param name="LastSequence">Sequence of the stream's last event afterwards; of the command's last event when it is a duplicate.</param>
/// <param name="Reason">Words for people; null when appended or a duplicate.</param>
/// <param name="IsHeld">Only when fenced: the stream holds the events all the same, from an attempt whose answer was lost.</param>
public sealed record AppendResult(AppendOutcome Outcome, long LastSequence, string? Reason = null, bool IsHeld = false)
{
    /// <summary>
    /// The refusal that a store owes a request, or null when it must append. Every store asks here, so that all answer alike:
    /// a stale epoch first (its writer must stop), then a repeated command, then a wrong end of the stream.
    /// </summary>
    /// <param name="request">What is asked.</param>
    /// <param name="lastSequence">The stream's end.</param>
    /// <param name="epoch">The highest epoch the stream has seen; 0 when none.</param>
    /// <param name="earlier">The command's place, when the stream holds it.</param>
    public static AppendResult? Refusal(AppendRequest request, long lastSequence, long epoch, CommandPlace? earlier)
    {
        if (request.Epoch < epoch)
            return new(AppendOutcome.Fenced, lastSequence, $"stream {request.Stream} is owned by epoch {epoch}, the writer has {request.Epoch}");
        if (earlier is { } place)
            return new(AppendOutcome.Duplicate, place.LastSequence);
        return request.ExpectedSequence == lastSequence
            ? null
            : new(AppendOutcome.Conflict, lastSequence, $"stream {request.Stream} ends at {lastSequence}, the writer expected {request.ExpectedSequence}");
    }
}
