using System.Text.Json;
using System.Text.Json.Serialization;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Trading.Portfolio;

/// <summary>Account events as JSON: exact decimals as text, enums by name. Pure and thread safe.</summary>
public static class AccountEventCodec
{
    /// <summary>An older schema's way to the present one is added here as an <see cref="EventUpcaster"/>, with the type's new version.</summary>
    public static JsonEventCodec<AccountEvent> Instance { get; } = new(
    [
        new(AccountJson.Default.AccountOpened),
        new(AccountJson.Default.OrderDenied),
        new(AccountJson.Default.OrderApproved),
        new(AccountJson.Default.OrderIntended),
        new(AccountJson.Default.OrderAccepted),
        new(AccountJson.Default.OrderRejected),
        new(AccountJson.Default.OrderFilled),
        new(AccountJson.Default.OrderCanceled),
        new(AccountJson.Default.OrderExpired),
        new(AccountJson.Default.OrderOutcomeUnknown),
        new(AccountJson.Default.OrderNeverArrived),
        new(AccountJson.Default.EquityMarked),
        new(AccountJson.Default.TradingHalted),
        new(AccountJson.Default.TradingResumed),
        new(AccountJson.Default.AssetMoved),
        new(AccountJson.Default.OrderAdopted),
        new(AccountJson.Default.OrderReleased),
        new(AccountJson.Default.OrderReleaseDenied),
        new(AccountJson.Default.OrderTrailed),
        new(AccountJson.Default.OrderTriggered),
        new(AccountJson.Default.OrderCancelRequested),
        new(AccountJson.Default.OrderCancelRefused),
        new(AccountJson.Default.OrderAmendRequested),
        new(AccountJson.Default.OrderAmendRefused),
        new(AccountJson.Default.OrderAmended),
        new(AccountJson.Default.AlgorithmStarted),
        new(AccountJson.Default.AlgorithmEnded),
    ]);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
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
[JsonSerializable(typeof(AssetMoved))]
[JsonSerializable(typeof(OrderAdopted))]
[JsonSerializable(typeof(OrderReleased))]
[JsonSerializable(typeof(OrderReleaseDenied))]
[JsonSerializable(typeof(OrderTrailed))]
[JsonSerializable(typeof(OrderTriggered))]
[JsonSerializable(typeof(OrderCancelRequested))]
[JsonSerializable(typeof(OrderCancelRefused))]
[JsonSerializable(typeof(OrderAmendRequested))]
[JsonSerializable(typeof(OrderAmendRefused))]
[JsonSerializable(typeof(OrderAmended))]
[JsonSerializable(typeof(AlgorithmStarted))]
[JsonSerializable(typeof(AlgorithmEnded))]
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
