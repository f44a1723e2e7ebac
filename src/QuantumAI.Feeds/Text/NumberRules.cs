using QuantumAI.Domain.Instruments;
using QuantumAI.Feeds.Files;

namespace QuantumAI.Feeds.Text;

/// <summary>What a price and a quantity must be, whatever file they are in.</summary>
internal static class NumberRules
{
    /// <summary>Quantities finer than this are float noise: they are rounded half-even and counted.</summary>
    public const int QuantityDecimalsMax = 8;

    private const long PriceMax = 1_000_000_000_000_000;

    /// <summary>Reads a price: positive (or 0 where the caller decides later), exact, at most 12 decimals, below 10^15.</summary>
    public static bool TryPrice(ReadOnlySpan<byte> text, string name, ProblemLog problems, out FileNumber price, bool allowsZero = false)
    {
        var fault = FileNumber.TryParse(text, FixedPoint.MaxScale, rounds: false, out price);
        if (fault != NumberFault.None)
            return Refuse(fault, text, name, FixedPoint.MaxScale, problems);
        if (price.Mantissa < 0 || (price.Mantissa == 0 && !allowsZero))
        {
            problems.Add($"{name} must be positive", text);
            return false;
        }

        if (price.Mantissa / FixedPoint.PowerOfTen(price.Scale) < PriceMax)
            return true;
        problems.Add($"{name} must be below 10^15", text);
        return false;
    }

    /// <summary>Reads a quantity: not negative, rounded to 8 decimals.</summary>
    public static bool TryQuantity(ReadOnlySpan<byte> text, string name, ProblemLog problems, out FileNumber quantity)
    {
        var fault = FileNumber.TryParse(text, QuantityDecimalsMax, rounds: true, out quantity);
        if (fault != NumberFault.None)
            return Refuse(fault, text, name, QuantityDecimalsMax, problems);
        if (quantity.Mantissa >= 0)
            return true;
        problems.Add($"{name} must not be negative", text);
        return false;
    }

    /// <summary>Reads a number that counts something: digits only, below 10^18.</summary>
    public static bool TryCount(ReadOnlySpan<byte> text, string name, ProblemLog problems, out long count)
    {
        var fault = FileNumber.TryParse(text, 0, rounds: false, out var number);
        count = number.Mantissa;
        if (fault == NumberFault.None && count >= 0 && !text.Contains((byte)'.'))
            return true;
        problems.Add($"{name} must be a whole number of at most {FileNumber.MaxDigits} digits", text);
        return false;
    }

    private static bool Refuse(NumberFault fault, ReadOnlySpan<byte> text, string name, int decimals, ProblemLog problems)
    {
        problems.Add(
            fault switch
            {
                NumberFault.Empty => $"{name} must not be empty",
                NumberFault.TooFine => $"{name} must have at most {decimals} decimals",
                NumberFault.TooLong => $"{name} must have at most {FileNumber.MaxDigits} digits to fit 64 bits",
                _ => $"{name} must be a plain decimal number",
            },
            text);
        return false;
    }
}
