using System.Globalization;
using System.Text.Json;
using QuantumAI.Domain.Instruments;

namespace QuantumAI.Venues.Tests.Binance;

/// <summary>A time in nanoseconds that the payload writes in milliseconds; null is written −1 or not at all.</summary>
internal readonly record struct Moment(long? Nanos);

/// <summary>A field that the parser leaves out on purpose.</summary>
internal sealed record Unused;

/// <summary>
/// Compares what a parser read with an independent reading of the same JSON, leaf by leaf: whatever the payload says must be explained by a fact of that
/// name, and be equal. Numbers are compared as <see cref="decimal"/> of the payload's text.
/// </summary>
internal static class JsonFacts
{
    public static void Check(JsonElement json, object? fact, string path = "$")
    {
        switch (fact)
        {
            case Unused:
                return;
            case IReadOnlyDictionary<string, object?> fields:
                Assert.Equal(JsonValueKind.Object, json.ValueKind);
                foreach (var property in json.EnumerateObject())
                {
                    Assert.True(fields.ContainsKey(property.Name), $"{path}.{property.Name} is not explained by what was read");
                    Check(property.Value, fields[property.Name], $"{path}.{property.Name}");
                }

                return;
            case string text:
                Equal(json.GetString(), text, path);
                return;
            case System.Collections.IEnumerable items:
                var list = items.Cast<object?>().ToList();
                Assert.Equal(json.GetArrayLength(), list.Count);
                for (var i = 0; i < list.Count; i++)
                    Check(json[i], list[i], $"{path}[{i}]");
                return;
            default:
                CheckLeaf(json, fact, path);
                return;
        }
    }

    private static void CheckLeaf(JsonElement json, object? fact, string path)
    {
        switch (fact)
        {
            case null:
                Assert.True(IsNothing(json), $"{path} was read as nothing and is {json.GetRawText()}");
                break;
            case bool flag:
                Equal(json.GetBoolean(), flag, path);
                break;
            case Moment { Nanos: null }:
                Equal(-1L, json.GetInt64(), path);
                break;
            case Moment { Nanos: { } nanos }:
                Equal(json.GetInt64() * 1_000_000, nanos, path);
                break;
            case DecimalNumber or Money:
                Assert.Equal(JsonValueKind.String, json.ValueKind);
                Equal(decimal.Parse(json.GetString()!, CultureInfo.InvariantCulture), decimal.Parse(fact.ToString()!, CultureInfo.InvariantCulture), path);
                break;
            case long or int:
                Equal(json.GetInt64(), Convert.ToInt64(fact, CultureInfo.InvariantCulture), path);
                break;
            default:
                Equal(json.GetString(), fact.ToString(), path);
                break;
        }
    }

    /// <summary>How the venue writes “none”: null, an empty text, −1 for a number, zero for an amount.</summary>
    private static bool IsNothing(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Null => true,
        JsonValueKind.Number => json.GetInt64() < 0,
        JsonValueKind.String => json.GetString() is "" || (decimal.TryParse(json.GetString(), CultureInfo.InvariantCulture, out var zero) && zero <= 0),
        _ => false,
    };

    private static void Equal<T>(T expected, T actual, string path) => Assert.True(EqualityComparer<T>.Default.Equals(expected, actual), $"{path}: the payload says {expected}, read was {actual}");
}
