using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Worlds;

namespace QuantumAI.Runtime.Persistence;

/// <summary>Turns typed events into stored ones and back. Pure; an unknown type is an error that names it.</summary>
public interface IEventCodec<TEvent>
{
    EventData Encode(TEvent domainEvent, long timeNanos, EventCause cause = default);

    /// <exception cref="UnknownEventException">The type or its schema is unknown to this build.</exception>
    TEvent Decode(StoredEvent stored);
}

/// <summary>A journal stream as its lane sees it: append now, learn later that it is durable.</summary>
/// <remarks>
/// Belongs to one lane. Appended events are applied to the writer's state at once, so that the next decision sees them;
/// effects on the outside wait for <see cref="DurableSequence"/>. When an append fails, the lane faults: memory is ahead of
/// the journal and only a restart from the journal is right.
/// </remarks>
public sealed class EventStream<TEvent>
{
    private readonly IJournal _journal;
    private readonly IEventCodec<TEvent> _codec;
    private readonly Queue<TEvent> _waiting = new();
    private ActorRef<AppendResult>? _confirmations;

    /// <param name="name">The stream; nobody else writes to it.</param>
    /// <param name="journal">Shared; not disposed by the stream.</param>
    /// <param name="codec">The events' bytes.</param>
    /// <param name="epoch">The owner's epoch, taken before the stream is read; 0 for a journal with one owner.</param>
    public EventStream(string name, IJournal journal, IEventCodec<TEvent> codec, long epoch = 0)
    {
        Name = name;
        Epoch = epoch;
        _journal = journal;
        _codec = codec;
    }

    /// <summary>Called on the lane for each event, in order, when it has become durable.</summary>
    public event Action<TEvent>? BecameDurable;

    public string Name { get; }

    public long Epoch { get; }

    /// <summary>Sequence of the last event that was handed to the journal.</summary>
    public long AppendedSequence { get; private set; }

    /// <summary>Sequence of the last event that is known to be durable.</summary>
    public long DurableSequence { get; private set; }

    /// <summary>Reads the whole history; call once, before anything is appended.</summary>
    public IEnumerable<(TEvent Event, long TimeNanos)> Recover()
    {
        foreach (var stored in _journal.Read(Name))
        {
            if (stored.Sequence != AppendedSequence + 1)
                throw new InvalidDataException($"stream {Name} has {stored.Sequence} after {AppendedSequence}");
            AppendedSequence = DurableSequence = stored.Sequence;
            yield return (_codec.Decode(stored), stored.Data.TimeNanos);
        }
    }

    /// <summary>Appends the events of one decision together; they have one cause.</summary>
    public void Append(IReadOnlyList<TEvent> events, long timeNanos, EventCause cause)
    {
        var confirmations = _confirmations ?? throw new InvalidOperationException("the stream has no lane yet");
        var data = new EventData[events.Count];
        for (var i = 0; i < data.Length; i++)
        {
            data[i] = _codec.Encode(events[i], timeNanos, cause);
            _waiting.Enqueue(events[i]);
        }

        var request = new AppendRequest(Name, AppendedSequence, data, Epoch);
        AppendedSequence += data.Length;
        _journal.Append(request, result => confirmations.TellReserved(result));
    }

    /// <summary>Puts the stream on its lane: confirmations arrive there.</summary>
    public void Attach(Lanes.Lane lane) => _confirmations = lane.Spawn("journal-confirmations", new ConfirmationActor(this));

    private void Confirm(AppendResult result)
    {
        if (result.Outcome != AppendOutcome.Appended)
            _confirmations!.Lane.World.Probe(RuntimeProbes.StreamLost);
        if (result.Outcome != AppendOutcome.Appended)
            throw new StreamLostException(Name, result);
        while (DurableSequence < result.LastSequence)
        {
            DurableSequence++;
            BecameDurable?.Invoke(_waiting.Dequeue());
        }
    }

    private sealed class ConfirmationActor(EventStream<TEvent> stream) : Actor<AppendResult>
    {
        protected override void Receive(in AppendResult message) => stream.Confirm(message);
    }
}
