using System.Globalization;

namespace QuantumAI.Hocon.Parsing;

/// <summary>Character classes of the HOCON specification.</summary>
internal static class Characters
{
    private const char ByteOrderMark = '\uFEFF';
    private const string Reserved = "$\"{}[]:=,+#`^?!@*&\\";

    public static bool IsWhitespace(char c) =>
        c is (>= '\t' and <= '\r') or (>= '\u001C' and <= '\u001F') or ByteOrderMark
        || char.GetUnicodeCategory(c) is UnicodeCategory.SpaceSeparator
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    public static bool IsInlineWhitespace(char c) => c != '\n' && IsWhitespace(c);

    public static bool IsReserved(char c) => Reserved.Contains(c);

    public static bool IsNumberStart(char c) => c == '-' || char.IsAsciiDigit(c);

    public static bool IsNumberPart(char c) => char.IsAsciiDigit(c) || c is 'e' or 'E' or '+' or '-' or '.';
}
