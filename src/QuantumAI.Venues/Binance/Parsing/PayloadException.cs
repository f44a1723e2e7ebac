namespace QuantumAI.Venues.Binance.Parsing;

/// <summary>A payload does not say what it must. The only exception that leaves a parser, whatever the bytes are.</summary>
/// <param name="payload">What was read: <c>order</c>, <c>exchangeInfo</c>.</param>
/// <param name="place">Where in it: <c>fills[2].price</c>; empty for the whole.</param>
/// <param name="rule">What must hold, for example “must be a decimal number in quotes”.</param>
/// <param name="value">What was there instead, printable and cut.</param>
#pragma warning disable CA1032 // A refusal without its place and rule is what this type exists to prevent.
public sealed class PayloadException(string payload, string place, string rule, string value)
    : Exception($"{payload}: {(place.Length == 0 ? "it" : place)} {rule}, was {value}")
#pragma warning restore CA1032
{
    public string Payload { get; } = payload;

    public string Place { get; } = place;

    public string Rule { get; } = rule;

    public string Value { get; } = value;
}
