using System.Security.Cryptography;
using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Node.Replay;

/// <summary>Where a re-run is when it does something.</summary>
internal readonly record struct CommandPlace(string Actor, string Input, string State);

/// <summary>Holds what a re-run does against what its session did, command by command.</summary>
/// <param name="run">The run.</param>
/// <param name="recorded">Its commands, in order.</param>
/// <param name="isWhole">Whether the journal has everything that the run did: it was not killed and does not go on.</param>
internal sealed class CommandComparison(string run, IReadOnlyList<SessionCommand> recorded, bool isWhole)
{
    private readonly List<SessionCommand> _replayed = [];

    /// <summary>The first difference; null while there is none.</summary>
    public FirstDifference? Difference { get; private set; }

    /// <summary>What the first difference is about: the session's command, or the re-run's.</summary>
    public (SessionCommand? Session, SessionCommand? Rerun) Differing { get; private set; }

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

    /// <summary>The account's lane of the re-run is behind a moment: what the session did before it must have been done.</summary>
    public void Pass(long nanos, Func<SessionCommand, CommandPlace> describe)
    {
        if (Difference is null && _replayed.Count < recorded.Count && recorded[_replayed.Count].Data.TimeNanos < nanos)
            Differ(recorded[_replayed.Count], null, describe(recorded[_replayed.Count]));
    }

    /// <summary>The re-run is over.</summary>
    /// <param name="reachedNanos">World time that it has reached; what was done from then on may not be in its recording. Null when it went to the end.</param>
    /// <param name="describe">Says where it ended.</param>
    public void End(long? reachedNanos, Func<SessionCommand, CommandPlace> describe)
    {
        Pass(reachedNanos ?? long.MaxValue, describe);
        Count = Difference is null ? Math.Min(_replayed.Count, recorded.Count) : recorded.Count;
    }

    /// <summary>Names the lane that left the recording, beside the first difference.</summary>
    public void Explain(string? lane)
    {
        if (Difference is not null)
            Difference = Difference with { Lane = lane };
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
        if (Difference is null && place < recorded.Count && !command.SaysTheSameAs(recorded[place]))
            Differ(recorded[place].Data.TimeNanos > command.Data.TimeNanos ? null : recorded[place], command, describe(command));
        else if (Difference is null && place >= recorded.Count && isWhole)
            Differ(null, command, describe(command));
        _replayed.Add(command);
    }

    private void Differ(SessionCommand? session, SessionCommand? rerun, CommandPlace at)
    {
        Differing = (session, rerun);
        Difference = new FirstDifference(run, _replayed.Count + 1, at.Actor, at.Input, session?.Words(), rerun?.Words(), at.State, null);
    }
}
