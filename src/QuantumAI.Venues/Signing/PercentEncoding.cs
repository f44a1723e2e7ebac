using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace QuantumAI.Venues.Signing;

/// <summary>Percent encoding of parameter values (RFC 3986): letters, digits and <c>-_.~</c> stay, every other byte of the UTF-8 text becomes %XX in capitals.</summary>
public static class PercentEncoding
{
    private const string HexDigits = "0123456789ABCDEF";

    public static string Encode(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        if (Array.TrueForAll(bytes, IsPlain))
            return text;
        var encoded = new StringBuilder(3 * bytes.Length);
        foreach (var octet in bytes)
        {
            if (IsPlain(octet))
                encoded.Append((char)octet);
            else
                encoded.Append('%').Append(HexDigits[octet >> 4]).Append(HexDigits[octet & 15]);
        }

        return encoded.ToString();
    }

    /// <summary>Reads a value of a query or a form body; a plus sign is a space, as forms write it.</summary>
    /// <returns>False when a percent sign is not followed by two hexadecimal digits, or the bytes are no UTF-8.</returns>
    public static bool TryDecode(ReadOnlySpan<char> text, [NotNullWhen(true)] out string? decoded)
    {
        decoded = null;
        var bytes = new byte[Encoding.UTF8.GetMaxByteCount(text.Length)];
        var count = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '%')
            {
                if (i + 2 >= text.Length || !char.IsAsciiHexDigit(text[i + 1]) || !char.IsAsciiHexDigit(text[i + 2]))
                    return false;
                bytes[count++] = Convert.FromHexString(text.Slice(i + 1, 2))[0];
                i += 2;
            }
            else if (text[i] == '+')
                bytes[count++] = (byte)' ';
            else if (!char.IsSurrogate(text[i]))
                count += Encoding.UTF8.GetBytes(text.Slice(i, 1), bytes.AsSpan(count));
            else if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]))
                count += Encoding.UTF8.GetBytes(text.Slice(i++, 2), bytes.AsSpan(count));
            else
                return false;
        }

        if (!System.Text.Unicode.Utf8.IsValid(bytes.AsSpan(0, count)))
            return false;
        decoded = Encoding.UTF8.GetString(bytes, 0, count);
        return true;
    }

    private static bool IsPlain(byte octet) => char.IsAsciiLetterOrDigit((char)octet) || octet is (byte)'-' or (byte)'_' or (byte)'.' or (byte)'~';
}
