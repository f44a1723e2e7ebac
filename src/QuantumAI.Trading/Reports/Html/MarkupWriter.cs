using System.Globalization;
using System.Runtime.CompilerServices;

namespace QuantumAI.Trading.Reports.Html;

/// <summary>Writes markup from interpolated strings: what the code says is markup, what a hole holds is encoded. There is no way around it.</summary>
internal sealed class MarkupWriter(TextWriter writer)
{
    /// <summary>One line of markup; it ends with a line feed on every platform.</summary>
    internal void Line([InterpolatedStringHandlerArgument("")] ref EncodedMarkup markup)
    {
        _ = markup;
        writer.Write('\n');
    }

    internal void Literal(string markup) => writer.Write(markup);

    /// <summary>Text as element content or attribute value; what XML 1.0 cannot hold becomes U+FFFD.</summary>
    internal void Encoded(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var character = text[i];
            if (char.IsHighSurrogate(character) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                writer.Write(character);
                writer.Write(text[++i]);
                continue;
            }

            writer.Write(character switch
            {
                '<' => "&lt;",
                '>' => "&gt;",
                '&' => "&amp;",
                '"' => "&quot;",
                '\'' => "&#39;",
                _ => null,
            } ?? (IsWritable(character) ? character.ToString() : "\uFFFD"));
        }
    }

    private static bool IsWritable(char character) =>
        character is '\t' or '\n' || (character >= ' ' && character is not (>= '\u007F' and <= '\u009F') and not '\uFFFE' and not '\uFFFF'
            && !char.IsSurrogate(character));
}

/// <summary>The holes of a markup line: text is encoded, coordinates have two decimals, counts none.</summary>
[InterpolatedStringHandler]
internal readonly ref struct EncodedMarkup
{
    private readonly MarkupWriter _markup;

#pragma warning disable IDE0060 // the compiler passes both lengths
    public EncodedMarkup(int literalLength, int formattedCount, MarkupWriter markup) => _markup = markup;
#pragma warning restore IDE0060

    public void AppendLiteral(string markup) => _markup.Literal(markup);

    public void AppendFormatted(string text) => _markup.Encoded(text);

    public void AppendFormatted(int number) => _markup.Literal(number.ToString(CultureInfo.InvariantCulture));

    public void AppendFormatted(double coordinate) => _markup.Literal(Coordinate.Text(coordinate));
}

/// <summary>A length in the units of a drawing.</summary>
internal static class Coordinate
{
    /// <summary>At most two decimals, never <c>-0</c>.</summary>
    internal static string Text(double coordinate) => (Math.Round(coordinate, 2) + 0.0).ToString("0.##", CultureInfo.InvariantCulture);
}
