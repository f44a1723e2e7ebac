using System.Text.Json.Serialization;

namespace QuantumAI.Benchmarks.Journal;

/// <summary>The small event of the journal's rows.</summary>
internal readonly record struct BenchFill(string ClientOrderId, long TradeId, string Price, string Quantity, string Fee);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(BenchFill))]
internal sealed partial class BenchEventContext : JsonSerializerContext;
