using System.Text.Json.Serialization;

namespace QuantumAI.Node.Http;

internal sealed record PageIndex(IReadOnlyList<string> Pages);

internal sealed record HealthPage(string Status, IReadOnlyList<string> Reasons);

internal sealed record Member(string Id, IReadOnlyList<string> Roles, string Status, string Process);

internal sealed record BalancePage(string Asset, string Free, string Locked, string Total);

internal sealed record AccountPage(
    string Account, string BaseCurrency, string? Time, string Equity, string DayStartEquity, string HighEquity,
    string TradingState, string TradingStateReason, IReadOnlyList<BalancePage> Balances, string Venue, string Link, bool BooksMatched);

internal sealed record ActorPage(string Path, string Type, long Waiting, long Handled);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PageIndex))]
[JsonSerializable(typeof(HealthPage))]
[JsonSerializable(typeof(Member[]))]
[JsonSerializable(typeof(AccountPage))]
[JsonSerializable(typeof(ActorPage[]))]
internal sealed partial class StatusJson : JsonSerializerContext;
