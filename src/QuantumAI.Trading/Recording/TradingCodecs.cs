using System.Text.Json;
using System.Text.Json.Serialization;
using QuantumAI.Domain.Instruments.Filters;
using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Recording;
using QuantumAI.Trading.Execution;
using QuantumAI.Trading.Market;
using QuantumAI.Trading.Portfolio;
using QuantumAI.Trading.Risk;

namespace QuantumAI.Trading.Recording;

/// <summary>The bytes of everything that a session's lanes are told from outside: the market, the venue, the journal, an operator.</summary>
/// <remarks>
/// What only lanes tell each other (bars, marks, signals of agents) has no codec: a recording keeps who sent it, not what it says. Something
/// without a codec that is told from outside after all ends the recording's replayability, and the recording says so.
/// </remarks>
public static class TradingCodecs
{
    public static MessageCodecs Create() => new MessageCodecs()
        .Add(new MarketEventCodec())
        .Add(new TaggedJsonCodec<OrderMessage>(
            RecordingJson.Default.VenueAccepted, RecordingJson.Default.VenueRejected, RecordingJson.Default.VenueFilled, RecordingJson.Default.VenueExpired,
            RecordingJson.Default.VenueTriggered, RecordingJson.Default.VenueCanceled, RecordingJson.Default.VenueCancelRefused,
            RecordingJson.Default.VenueAmended, RecordingJson.Default.VenueAmendRefused, RecordingJson.Default.VenueOrderState,
            RecordingJson.Default.VenueBalances, RecordingJson.Default.VenueOpenOrders, RecordingJson.Default.VenueTrades,
            RecordingJson.Default.VenueTransferred, RecordingJson.Default.VenueLinkLost, RecordingJson.Default.VenueLinkRestored,
            RecordingJson.Default.RequestCancel, RecordingJson.Default.RequestCancelAll, RecordingJson.Default.RequestAmend, RecordingJson.Default.CompareBooks))
        .Add(new TaggedJsonCodec<RiskMessage>(
            RecordingJson.Default.RequestApproval, RecordingJson.Default.RequestListApproval, RecordingJson.Default.JournalChanged,
            RecordingJson.Default.MarkPrice, RecordingJson.Default.BlackoutChanged, RecordingJson.Default.ResumeTrading))
        .Add(new TaggedJsonCodec<ExecutionMessage>(RecordingJson.Default.StartAlgorithm, RecordingJson.Default.StopAlgorithm))
        .Add(new TaggedJsonCodec<ActorSignal>(RecordingJson.Default.HaltTrading))
        .AddWords<TradeSignal>(signal => $"the signal {signal.Signal.Kind} ({signal.Signal.Reason}) of {signal.AgentId} in {signal.Instrument.Symbol} on market event {signal.Market.Sequence}")
        .AddWords<RiskMessage>(message => message is RequestApproval { Order: var order }
            ? $"RequestApproval of {order.AgentId}: {order.Side} {order.Quantity} {order.Instrument.Symbol} {order.Terms.Type} on market event {order.Market.Sequence}"
            : message.ToString());
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true,
    RespectNullableAnnotations = true,
    Converters = [typeof(PriceJson), typeof(QuantityJson), typeof(MoneyJson), typeof(UnknownFiltersJson)])]
[JsonSerializable(typeof(VenueAccepted))]
[JsonSerializable(typeof(VenueRejected))]
[JsonSerializable(typeof(VenueFilled))]
[JsonSerializable(typeof(VenueExpired))]
[JsonSerializable(typeof(VenueTriggered))]
[JsonSerializable(typeof(VenueCanceled))]
[JsonSerializable(typeof(VenueCancelRefused))]
[JsonSerializable(typeof(VenueAmended))]
[JsonSerializable(typeof(VenueAmendRefused))]
[JsonSerializable(typeof(VenueOrderState))]
[JsonSerializable(typeof(VenueBalances))]
[JsonSerializable(typeof(VenueOpenOrders))]
[JsonSerializable(typeof(VenueTrades))]
[JsonSerializable(typeof(VenueTransferred))]
[JsonSerializable(typeof(VenueLinkLost))]
[JsonSerializable(typeof(VenueLinkRestored))]
[JsonSerializable(typeof(RequestCancel))]
[JsonSerializable(typeof(RequestCancelAll))]
[JsonSerializable(typeof(RequestAmend))]
[JsonSerializable(typeof(CompareBooks))]
[JsonSerializable(typeof(RequestApproval))]
[JsonSerializable(typeof(RequestListApproval))]
[JsonSerializable(typeof(JournalChanged))]
[JsonSerializable(typeof(MarkPrice))]
[JsonSerializable(typeof(BlackoutChanged))]
[JsonSerializable(typeof(ResumeTrading))]
[JsonSerializable(typeof(StartAlgorithm))]
[JsonSerializable(typeof(StopAlgorithm))]
[JsonSerializable(typeof(HaltTrading))]
[JsonSerializable(typeof(IReadOnlyList<RecordedSymbol>))]
internal sealed partial class RecordingJson : JsonSerializerContext;

internal sealed class UnknownFiltersJson : JsonConverter<UnknownFilterNames>
{
    public override UnknownFilterNames Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(reader.GetString()!.Split(", ", StringSplitOptions.RemoveEmptyEntries));

    public override void Write(Utf8JsonWriter writer, UnknownFilterNames value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
