using System.Security.Cryptography;
using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Node.Replay;

/// <summary>Holds what a re-run does against what its session did, command by command.</summary>
/// <param name="run">The run.</param>
/// <param name="recorded">Its commands, in order.</param>
/// <param name="isWhole">Whether the journal has everything that the run did: it was not killed and does not go on.</param>
internal sealed class CommandComparison(string run, IReadOnlyList<SessionCommand> recorded, bool isWhole)
{
    private readonly List<SessionCommand> _replayed = [];

    /// <summary>The first difference; null while there is none.</summary>
    public FirstDifference? Difference { get; private set; }

    /// <summary>Commands that were compared.</summary>
    public int Count { get; private set; }

    /// <summary>Takes what the re-run appends.</summary>
    /// <param name="request">The append.</param>
    /// <param name="describe">Says who did it on what, when that is asked for.</param>
    public void Add(AppendRequest request, Func<SessionCommand, CommandPlace> describe)
    {
        for (var i = 0; i < request.Events.Count; i++)
        {
            if (SessionCommand.Is(request.Events[i]))
                Add(new SessionCommand(request.ExpectedSequence + 1 + i, request.Events[i]), describe);
        }
    }

    /// <summary>The re-run is over.</summary>
    /// <param name="reachedNanos">World time that it has reached; commands from then on may not be in its recording. Null when it went to the end.</param>
    /// <param name="place">Where it ended.</param>
    public void End(long? reachedNanos, Func<SessionCommand, CommandPlace> place)
    {
        Count = Math.Min(_replayed.Count, recorded.Count);
        if (Difference is not null)
            return;
        if (_replayed.Count < recorded.Count && (reachedNanos is null || recorded[_replayed.Count].Data.TimeNanos < reachedNanos))
            Differ(_replayed.Count, recorded[_replayed.Count], null, place(recorded[_replayed.Count]));
    }

    /// <summary>Adds the compared commands of both sides to their hashes; where they differ, everything that both did.</summary>
    public void AddTo(IncrementalHash replayedHash, IncrementalHash recordedHash)
    {
        foreach (var command in Difference is null ? _replayed.Take(Count) : _replayed)
            command.AddTo(replayedHash);
        foreach (var command in Difference is null ? recorded.Take(Count) : recorded)
            command.AddTo(recordedHash);
    }

    private void Add(SessionCommand command, Func<SessionCommand, CommandPlace> describe)
    {
        var place = _replayed.Count;
        _replayed.Add(command);
        if (Difference is not null)
            return;
        if (place >= recorded.Count)
        {
            if (isWhole)
                Differ(place, null, command, describe(command));
        }
        else if (!command.SaysTheSameAs(recorded[place]))
        {
            Differ(place, recorded[place], command, describe(command));
        }
    }

    private void Differ(int place, SessionCommand? session, SessionCommand? rerun, CommandPlace at) => Difference = new FirstDifference(
        run, place + 1, at.Actor, at.Input, session?.Words(), rerun?.Words(), at.State, null);

    /// <summary>Names the lane that left the recording, beside the first difference.</summary>
    public void Explain(string? lane)
    {
        if (Difference is not null)
            Difference = Difference with { Lane = lane };
    }
}

/// <summary>Where a re-run is when it does something.</summary>
internal readonly record struct CommandPlace(string Actor, string Input, string State);
