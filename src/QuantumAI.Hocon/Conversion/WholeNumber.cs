namespace QuantumAI.Hocon.Conversion;

/// <summary>Exact 64-bit results: what does not fit or leaves a remainder is refused, never rounded.</summary>
internal static class WholeNumber
{
    public static bool TryScale(decimal number, decimal factor, out long result)
    {
        result = 0;
        if (Math.Abs(number) > long.MaxValue / factor + 1) return false;
        return TryRead(number * factor, out result);
    }

    public static bool TryRead(decimal number, out long result)
    {
        result = 0;
        if (number != decimal.Truncate(number) || number < long.MinValue || number > long.MaxValue) return false;
        result = (long)number;
        return true;
    }
}
