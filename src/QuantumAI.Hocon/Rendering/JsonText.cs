using System.Globalization;
using System.Text;

namespace QuantumAI.Hocon.Rendering;

/// <summary>JSON string syntax.</summary>
internal static class JsonText
{
    public static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length + 2);
        quoted.Append('"');
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                quoted.Append(c).Append(text[++i]);
            else AppendUnit(quoted, c);
        }

        return quoted.Append('"').ToString();
    }

    private static void AppendUnit(StringBuilder quoted, char c)
    {
        switch (c)
        {
            case '"':
                quoted.Append("\\\"");
                break;
            case '\\':
                quoted.Append("\\\\");
                break;
            case '\n':
                quoted.Append("\\n");
                break;
            case '\r':
                quoted.Append("\\r");
                break;
            case '\t':
                quoted.Append("\\t");
                break;
            case < ' ' or '\u007F' or '\u2028' or '\u2029':
            case var s when char.IsSurrogate(s):
                quoted.Append("\\u").Append(((int)c).ToString("X4", CultureInfo.InvariantCulture));
                break;
            default:
                quoted.Append(c);
                break;
        }
    }
}
