namespace QuantumAI.Runtime.Persistence;

/// <summary>Why a command was refused by the rules of its actor: a code for programs, words for people.</summary>
public sealed record Refusal(string Code, string Detail);

/// <summary>What a command leads to: events to record, or none, or a refusal. A value; building one with a single event allocates nothing.</summary>
public readonly struct Decision<TEvent>
{
    private Decision(EventBatch<TEvent> events, Refusal? refusal, Action? effects)
    {
        Events = events;
        Refusal = refusal;
        Effects = effects;
    }

    /// <summary>Accepted; there is nothing to record.</summary>
    public static Decision<TEvent> Nothing => default;

    public EventBatch<TEvent> Events { get; }

    /// <summary>Null when the command is accepted.</summary>
    public Refusal? Refusal { get; }

    /// <summary>What follows on the lane, in order, when the events and everything appended before them are durable; null when nothing does.</summary>
    public Action? Effects { get; }

    /// <summary>Accepted: this event is recorded.</summary>
    public static Decision<TEvent> Persist(TEvent domainEvent) => new(new EventBatch<TEvent>(domainEvent), null, null);

    /// <summary>Accepted: these events are recorded together or not at all.</summary>
    public static Decision<TEvent> Persist(IReadOnlyList<TEvent> events) => new(new EventBatch<TEvent>(events), null, null);

    /// <summary>Refused: nothing is recorded.</summary>
    public static Decision<TEvent> Refuse(Refusal refusal) => new(default, refusal, null);

    /// <summary>Adds a side effect behind those already there. It runs once, and never for a repeated command or during recovery.</summary>
    public Decision<TEvent> Then(Action effect) => new(Events, Refusal, Effects + effect);
}

/// <summary>The events of one command: none, one without an array, or several.</summary>
public readonly struct EventBatch<TEvent>
{
    private readonly TEvent? _single;
    private readonly IReadOnlyList<TEvent>? _several;

    public EventBatch(TEvent single)
    {
        _single = single;
        Count = 1;
    }

    public EventBatch(IReadOnlyList<TEvent> several)
    {
        _several = several;
        Count = several.Count;
    }

    public int Count { get; }

    public TEvent this[int index] => (uint)index < (uint)Count
        ? _several is null ? _single! : _several[index]
        : throw new ArgumentOutOfRangeException(nameof(index), index, $"the command has {Count} events");
}
