namespace QuantumAI.Runtime.Persistence;

/// <content>From the journal to a state: claim, snapshot, tail. Commands wait in the stash meanwhile.</content>
public abstract partial class PersistentActor<TCommand, TEvent, TState>
{
    private readonly TState _initialState;

    /// <summary>Sequence of the snapshot that the first page must confirm; 0 when recovery starts at the first event.</summary>
    private long _unconfirmedSnapshot;
    private int _attempts;

    private void BeginRecovery()
    {
        if (TryClaim())
            StartFromSnapshot(long.MaxValue);
    }

    /// <summary>Makes sure that the stream is this actor's; otherwise stops, or tries again later, and returns false.</summary>
    private bool TryClaim()
    {
        if (Epoch <= 0)
            return true;
        long owner;
        try
        {
            owner = _journal.Claim(Stream, Epoch);
        }
#pragma warning disable CA1031 // A store may throw anything; the attempts are bounded and the reason is kept.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            RetryLater(failure.Message);
            return false;
        }

        if (owner > Epoch)
            Stop(StopCause.Fenced, $"stream {Stream} is owned by epoch {owner}, this actor has {Epoch}");
        return owner <= Epoch;
    }

    /// <summary>Takes the newest snapshot that can be read, or the initial state, and reads on from there.</summary>
    private void StartFromSnapshot(long upToSequence)
    {
        (_unconfirmedSnapshot, _durableState) = LatestSnapshot(upToSequence);
        _durableSequence = _snapshotSequence = _unconfirmedSnapshot;
        ReadFrom(Math.Max(1, _unconfirmedSnapshot));
    }

    private (long Sequence, TState State) LatestSnapshot(long upToSequence)
    {
        while (_snapshots is not null && FindSnapshot(_snapshots.Store, upToSequence) is { Sequence: > 0 } snapshot)
        {
            upToSequence = snapshot.Sequence - 1;
            if (snapshot.SchemaVersion != _snapshots.Codec.SchemaVersion)
                continue;
            try
            {
                return (snapshot.Sequence, _snapshots.Codec.Decode(snapshot.State));
            }
#pragma warning disable CA1031 // Whatever its codec says about a damaged snapshot: an older one or the journal does as well.
            catch (Exception)
#pragma warning restore CA1031
            {
                SnapshotFailures++;
            }
        }

        return (0, _initialState);
    }

    private Snapshot? FindSnapshot(ISnapshotStore store, long upToSequence)
    {
        try
        {
            return store.Latest(Stream, upToSequence);
        }
#pragma warning disable CA1031 // Without snapshots recovery takes longer, and that is all.
        catch (Exception)
#pragma warning restore CA1031
        {
            SnapshotFailures++;
            return null;
        }
    }

    private void ReadFrom(long sequence)
    {
        try
        {
            _journal.ReadPage(Stream, sequence, _limits.PageEvents, _pageRead);
        }
#pragma warning disable CA1031 // A store may throw anything; the attempts are bounded and the reason is kept.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            RetryLater(failure.Message);
        }
    }

    private void OnPage(JournalPage page)
    {
        if (page.Failure is not null)
            RetryLater(page.Failure);
        else if (_mode == Mode.Resolving)
            OnTailPage(page);
        else
            Replay(page.Events);
    }

    private void Replay(IReadOnlyList<StoredEvent> events)
    {
        var next = 0;
        if (_unconfirmedSnapshot > 0)
        {
            // The page begins with the snapshot's own event. Without it the snapshot is from the future, or of another history.
            if (events.Count == 0 || events[0].Sequence != _unconfirmedSnapshot)
            {
                StartFromSnapshot(_unconfirmedSnapshot - 1);
                return;
            }

            _unconfirmedSnapshot = 0;
            next = 1;
        }

        for (; next < events.Count; next++)
        {
            if (!TryFold(events[next], out _))
                return;
        }

        if (events.Count < _limits.PageEvents)
            EndRecovery();
        else
            ReadFrom(_durableSequence + 1);
    }

    /// <summary>Applies the next stored event to the durable state; stops the actor and returns false when that is not possible.</summary>
    private bool TryFold(StoredEvent stored, out TEvent? domainEvent)
    {
        domainEvent = default;
        if (stored.Sequence != _durableSequence + 1)
        {
            Stop(StopCause.SequenceGap, $"stream {Stream} has {stored.Sequence} after {_durableSequence}");
            return false;
        }

        try
        {
            domainEvent = _codec.Decode(stored);
            _durableState = Apply(in _durableState, in domainEvent);
        }
#pragma warning disable CA1031 // Whatever a codec or a fold throws: this build cannot go on from that event, and says which one.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            Stop(StopCause.UnreadableEvent, $"stream {Stream}, sequence {stored.Sequence}, type {stored.Data.Type}: {failure.Message}");
            return false;
        }

        _durableSequence = stored.Sequence;
        return true;
    }

    private void EndRecovery()
    {
        if (!TryLoadWindow())
            return;
        if (_window.NewestSequence > _durableSequence)
        {
            ReadFrom(_durableSequence + 1);
            return;
        }

        _attempts = 0;
        RunFromDurable();
        OnRecovered();
    }

    private bool TryLoadWindow()
    {
        try
        {
            _window.Load(_journal.RecentCommands(Stream, _window.Capacity));
            return true;
        }
#pragma warning disable CA1031 // A store may throw anything; the attempts are bounded and the reason is kept.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            RetryLater(failure.Message);
            return false;
        }
    }

    private void RunFromDurable()
    {
        _state = _durableState;
        _appendedSequence = _durableSequence;
        _mode = Mode.Running;
    }

    /// <summary>Waits longer each time, then does again what failed; after the last attempt the actor stops.</summary>
    private void RetryLater(string reason)
    {
        if (++_attempts >= _limits.Attempts)
            Stop(StopCause.JournalUnavailable, $"stream {Stream}, attempt {_attempts}: {reason}");
        else
            _signals.StartRetryTimer(_limits.RetryNanos << Math.Min(_attempts - 1, 20));
    }

    private void OnRetryDue()
    {
        _hasWaited = true;
        if (_mode == Mode.Recovering)
            BeginRecovery();
        else if (_mode == Mode.Resolving)
            ReadTail();
    }
}
