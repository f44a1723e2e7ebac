using QuantumAI.Domain.Instruments;

namespace QuantumAI.Domain.Market;

/// <summary>What a price and a quantity of market data must be, wherever the text comes from. Pure, allocates only for a refusal.</summary>
public static class MarketNumbers
{
    /// <summary>Quantities finer than this are float noise: they are rounded half-even.</summary>
    public const int QuantityDecimalsMax = 8;

    private const long PriceMax = 1_000_000_000_000_000;

    /// <summary>Reads a price: positive (or 0 where the caller decides later), exact, at most 12 decimals, below 10^15.</summary>
    /// <returns>The rule that the text breaks; null when it breaks none.</returns>
    public static string? PriceFault(ReadOnlySpan<byte> text, string name, out DecimalNumber price, bool allowsZero = false)
    {
        var fault = DecimalNumber.TryParse(text, FixedPoint.MaxScale, rounds: false, out price);
        if (fault != NumberFault.None)
            return Rule(fault, name, FixedPoint.MaxScale);
        if (price.Mantissa < 0 || (price.Mantissa == 0 && !allowsZero))
            return $"{name} must be positive";
        return price.Mantissa / FixedPoint.PowerOfTen(price.Scale) < PriceMax ? null : $"{name} must be below 10^15";
    }

    /// <summary>Reads a quantity: not negative, rounded to 8 decimals.</summary>
    /// <returns>The rule that the text breaks; null when it breaks none.</returns>
    public static string? QuantityFault(ReadOnlySpan<byte> text, string name, out DecimalNumber quantity)
    {
        var fault = DecimalNumber.TryParse(text, QuantityDecimalsMax, rounds: true, out quantity);
        if (fault != NumberFault.None)
            return Rule(fault, name, QuantityDecimalsMax);
        return quantity.Mantissa >= 0 ? null : $"{name} must not be negative";
    }

    /// <summary>The rule that a fault breaks, in words.</summary>
    public static string Rule(NumberFault fault, string name, int decimals) => fault switch
    {
        NumberFault.Empty => $"{name} must not be empty",
        NumberFault.TooFine => $"{name} must have at most {decimals} decimals",
        NumberFault.TooLong => $"{name} must have at most {DecimalNumber.MaxDigits} digits to fit 64 bits",
        _ => $"{name} must be a plain decimal number",
    };
}
