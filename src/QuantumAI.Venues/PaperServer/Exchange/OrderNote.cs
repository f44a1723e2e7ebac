using System.Globalization;
using QuantumAI.Domain.Instruments;

namespace QuantumAI.Venues.PaperServer.Exchange;

/// <summary>What a client wants back with its order and the matching engine has no use for; kept with the order as its tag.</summary>
/// <param name="StrategyId">The client's number of a strategy.</param>
/// <param name="StrategyType">The client's number of a kind of strategy.</param>
/// <param name="QuoteQuantity">Of a market order: what it was to spend or to bring.</param>
/// <param name="ListClientId">Of an order of a list: the list's client id.</param>
public sealed record OrderNote(long? StrategyId = null, long? StrategyType = null, Money? QuoteQuantity = null, string? ListClientId = null)
{
    private const int Parts = 4;

    public static OrderNote None { get; } = new();

    /// <summary>The note as text: its parts in order, joined by a semicolon; empty when there is nothing.</summary>
    public string ToTag() => this == None ? "" : string.Create(
        CultureInfo.InvariantCulture, $"{StrategyId};{StrategyType};{QuoteQuantity};{ListClientId}");

    /// <summary>Reads what <see cref="ToTag"/> wrote; a tag that somebody else wrote is no note.</summary>
    public static OrderNote Of(string tag)
    {
        if (tag.Length == 0)
            return None;
        var parts = tag.Split(';');
        return parts.Length != Parts ? None : new OrderNote(Number(parts[0]), Number(parts[1]), parts[2].Length == 0 ? null : Money.Parse(parts[2]), parts[3].Length == 0 ? null : parts[3]);
    }

    private static long? Number(string text) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
}
