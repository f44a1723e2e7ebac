using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Trading.Portfolio;

/// <summary>Account events as JSON: exact decimals as text, enums by name. Pure and thread safe.</summary>
public sealed class AccountEventCodec : IEventCodec<AccountEvent>
{
    private static readonly Dictionary<string, JsonTypeInfo> Types = Known(
        AccountJson.Default.AccountOpened, AccountJson.Default.OrderDenied, AccountJson.Default.OrderApproved,
        AccountJson.Default.OrderIntended, AccountJson.Default.OrderAccepted, AccountJson.Default.OrderRejected,
        AccountJson.Default.OrderFilled, AccountJson.Default.OrderCanceled, AccountJson.Default.OrderExpired,
        AccountJson.Default.OrderOutcomeUnknown, AccountJson.Default.OrderNeverArrived, AccountJson.Default.EquityMarked,
        AccountJson.Default.TradingHalted, AccountJson.Default.TradingResumed);

    private AccountEventCodec()
    {
    }

    public static AccountEventCodec Instance { get; } = new();

    /// <summary>Every event type and its fields in order, as the journal stores them.</summary>
    public static IEnumerable<(string Type, IReadOnlyList<string> Fields)> Contract =>
        Types.Values.Select(type => (type.Type.Name, (IReadOnlyList<string>)[.. type.Properties.Select(property => property.Name)]));

    public EventData Encode(AccountEvent domainEvent, long timeNanos)
    {
        var type = domainEvent.GetType().Name;
        return new EventData(type, JsonSerializer.SerializeToUtf8Bytes(domainEvent, Types[type]), timeNanos);
    }

    public AccountEvent Decode(StoredEvent stored)
    {
        if (!Types.TryGetValue(stored.Data.Type, out var type))
            throw new NotSupportedException($"stream {stored.Stream}, sequence {stored.Sequence}: this build does not know the event {stored.Data.Type}");
        return (AccountEvent?)JsonSerializer.Deserialize(stored.Data.Payload.Span, type)
            ?? throw new InvalidDataException($"stream {stored.Stream}, sequence {stored.Sequence}: {stored.Data.Type} is empty");
    }

    private static Dictionary<string, JsonTypeInfo> Known(params JsonTypeInfo[] types) => types.ToDictionary(type => type.Type.Name);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(PriceJson), typeof(QuantityJson), typeof(MoneyJson)])]
[JsonSerializable(typeof(AccountOpened))]
[JsonSerializable(typeof(OrderDenied))]
[JsonSerializable(typeof(OrderApproved))]
[JsonSerializable(typeof(OrderIntended))]
[JsonSerializable(typeof(OrderAccepted))]
[JsonSerializable(typeof(OrderRejected))]
[JsonSerializable(typeof(OrderFilled))]
[JsonSerializable(typeof(OrderCanceled))]
[JsonSerializable(typeof(OrderExpired))]
[JsonSerializable(typeof(OrderOutcomeUnknown))]
[JsonSerializable(typeof(OrderNeverArrived))]
[JsonSerializable(typeof(EquityMarked))]
[JsonSerializable(typeof(TradingHalted))]
[JsonSerializable(typeof(TradingResumed))]
internal sealed partial class AccountJson : JsonSerializerContext;

internal sealed class PriceJson : JsonConverter<Price>
{
    public override Price Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Price.Parse(reader.GetString()!);

    public override void Write(Utf8JsonWriter writer, Price value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}

internal sealed class QuantityJson : JsonConverter<Quantity>
{
    public override Quantity Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Quantity.Parse(reader.GetString()!);

    public override void Write(Utf8JsonWriter writer, Quantity value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}

internal sealed class MoneyJson : JsonConverter<Money>
{
    public override Money Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Money.Parse(reader.GetString()!);

    public override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
