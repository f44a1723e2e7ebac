using System.Buffers;
using System.Globalization;

namespace QuantumAI.Trading.Reports;

/// <summary>One record after RFC 4180: comma, CRLF, quotes where needed. Text that a spreadsheet would run as a formula is made text.</summary>
internal sealed class CsvRow(TextWriter writer)
{
    private static readonly SearchValues<char> Quoted = SearchValues.Create("\",\r\n");
    private bool _isFirst = true;

    /// <summary>A number, a time or a name of ours: written as it is.</summary>
    internal CsvRow Value(string value)
    {
        if (!_isFirst)
            writer.Write(',');
        _isFirst = false;
        var isQuoted = value.AsSpan().ContainsAny(Quoted) || value.StartsWith(' ') || value.EndsWith(' ');
        writer.Write(isQuoted ? $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : value);
        return this;
    }

    /// <summary>Text from outside: an apostrophe in front when its first character would start a formula (OWASP, “CSV injection”).</summary>
    internal CsvRow Text(string text)
    {
        var inner = text.AsSpan().TrimStart(' ');
        var isFormula = inner.Length > 0 && inner[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '＝' or '＋' or '－' or '＠';
        return Value(isFormula ? "'" + text : text);
    }

    /// <summary>A double as plain decimals with 15 significant digits, no exponent, no separators.</summary>
    internal CsvRow Number(double number) => Value(number.ToString("0.############", CultureInfo.InvariantCulture));

    internal void End()
    {
        writer.Write("\r\n");
        _isFirst = true;
    }
}
