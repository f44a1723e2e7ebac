using System.Text.Json;
using System.Text.Json.Nodes;

namespace QuantumAI.Runtime.Persistence;

/// <summary>Events as JSON, extend-only: what any earlier build wrote is read, what a newer one wrote is refused by name.</summary>
/// <remarks>
/// A new field is optional and goes to the end of its type; anything else is a new schema version with an <see cref="EventUpcaster"/>
/// from the one before. Pure and thread safe. An event of the present schema is read straight from its bytes; an older one costs a tree.
/// </remarks>
/// <typeparam name="TEvent">What the events of a stream have in common.</typeparam>
public sealed class JsonEventCodec<TEvent> : IEventCodec<TEvent>
    where TEvent : class
{
    private readonly Dictionary<string, JsonEventType> _byName;
    private readonly Dictionary<Type, JsonEventType> _byType;
    private readonly UpcasterChains _chains;

    /// <param name="types">Every type that is written, in the order of the contract.</param>
    /// <param name="upcasters">From every older schema; none when there never was one.</param>
    /// <exception cref="ArgumentException">A type is no <typeparamref name="TEvent"/>, is there twice or cannot be reached from its first schema.</exception>
    public JsonEventCodec(IReadOnlyList<JsonEventType> types, IReadOnlyList<EventUpcaster>? upcasters = null)
    {
        foreach (var type in types)
        {
            if (!type.Json.Type.IsAssignableTo(typeof(TEvent)))
                throw new ArgumentException($"{type.Name} is no {typeof(TEvent).Name}", nameof(types));
            ArgumentOutOfRangeException.ThrowIfLessThan(type.SchemaVersion, 1);
        }

        Types = types;
        _byName = types.ToDictionary(type => type.Name, StringComparer.Ordinal);
        _byType = types.ToDictionary(type => type.Json.Type);
        _chains = new UpcasterChains(types.ToDictionary(type => type.Name, type => type.SchemaVersion), upcasters ?? []);
    }

    /// <summary>Every type with its present schema: the contract.</summary>
    public IReadOnlyList<JsonEventType> Types { get; }

    /// <exception cref="NotSupportedException">The codec does not know the type.</exception>
    public EventData Encode(TEvent domainEvent, long timeNanos, EventCause cause = default)
    {
        if (!_byType.TryGetValue(domainEvent.GetType(), out var type))
            throw new NotSupportedException($"the codec of {typeof(TEvent).Name} does not know {domainEvent.GetType().Name}");
        return new EventData(type.Name, JsonSerializer.SerializeToUtf8Bytes(domainEvent, type.Json), timeNanos, type.SchemaVersion, cause);
    }

    /// <exception cref="UnknownEventException">This build does not know the type or the schema.</exception>
    /// <exception cref="InvalidDataException">The payload is not what its type and schema promise.</exception>
    public TEvent Decode(StoredEvent stored)
    {
        var data = stored.Data;
        try
        {
            if (_byName.TryGetValue(data.Type, out var type) && type.SchemaVersion == data.SchemaVersion)
                return (TEvent?)JsonSerializer.Deserialize(data.Payload.Span, type.Json) ?? throw Refused(stored, "is empty");
            RefuseUnknown(stored, type);
            return DecodeOlder(stored);
        }
        catch (Exception unreadable) when (unreadable is JsonException or FormatException or InvalidOperationException or OverflowException or KeyNotFoundException)
        {
            throw new InvalidDataException($"{PlaceOf(stored)}: {data.Type} cannot be read: {unreadable.Message}", unreadable);
        }
    }

    private TEvent DecodeOlder(StoredEvent stored)
    {
        var data = stored.Data;
        if (JsonNode.Parse(data.Payload.Span) is not JsonObject payload)
            throw Refused(stored, "is no object");
        if (_chains.Up(data.Type, data.SchemaVersion, payload) is not { } present)
            throw new UnknownEventException($"{PlaceOf(stored)}: {data.Type} has schema {data.SchemaVersion}, which no build wrote under this name");
        return (TEvent?)present.Payload.Deserialize(_byName[present.Type].Json) ?? throw Refused(stored, "is empty");
    }

    private void RefuseUnknown(StoredEvent stored, JsonEventType? type)
    {
        var data = stored.Data;
        if (type is null && !_chains.Knows(data.Type))
            throw new UnknownEventException($"{PlaceOf(stored)}: this build does not know the event {data.Type}");
        var highest = type?.SchemaVersion ?? _chains.HighestOf(data.Type);
        if (data.SchemaVersion > highest)
            throw new UnknownEventException($"{PlaceOf(stored)}: {data.Type} has schema {data.SchemaVersion}, this build knows up to {highest}: run a newer build");
    }

    private static InvalidDataException Refused(StoredEvent stored, string what) => new($"{PlaceOf(stored)}: {stored.Data.Type} {what}");

    private static string PlaceOf(StoredEvent stored) => $"stream {stored.Stream}, sequence {stored.Sequence}";
}
