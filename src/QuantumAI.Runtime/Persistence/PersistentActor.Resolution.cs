namespace QuantumAI.Runtime.Persistence;

/// <content>
/// After an unknown outcome or an unforeseen repeat: wait for the answers still due, read what the journal holds, settle what is
/// there, and decide the rest again against the durable state. New commands wait in the stash meanwhile.
/// </content>
public abstract partial class PersistentActor<TCommand, TEvent, TState>
{
    private readonly List<StoredEvent> _tail = [];
    private string? _resolutionReason;
    private string? _lookUpFailure;
    private bool _hasWaited;

    /// <summary>An append was a repeat, so that what waits behind it was decided on a base that never came to be: none of it is written.</summary>
    private bool _hasDiverged;

    private void BeginResolution(AppendResult answer)
    {
        _mode = Mode.Resolving;
        _resolutionReason = answer.Reason;
        _hasWaited = false;
        _hasDiverged = false;
        ReadTailWhenAnswered();
    }

    private void ReadTailWhenAnswered()
    {
        if (_unanswered == 0)
            ReadTail();
    }

    private void ReadTail()
    {
        _tail.Clear();
        ReadFrom(_durableSequence + 1);
    }

    private void OnTailPage(JournalPage page)
    {
        _tail.AddRange(page.Events);
        if (page.Events.Count < _limits.PageEvents)
            Resolve();
        else
            ReadFrom(page.Events[^1].Sequence + 1);
    }

    /// <remarks>
    /// The waiting appends were sent in order, each expecting the one before it: what is written is a beginning of them. From the
    /// first that is absent, or turns out to be a repeat, on everything is decided again, because its base was not what it assumed.
    /// The claim comes after the read: what a later owner has written, perhaps the very same command sent again, is not ours.
    /// </remarks>
    private void Resolve()
    {
        if (!TryClaim())
            return;
        _lookUpFailure = null;
        var waiting = _pending.ToArray();
        var (settled, read) = (0, 0);
        for (; !_hasDiverged && settled < waiting.Length; settled++)
        {
            if (!TrySettleWritten(in waiting[settled], ref read))
                break;
            _pending.Dequeue();
        }

        if (_mode == Mode.Stopped)
            return;
        if (settled > 0)
            _attempts = 0;
        if (_lookUpFailure is { } failure)
            RetryLater(failure);
        else if (read < _tail.Count)
            Stop(StopCause.Conflict, $"stream {Stream} has {_tail.Count - read} events of another writer after {_durableSequence}");
        else if (settled > 0 || _attempts == 0 || _hasWaited)
            DecideAgain();
        else
            RetryLater(_resolutionReason ?? "the outcome of an append is unknown");
    }

    /// <summary>The first time at once, then with a pause before it: what failed just now may fail for a while.</summary>
    private void DecideAgain()
    {
        _attempts = Math.Max(1, _attempts);
        if (!TryLoadWindow())
            return;
        if (_window.NewestSequence > _durableSequence)
        {
            ReadTail();
            return;
        }

        var waiting = _pending.ToArray();
        var hasDiverged = _hasDiverged;
        _pending.Clear();
        RunFromDurable();
        for (var i = 0; i < waiting.Length; i++)
        {
            if (TryHandle(waiting[i].Command, out var refusal))
                continue;

            // The first one may be on its way still: only the others can be told that nothing was recorded.
            if (i == 0 && !hasDiverged)
            {
                WaitAgain(waiting, refusal);
                return;
            }

            Reject(waiting[i].Command, refusal);
        }
    }

    private void WaitAgain(PendingCommand<TCommand, TEvent, TState>[] waiting, string reason)
    {
        _mode = Mode.Resolving;
        foreach (var one in waiting)
            _pending.Enqueue(one);
        RetryLater(reason);
    }

    /// <summary>Settles a waiting command whose outcome the journal shows; false when the journal does not hold it, or the actor has stopped.</summary>
    private bool TrySettleWritten(in PendingCommand<TCommand, TEvent, TState> waiting, ref int read)
    {
        if (waiting.Request is not { } request)
        {
            Settle(in waiting);
            return true;
        }

        if (PlaceOf(request, read) is not { } place)
            return false;
        if (place.LastSequence <= _durableSequence)
        {
            _hasDiverged = true;
            Settle(waiting with { Kind = PendingKind.Repeat, Place = place });
            return true;
        }

        var events = new List<TEvent>();
        while (_durableSequence < place.LastSequence)
        {
            if (!TryFold(_tail[read++], out var domainEvent))
                return false;
            events.Add(domainEvent!);
        }

        Settle(waiting with { Events = new EventBatch<TEvent>(events), StateAfter = _durableState, Place = place });
        return true;
    }

    /// <summary>Where the journal holds the events of a request, as far as it was read; null when it does not.</summary>
    private CommandPlace? PlaceOf(AppendRequest request, int read)
    {
        var end = _durableSequence + _tail.Count - read;
        if (request.CommandId.IsNone)
            return HoldsEventsOf(request, read) ? new CommandPlace(CommandId.None, _durableSequence + 1, _durableSequence + request.Events.Count) : null;
        try
        {
            // A place beyond what was read is a write that arrived meanwhile: deciding again finds it.
            return _journal.FindCommand(Stream, request.CommandId) is { } place && place.LastSequence <= end
                && (place.FirstSequence == _durableSequence + 1 || place.LastSequence <= _durableSequence) ? place : null;
        }
#pragma warning disable CA1031 // A store may throw anything; the attempts are bounded and the reason is kept.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            _lookUpFailure = failure.Message;
            return null;
        }
    }

    /// <summary>Without a command id, the events themselves tell: same place, type, time and bytes.</summary>
    private bool HoldsEventsOf(AppendRequest request, int read)
    {
        if (_tail.Count - read < request.Events.Count)
            return false;
        for (var i = 0; i < request.Events.Count; i++)
        {
            var (sent, held) = (request.Events[i], _tail[read + i].Data);
            if (sent.Type != held.Type || sent.TimeNanos != held.TimeNanos || !sent.Payload.Span.SequenceEqual(held.Payload.Span))
                return false;
        }

        return true;
    }
}
