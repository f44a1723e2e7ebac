namespace QuantumAI.Runtime.Persistence;

/// <content>The way of a command while all is well: decide, append, and settle in order when the journal answers.</content>
public abstract partial class PersistentActor<TCommand, TEvent, TState>
{
    private long _snapshotSequence;

    private void Handle(in TCommand command)
    {
        if (!TryHandle(in command, out var refusal))
            Reject(in command, refusal);
    }

    /// <summary>Decides and appends; false when the journal did not take it: then nothing has changed and nobody was told.</summary>
    private bool TryHandle(in TCommand command, out string refusal)
    {
        refusal = "";
        var id = IdOf(in command);
        if (!id.IsNone && _window.TryFind(id, out var place))
        {
            Queue(new(PendingKind.Repeat, command, default, null, _state, place, null, null));
            return true;
        }

        var decision = Decide(in _state, in command);
        if (decision.Events.Count > 0)
            return TryAppend(in command, id, in decision, out refusal);
        if (!id.IsNone && !_window.IsComplete)
            return TryQueueUnlessRepeated(in command, id, in decision, out refusal);
        Queue(new(PendingKind.Quiet, command, default, null, _state, default, decision.Refusal, decision.Effects));
        return true;
    }

    private bool TryAppend(in TCommand command, CommandId id, in Decision<TEvent> decision, out string refusal)
    {
        refusal = "";
        var events = decision.Events;
        var data = new EventData[events.Count];
        var nowNanos = Context.NowNanos;
        var cause = CauseOf(in command);
        var next = _state;
        for (var i = 0; i < data.Length; i++)
        {
            var domainEvent = events[i];
            data[i] = _codec.Encode(domainEvent, nowNanos, cause);
            next = Apply(in next, in domainEvent);
        }

        var request = new AppendRequest(Stream, _appendedSequence, data, Epoch, id);
        try
        {
            _journal.Append(request, _answered);
        }
#pragma warning disable CA1031 // Whatever the reason, the append was not queued and the state stays as it was.
        catch (Exception refused)
#pragma warning restore CA1031
        {
            refusal = refused.Message;
            return false;
        }

        var place = new CommandPlace(id, _appendedSequence + 1, _appendedSequence + data.Length);
        _unanswered++;
        _state = next;
        _appendedSequence = place.LastSequence;
        if (!id.IsNone)
            _window.Add(place);
        _pending.Enqueue(new(PendingKind.Append, command, events, request, next, place, null, decision.Effects));
        return true;
    }

    /// <summary>A refusal may only mean that the command was carried out long ago, before the window: the journal knows.</summary>
    private bool TryQueueUnlessRepeated(in TCommand command, CommandId id, in Decision<TEvent> decision, out string refusal)
    {
        refusal = "";
        CommandPlace? earlier;
        try
        {
            earlier = _journal.FindCommand(Stream, id);
        }
#pragma warning disable CA1031 // A store may throw anything; nothing was done.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            refusal = failure.Message;
            return false;
        }

        Queue(earlier is { } place
            ? new(PendingKind.Repeat, command, default, null, _state, place, null, null)
            : new(PendingKind.Quiet, command, default, null, _state, default, decision.Refusal, decision.Effects));
        return true;
    }

    private void Queue(in PendingCommand<TCommand, TEvent, TState> pending)
    {
        if (_pending.Count == 0)
            Settle(in pending);
        else
            _pending.Enqueue(pending);
    }

    private void OnAnswer(AppendResult answer)
    {
        _unanswered--;
        if (answer.Outcome == AppendOutcome.Fenced)
            Stop(StopCause.Fenced, answer.Reason ?? $"stream {Stream} has another owner", firstIsRefused: _mode == Mode.Running && !answer.IsHeld);
        else if (_mode == Mode.Resolving)
            ReadTailWhenAnswered();
        else if (answer.Outcome == AppendOutcome.Appended)
            SettleAppended(answer.LastSequence);
        else if (answer.Outcome == AppendOutcome.Conflict)
            Stop(StopCause.Conflict, answer.Reason ?? $"stream {Stream} has another writer", firstIsRefused: true);
        else
            BeginResolution(answer);
    }

    private void SettleAppended(long lastSequence)
    {
        var first = _pending.Dequeue();
        if (first.Place.LastSequence != lastSequence)
            throw new InvalidOperationException($"stream {Stream} was appended up to {lastSequence}, {first.Place.LastSequence} was due");
        _attempts = 0;
        Settle(in first);
        while (_mode == Mode.Running && _pending.TryPeek(out var next) && next.Kind != PendingKind.Append)
            Settle(_pending.Dequeue());
    }

    /// <summary>Everything that the command's decision has seen is durable: effects, then the reply.</summary>
    private void Settle(in PendingCommand<TCommand, TEvent, TState> settled)
    {
        if (settled.Kind == PendingKind.Repeat)
        {
            ReplyToRepeat(settled.Command, settled.Place);
            return;
        }

        var result = settled.Refusal is null ? CommandResult.Accepted : CommandResult.Refused;
        if (settled.Kind == PendingKind.Append)
        {
            result = CommandResult.Persisted;
            _durableSequence = settled.Place.LastSequence;
            _durableState = settled.StateAfter;
            if (_durableSequence - _snapshotSequence >= _snapshots?.EveryEvents)
                SaveSnapshot(_snapshots);
        }

        settled.Effects?.Invoke();
        Reply(settled.Command, in _durableState, new CommandOutcome<TEvent>(result, settled.Events, _durableSequence, settled.Refusal));
    }

    private void ReplyToRepeat(in TCommand command, CommandPlace place)
    {
        var events = new List<TEvent>();
        try
        {
            foreach (var stored in _journal.Read(Stream, place.FirstSequence).Take((int)(place.LastSequence - place.FirstSequence + 1)))
                events.Add(_codec.Decode(stored));
        }
#pragma warning disable CA1031 // A store may throw anything; the command is done, the sender asks again for its outcome.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            Reply(in command, in _durableState, new CommandOutcome<TEvent>(CommandResult.Unknown, default, place.LastSequence, Reason: failure.Message));
            return;
        }

        Reply(in command, in _durableState, new CommandOutcome<TEvent>(CommandResult.Duplicate, new EventBatch<TEvent>(events), place.LastSequence));
    }

    private void SaveSnapshot(SnapshotPlan<TState> plan)
    {
        _snapshotSequence = _durableSequence;
        try
        {
            plan.Store.Save(new Snapshot(Stream, _durableSequence, plan.Codec.Encode(in _durableState), plan.Codec.SchemaVersion));
        }
#pragma warning disable CA1031 // A snapshot is a shortcut: whatever prevents it must not hold up the actor.
        catch (Exception)
#pragma warning restore CA1031
        {
            SnapshotFailures++;
        }
    }

    private void AnswerAll(string reason, bool firstIsRefused)
    {
        while (_pending.Count > 0)
        {
            var waiting = _pending.Dequeue();
            if (firstIsRefused || waiting.Kind == PendingKind.Quiet)
                Reject(waiting.Command, reason);
            else
                Reply(waiting.Command, in _durableState, new CommandOutcome<TEvent>(CommandResult.Unknown, default, _durableSequence, Reason: reason));
            firstIsRefused = false;
        }

        while (_stash.Count > 0)
            Reject(_stash.Dequeue(), reason);
    }
}
