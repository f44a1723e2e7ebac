using System.Globalization;
using System.Text;
using System.Text.Json;

namespace QuantumAI.Venues.Binance.Parsing;

/// <summary>Opens a payload: whole JSON, each name once, not nested without end. The cold path of all parsers.</summary>
public static class Payload
{
    private const int DepthMax = 16;
    private const int ShownMax = 60;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = DepthMax, AllowDuplicateProperties = false };

    /// <summary>The payload's root.</summary>
    /// <param name="name">What it is, for messages.</param>
    /// <param name="utf8">As received.</param>
    /// <exception cref="PayloadException">The bytes are no such JSON; a page of HTML is called that.</exception>
    public static WireValue Open(string name, ReadOnlySpan<byte> utf8)
    {
        var text = utf8.TrimStart(" \t\r\n"u8);
        if (text.IsEmpty)
            throw new PayloadException(name, "", "must be JSON", "empty");
        if (text[0] == (byte)'<')
            throw new PayloadException(name, "", "must be JSON, not a web page", Shown(utf8));
        try
        {
            return new WireValue(JsonElement.Parse(utf8, Strict), new WirePlace(name));
        }
        catch (JsonException broken)
        {
            throw new PayloadException(name, "", $"must be whole JSON that names each field once (broken at line {broken.LineNumber + 1}, byte {broken.BytePositionInLine})", Shown(utf8));
        }
    }

    /// <summary>A value for a message: at most 60 characters, everything but printable ASCII as <c>\xNN</c>.</summary>
    public static string Shown(ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty)
            return "empty";
        var text = new StringBuilder();
        foreach (var octet in value[..Math.Min(value.Length, ShownMax)])
        {
            if (octet is >= 0x20 and < 0x7f)
                text.Append((char)octet);
            else
                text.Append(CultureInfo.InvariantCulture, $"\\x{octet:x2}");
        }

        return value.Length > ShownMax ? text.Append('…').ToString() : text.ToString();
    }
}

/// <summary>Where a value stands in its payload; the text is made only for a message.</summary>
internal sealed class WirePlace(string payload, WirePlace? parent = null, string field = "", int index = -1)
{
    public string Payload { get; } = payload;

    public WirePlace Field(string name) => new(Payload, this, name);

    public WirePlace Item(int number) => new(Payload, this, "", number);

    public override string ToString()
    {
        if (parent is null)
            return "";
        var above = parent.ToString();
        return index >= 0 ? $"{above}[{index.ToString(CultureInfo.InvariantCulture)}]" : above.Length == 0 ? field : $"{above}.{field}";
    }
}
