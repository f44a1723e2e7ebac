using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace QuantumAI.Runtime.Persistence;

/// <summary>What journals may hold, as lines of text for a review: types, schemas and fields with their JSON kinds, in order.</summary>
public static class EventContract
{
    /// <summary>A line <c>stream Type schema</c> per event type, then a line per field: name, JSON kind, and <c>optional</c> when it may be absent.</summary>
    /// <param name="stream">The kind of stream: <c>account</c> for <c>account/paper</c>.</param>
    /// <param name="types">In the codec's order.</param>
    public static IEnumerable<string> Lines(string stream, IEnumerable<JsonEventType> types)
    {
        foreach (var type in types)
        {
            yield return $"{stream} {type.Name} {type.SchemaVersion}";
            foreach (var line in Fields(type.Json, "  "))
                yield return line;
        }
    }

    private static IEnumerable<string> Fields(JsonTypeInfo type, string indent)
    {
        foreach (var field in type.Properties)
        {
            var (kind, nested) = KindOf(type.Options.GetTypeInfo(field.PropertyType));
            var words = field.IsRequired ? "" : " optional";
            yield return $"{indent}{field.Name} {kind}{(field.IsGetNullable ? " or null" : "")}{words}";
            foreach (var line in nested is null ? [] : Fields(nested, indent + "  "))
                yield return line;
        }
    }

    /// <summary>The JSON kind in words, and the type whose fields lie within.</summary>
    private static (string Kind, JsonTypeInfo? Nested) KindOf(JsonTypeInfo type)
    {
        var bare = Nullable.GetUnderlyingType(type.Type) ?? type.Type;
        if (type.Kind == JsonTypeInfoKind.Object)
            return ("object", type);
        if (type.Kind == JsonTypeInfoKind.Dictionary)
            return ($"map of {KindOf(type.Options.GetTypeInfo(type.ElementType!)).Kind}", null);
        if (type.Kind == JsonTypeInfoKind.Enumerable)
        {
            var (kind, nested) = KindOf(type.Options.GetTypeInfo(type.ElementType!));
            return ($"list of {kind}", nested);
        }

        var written = Written(type, bare);
        return bare.IsEnum && written == "string" ? ($"string: {string.Join('|', Enum.GetNames(bare))}", null) : (written, null);
    }

    /// <summary>The JSON kind of a value with a converter: what the converter writes for its zero.</summary>
    private static string Written(JsonTypeInfo type, Type bare)
    {
        if (bare == typeof(string))
            return "string";
        var zero = RuntimeHelpers.GetUninitializedObject(bare);
        return JsonSerializer.SerializeToElement(zero, type).ValueKind switch
        {
            JsonValueKind.String => "string",
            JsonValueKind.True or JsonValueKind.False => "boolean",
            JsonValueKind.Number => bare == typeof(double) || bare == typeof(float) || bare == typeof(decimal) ? "number" : "integer",
            var other => other.ToString(),
        };
    }
}
