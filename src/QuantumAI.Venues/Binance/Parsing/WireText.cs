using QuantumAI.Domain.Instruments;

namespace QuantumAI.Venues.Binance.Parsing;

/// <summary>Numbers as the venue writes them: with eight decimals, or more where the number has more.</summary>
public static class WireText
{
    private const int Decimals = 8;

    public static string Of(Price price) => Of(price.Units, price.Scale);

    public static string Of(Quantity quantity) => Of(quantity.Units, quantity.Scale);

    public static string Of(Money amount) => amount.ToString();

    public static string Of(long units, int scale) =>
        scale >= Decimals ? FixedPoint.Format(units, scale) : FixedPoint.Format((Int128)units * FixedPoint.PowerOfTen(Decimals - scale), Decimals);
}
