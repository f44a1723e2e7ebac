using QuantumAI.Domain.Instruments;

namespace QuantumAI.TestKit;

/// <summary>Instruments and amounts that tests agree on.</summary>
public static class Samples
{
    /// <summary>Cents, lots of 0.00001, at least 5 USDT: a spot pair as exchanges define it.</summary>
    public static Instrument Bitcoin { get; } = new("BTCUSDT", "BTC", "USDT", 2, 1, 8, 1_000, 1_000, Money.Whole(5));

    /// <summary>A second pair on the same quote asset with another tick.</summary>
    public static Instrument Ether { get; } = new("ETHUSDT", "ETH", "USDT", 2, 5, 8, 10_000, 10_000, Money.Whole(5));

    public static IReadOnlyDictionary<string, Instrument> Both { get; } =
        new Dictionary<string, Instrument> { [Bitcoin.Symbol] = Bitcoin, [Ether.Symbol] = Ether };

    /// <summary>Units of 10^−8 of an asset.</summary>
    public static Money Units(long units) => new(units);
}
