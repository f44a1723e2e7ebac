using System.Text;

namespace QuantumAI.Venues.Binance.Parsing;

/// <summary>How the venue spells names: <c>StopLossLimit</c> is <c>STOP_LOSS_LIMIT</c>.</summary>
internal static class WireNames
{
    public static string Of(string name)
    {
        var text = new StringBuilder();
        foreach (var character in name)
        {
            if (char.IsAsciiLetterUpper(character) && text.Length > 0)
                text.Append('_');
            text.Append(char.ToUpperInvariant(character));
        }

        return text.ToString();
    }
}
