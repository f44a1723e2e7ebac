using System.Text.Json;
using System.Text.Json.Serialization;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;

namespace QuantumAI.Journal.Venue;

/// <summary>What is ordered beside side, type and quantity, as JSON text: decimals as text, words as exchanges have them, absent = not used.</summary>
internal static class VenueTerms
{
    private static readonly VenueWords<TimeInForce> Lives = new(
        "a time in force", (TimeInForce.GoodTilCanceled, "GTC"), (TimeInForce.ImmediateOrCancel, "IOC"), (TimeInForce.FillOrKill, "FOK"),
        (TimeInForce.GoodTilDate, "GTD"));

    private static readonly VenueWords<SelfTradePrevention> Modes = new(
        "a self-trade prevention", (SelfTradePrevention.None, "NONE"), (SelfTradePrevention.ExpireTaker, "EXPIRE_TAKER"),
        (SelfTradePrevention.ExpireMaker, "EXPIRE_MAKER"), (SelfTradePrevention.ExpireBoth, "EXPIRE_BOTH"), (SelfTradePrevention.Decrement, "DECREMENT"));

    public static string Of(SelfTradePrevention mode) => Modes.Of(mode);

    public static SelfTradePrevention Mode(string text) => Modes.Value(text);

    /// <exception cref="ArgumentOutOfRangeException">The books could not give them back.</exception>
    public static string Of(OrderTerms terms) => JsonSerializer.Serialize(
        new VenueTermsText(
            Lives.Of(terms.TimeInForce), Modes.Of(terms.SelfTrade),
            terms.Limit is { } limit ? VenueText.Of(limit) : null,
            terms.Trigger is { } trigger ? VenueText.Of(trigger) : null,
            terms.TrailingPpm, terms.ExpiresNanos, terms.IsPostOnly, terms.IsReduceOnly,
            terms.Display is { } display ? VenueText.Of(display) : null),
        VenueTermsJson.Default.VenueTermsText);

    /// <exception cref="FormatException">The text says something else.</exception>
    public static OrderTerms Read(OrderSide side, OrderType type, Quantity quantity, string text)
    {
        try
        {
            var read = JsonSerializer.Deserialize(text, VenueTermsJson.Default.VenueTermsText) ?? throw new FormatException("terms must be an object, was null");
            return new OrderTerms(
                side, type, quantity, read.Limit is { } limit ? Price.Parse(limit) : null, read.Trigger is { } trigger ? Price.Parse(trigger) : null,
                read.TrailingPpm, Lives.Value(read.TimeInForce), read.ExpiresNanos, read.PostOnly, read.ReduceOnly,
                read.Display is { } display ? Quantity.Parse(display) : null, Modes.Value(read.SelfTrade));
        }
        catch (JsonException unreadable)
        {
            throw new FormatException($"terms must be the JSON of an order, was “{text}”: {unreadable.Message}", unreadable);
        }
    }
}

/// <summary>The shape of the text.</summary>
internal sealed record VenueTermsText(
    string TimeInForce, string SelfTrade, string? Limit = null, string? Trigger = null, long TrailingPpm = 0, long ExpiresNanos = 0,
    bool PostOnly = false, bool ReduceOnly = false, string? Display = null);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(VenueTermsText))]
internal sealed partial class VenueTermsJson : JsonSerializerContext;
