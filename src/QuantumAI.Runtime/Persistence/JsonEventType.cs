using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace QuantumAI.Runtime.Persistence;

/// <summary>One event type that a build writes.</summary>
/// <param name="Json">How it is written: source generated, so that nothing is looked up by reflection when it runs.</param>
/// <param name="SchemaVersion">Version of its fields, from 1. Higher ones need an <see cref="EventUpcaster"/> from every version below.</param>
public sealed record JsonEventType(JsonTypeInfo Json, int SchemaVersion = 1)
{
    /// <summary>The name in the journal: the type's own.</summary>
    public string Name => Json.Type.Name;
}

/// <summary>Brings the payload of one event type from one schema version to the next. Pure: the same payload gives the same result.</summary>
/// <param name="Type">The name under which the event was written.</param>
/// <param name="FromVersion">The schema that it reads; the result has the next one.</param>
/// <param name="Up">Takes the payload, which is its own to change, and returns the next version's.</param>
/// <param name="RenamedTo">The type's next name; null when it keeps its name.</param>
public sealed record EventUpcaster(string Type, int FromVersion, Func<JsonObject, JsonObject> Up, string? RenamedTo = null)
{
    /// <summary>What the result is.</summary>
    internal (string Type, int Version) Next => (RenamedTo ?? Type, FromVersion + 1);
}
