using System.Text.Json;
using QuantumAI.Domain.Market;
using QuantumAI.Feeds.Files;
using QuantumAI.Feeds.Text;

namespace QuantumAI.Feeds.Recordings;

/// <summary>Reads single values of a message. A value of the wrong kind goes to the log, is skipped and reads as 0.</summary>
internal sealed class JsonValues(ProblemLog problems)
{
    // Above this a time in milliseconds would be after the year 5138: newer streams can send microseconds.
    private const long MicrosecondsMin = 100_000_000_000_000;

    public FileNumber Price(ref Utf8JsonReader reader, string name, bool allowsZero = false)
    {
        FileNumber price = default;
        if (IsNumber(ref reader, name))
            NumberRules.TryPrice(reader.ValueSpan, name, problems, out price, allowsZero);
        return price;
    }

    public FileNumber Quantity(ref Utf8JsonReader reader, string name)
    {
        FileNumber quantity = default;
        if (IsNumber(ref reader, name))
            NumberRules.TryQuantity(reader.ValueSpan, name, problems, out quantity);
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
    public void Levels(ref Utf8JsonReader reader, string name, List<LevelRecord> levels)
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
            levels.Add(new LevelRecord(price, hasSize ? Quantity(ref reader, "level size") : default));
            while (reader.TokenType != JsonTokenType.EndArray && reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                reader.Skip();
        }
    }

    private bool IsNumber(ref Utf8JsonReader reader, string name)
    {
        if (reader.TokenType is JsonTokenType.String or JsonTokenType.Number)
            return true;
        Refuse(ref reader, $"{name} must be a number");
        return false;
    }

    private void Refuse(ref Utf8JsonReader reader, string rule)
    {
        problems.Add(rule, reader.ValueSpan);
        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            reader.Skip();
    }
}
