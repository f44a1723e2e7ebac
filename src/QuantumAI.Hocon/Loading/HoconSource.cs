using System.Text;

namespace QuantumAI.Hocon;

/// <summary>A text to parse and the name under which messages show it. Immutable.</summary>
/// <param name="Name">Slash-separated file name; includes written in this source are relative to its folder.</param>
/// <param name="Text">The whole text.</param>
/// <param name="Format">Its syntax.</param>
public sealed record HoconSource(string Name, string Text, HoconFormat Format)
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>A source whose format follows from the name's extension: .json, .properties, anything else is HOCON.</summary>
    public static HoconSource FromText(string name, string text) => new(name, text, FormatOf(name));

    /// <summary>Decodes UTF-8 strictly; a byte order mark is allowed.</summary>
    /// <exception cref="HoconException">The bytes are not UTF-8; the message names the line.</exception>
    public static HoconSource FromBytes(string name, ReadOnlySpan<byte> bytes)
    {
        try
        {
            return FromText(name, Strict.GetString(bytes));
        }
        catch (DecoderFallbackException e)
        {
            var line = 1 + bytes[..Math.Clamp(e.Index, 0, bytes.Length)].Count((byte)'\n');
            throw new HoconException(new HoconProblem(new HoconOrigin(name, line), null, "text must be UTF-8", null));
        }
    }

    internal static HoconFormat FormatOf(string name) =>
        name.EndsWith(".json", StringComparison.Ordinal) ? HoconFormat.Json
        : name.EndsWith(".properties", StringComparison.Ordinal) ? HoconFormat.Properties
        : HoconFormat.Hocon;
}
