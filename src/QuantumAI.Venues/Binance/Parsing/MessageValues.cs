using System.Text.Json;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;

namespace QuantumAI.Venues.Binance.Parsing;

/// <summary>Reads single values of a message. A value of the wrong kind goes to the watch, is skipped and reads as 0.</summary>
internal sealed class MessageValues(IMarketMessageWatch watch, bool isStrict)
{
    // Above this a time in milliseconds would be after the year 5138: newer streams can send microseconds.
    private const long MicrosecondsMin = 100_000_000_000_000;

    public DecimalNumber Price(ref Utf8JsonReader reader, string name, bool allowsZero = false)
    {
        DecimalNumber price = default;
        if (IsNumber(ref reader, name) && MarketNumbers.PriceFault(reader.ValueSpan, name, out price, allowsZero) is { } rule)
            watch.OnProblem(rule, reader.ValueSpan);
        return price;
    }

    public DecimalNumber Quantity(ref Utf8JsonReader reader, string name)
    {
        DecimalNumber quantity = default;
        if (IsNumber(ref reader, name) && MarketNumbers.QuantityFault(reader.ValueSpan, name, out quantity) is { } rule)
            watch.OnProblem(rule, reader.ValueSpan);
        return quantity;
    }

    public long Number(ref Utf8JsonReader reader, string name)
    {
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var number) && number >= 0)
            return number;
        Refuse(ref reader, $"{name} must be a whole number");
        return 0;
    }

    public bool Flag(ref Utf8JsonReader reader, string name)
    {
        if (reader.TokenType is not (JsonTokenType.True or JsonTokenType.False))
            Refuse(ref reader, $"{name} must be true or false");
        return reader.TokenType == JsonTokenType.True;
    }

    /// <summary>Unix milliseconds or microseconds as nanoseconds.</summary>
    public long Time(ref Utf8JsonReader reader, string name)
    {
        var time = Number(ref reader, name);
        var unit = time < MicrosecondsMin ? UnixNanos.PerMillisecond : UnixNanos.PerMicrosecond;
        if (time <= long.MaxValue / unit)
            return time * unit;
        Refuse(ref reader, $"{name} must be a Unix time in milliseconds or microseconds before 2262");
        return 0;
    }

    /// <summary>Reads <c>[["price","size"],…]</c>; values behind the size are skipped.</summary>
    public void Levels(ref Utf8JsonReader reader, string name, List<MessageLevel> levels)
    {
        levels.Clear();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            Refuse(ref reader, $"{name} must be a list of levels");
            return;
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartArray)
            {
                Refuse(ref reader, $"a level in {name} must be a list of price and size");
                continue;
            }

            reader.Read();
            var price = Price(ref reader, "level price");
            var hasSize = reader.TokenType != JsonTokenType.EndArray && reader.Read();
            levels.Add(new MessageLevel(price, hasSize ? Quantity(ref reader, "level size") : default));
            while (reader.TokenType != JsonTokenType.EndArray && reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                reader.Skip();
        }
    }

    private bool IsNumber(ref Utf8JsonReader reader, string name)
    {
        if (reader.TokenType == JsonTokenType.String || (reader.TokenType == JsonTokenType.Number && !isStrict))
            return true;
        Refuse(ref reader, isStrict ? $"{name} must be a number in quotes" : $"{name} must be a number");
        return false;
    }

    private void Refuse(ref Utf8JsonReader reader, string rule)
    {
        watch.OnProblem(rule, reader.ValueSpan);
        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            reader.Skip();
    }
}
