using System.Text.Json.Serialization;

namespace QuantumAI.Node.Http;

/// <summary>A list from the read models and how old it is.</summary>
/// <param name="Position">Position of the journal's last event that it contains.</param>
/// <param name="Lag">Events that the journal had more.</param>
/// <param name="LagSeconds">Machine time since the list was level with the journal.</param>
/// <param name="Next"><c>before</c> of the next, older page; null when there is none.</param>
/// <param name="Items">Newest first.</param>
internal sealed record ViewAnswer<TItem>(long Position, long Lag, double LagSeconds, long? Next, IReadOnlyList<TItem> Items);

internal sealed record Refusal(string Error);

internal sealed record PositionPage(
    string Account, string Symbol, string Agent, string Quantity, string Cost, string Mark, string Value, string UnrealisedPnl, string RealisedPnl,
    string? OpenedAt, bool IsDust);

internal sealed record OrderPage(
    long Position, string Account, string ClientOrderId, string Symbol, string Agent, string Side, string Type, string Quantity, string Reference,
    string Filled, string QuoteFilled, string Status, bool ReduceOnly, string? VenueOrderId, string Reason, string? IntendedAt, string? UpdatedAt);

internal sealed record FillPage(
    long Position, string Account, string ClientOrderId, string Symbol, string Agent, string Side, long TradeId, string Price, string Quantity,
    string QuoteQuantity, string Fee, string FeeAsset, string? VenueTime, string? Time, string? Causation);

internal sealed record EquityPage(long Position, string Account, string? Time, string Equity, string DayStartEquity, string HighEquity, string Day);

internal sealed record DecisionPage(
    long Position, string Account, string Kind, string Symbol, string Agent, string Side, string Quantity, string? ClientOrderId, long Code,
    string? Rule, string Reason, string? Causation, string? Correlation, string? Time);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Refusal))]
[JsonSerializable(typeof(ViewAnswer<PositionPage>), TypeInfoPropertyName = "Positions")]
[JsonSerializable(typeof(ViewAnswer<OrderPage>), TypeInfoPropertyName = "Orders")]
[JsonSerializable(typeof(ViewAnswer<FillPage>), TypeInfoPropertyName = "Fills")]
[JsonSerializable(typeof(ViewAnswer<EquityPage>), TypeInfoPropertyName = "Equity")]
[JsonSerializable(typeof(ViewAnswer<DecisionPage>), TypeInfoPropertyName = "Decisions")]
internal sealed partial class ViewJson : JsonSerializerContext;
