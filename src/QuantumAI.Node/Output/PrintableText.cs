using System.Globalization;
using System.Text;

namespace QuantumAI.Node.Output;

/// <summary>Text from outside, an argument or a file's contents, made safe to print: it can neither steer the terminal nor fill the screen.</summary>
internal static class PrintableText
{
    /// <summary>Characters of one line that are shown; the middle of a longer one is left out.</summary>
    public const int LineMax = 2_000;

    /// <summary>The text with every control character but the line feed and the tabulator written as <c>\xNN</c>.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="isCut">False to show the whole of long lines.</param>
    public static string Of(string text, bool isCut = true) => string.Join('\n', text.Split('\n').Select(line => LineOf(line, isCut)));

    /// <summary>The same on one line: a line feed is written as <c>\x0a</c> too.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="isCut">False to show the whole of a long line.</param>
    public static string LineOf(string text, bool isCut = true)
    {
        if (isCut && text.Length > LineMax)
            text = $"{text[..(LineMax / 2)]} … {text.Length - LineMax} characters … {text[^(LineMax / 2)..]}";
        if (!text.Any(IsControl))
            return text;
        var safe = new StringBuilder(text.Length + 16);
        foreach (var character in text)
        {
            if (IsControl(character))
                safe.Append(CultureInfo.InvariantCulture, $"\\x{(int)character:x2}");
            else
                safe.Append(character);
        }

        return safe.ToString();
    }

    // Also what turns the direction of writing around: with it a name looks like another one.
    private static bool IsControl(char character) =>
        (char.IsControl(character) && character != '\t') || character is >= '\u202a' and <= '\u202e' or >= '\u2066' and <= '\u2069';
}
