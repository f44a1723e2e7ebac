using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Feeds.Files;

namespace QuantumAI.Feeds.Text;

/// <summary>What a price and a quantity must be, whatever file they are in: the rules of <see cref="MarketNumbers"/>, broken ones go to the log.</summary>
internal static class NumberRules
{
    public static bool TryPrice(ReadOnlySpan<byte> text, string name, ProblemLog problems, out DecimalNumber price) =>
        Keeps(MarketNumbers.PriceFault(text, name, out price), text, problems);

    public static bool TryQuantity(ReadOnlySpan<byte> text, string name, ProblemLog problems, out DecimalNumber quantity) =>
        Keeps(MarketNumbers.QuantityFault(text, name, out quantity), text, problems);

    /// <summary>Reads a number that counts something: digits only, below 10^18.</summary>
    public static bool TryCount(ReadOnlySpan<byte> text, string name, ProblemLog problems, out long count)
    {
        var fault = DecimalNumber.TryParse(text, 0, rounds: false, out var number);
        count = number.Mantissa;
        if (fault == NumberFault.None && count >= 0 && !text.Contains((byte)'.'))
            return true;
        problems.Add($"{name} must be a whole number of at most {DecimalNumber.MaxDigits} digits", text);
        return false;
    }

    private static bool Keeps(string? rule, ReadOnlySpan<byte> text, ProblemLog problems)
    {
        if (rule is not null)
            problems.Add(rule, text);
        return rule is null;
    }
}
