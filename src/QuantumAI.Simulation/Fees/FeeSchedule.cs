using QuantumAI.Domain;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;

namespace QuantumAI.Simulation.Fees;

/// <summary>Fee rates of one tier in parts per million of the value; a negative rate is refused (rebates are not modelled).</summary>
public readonly record struct FeeRates(long MakerPpm, long TakerPpm);

/// <summary>In which asset a fee is paid.</summary>
public enum FeePayment : byte
{
    Unspecified = 0,

    /// <summary>Taken from what the account receives, as on a spot exchange by default.</summary>
    Received = 1,

    /// <summary>In the quote asset, whatever the side.</summary>
    Quote = 2,

    /// <summary>In an asset of its own, at a discount, while its price is known; else from what is received.</summary>
    Third = 3,
}

/// <summary>A third asset that pays fees, for example an exchange's own coin.</summary>
/// <param name="Asset">Its name.</param>
/// <param name="Scale">Decimals that a balance of it can have, 0 to 8.</param>
/// <param name="DiscountPpm">What is left off the rate, in parts per million of the fee.</param>
public sealed record FeeAsset(string Asset, int Scale, long DiscountPpm);

/// <summary>One trade as the fee schedule sees it.</summary>
/// <param name="Side">Of the account that pays.</param>
/// <param name="IsMaker">Whether its order rested.</param>
/// <param name="Price">Of the trade.</param>
/// <param name="Quantity">Of the trade.</param>
/// <param name="Tier">Of the account, 0 = the first.</param>
/// <param name="ThirdAssetPrice">Quote asset for one unit of the third asset, in units of 10^−8; 0 = not known.</param>
public readonly record struct FeeTrade(OrderSide Side, bool IsMaker, Price Price, Quantity Quantity, int Tier = 0, Money ThirdAssetPrice = default);

/// <summary>A fee and what it is paid in.</summary>
public readonly record struct Fee(Money Amount, string Asset);

/// <summary>Maker and taker fees by account tier, with overrides by symbol. Immutable, thread safe.</summary>
/// <remarks>
/// A fee is rounded up to what the asset can express: the base asset has the quantity's decimals, the quote asset 8, the third asset its own.
/// A discount and a conversion are part of one division, so that nothing is rounded twice.
/// </remarks>
public sealed class FeeSchedule
{
    private const long Million = 1_000_000;
    private readonly FeeRates[] _tiers;
    private readonly Dictionary<string, FeeRates[]> _bySymbol = new(StringComparer.Ordinal);
    private readonly FeePayment _payment;
    private readonly FeeAsset? _third;

    /// <param name="tiers">Rates of tier 0, 1, 2 …; an account above the last has the last.</param>
    /// <param name="payment">What fees are paid in.</param>
    /// <param name="third">Needed for <see cref="FeePayment.Third"/>, else null.</param>
    /// <param name="bySymbol">Rates of symbols that differ, by tier.</param>
    public FeeSchedule(
        IReadOnlyList<FeeRates> tiers, FeePayment payment = FeePayment.Received, FeeAsset? third = null,
        IReadOnlyDictionary<string, IReadOnlyList<FeeRates>>? bySymbol = null)
    {
        Guard.That(payment is > FeePayment.Unspecified and <= FeePayment.Third, $"the fee payment is a known one, was {payment}");
        Guard.That((payment == FeePayment.Third) == (third is not null), "a third asset belongs to a payment in a third asset");
        Guard.That(
            third is null or { Scale: >= 0 and <= Money.Scale, DiscountPpm: >= 0 and <= Million },
            $"the third asset has 0 to 8 decimals and a discount of 0 to 1,000,000 ppm, was {third}");
        (_tiers, _payment, _third) = (Checked(tiers), payment, third);
        foreach (var (symbol, rates) in bySymbol ?? new Dictionary<string, IReadOnlyList<FeeRates>>())
            _bySymbol[symbol] = Checked(rates);
    }

    /// <summary>The same rates for everybody, taken from what is received.</summary>
    public static FeeSchedule Flat(long makerPpm, long takerPpm) => new([new FeeRates(makerPpm, takerPpm)]);

    public FeePayment Payment => _payment;

    /// <summary>The third asset that pays fees; null when none does.</summary>
    public FeeAsset? Third => _third;

    public FeeRates RatesOf(string symbol, int tier)
    {
        Guard.That(tier >= 0, $"a fee tier is 0 or more, was {tier}");
        var rates = _bySymbol.GetValueOrDefault(symbol) ?? _tiers;
        return rates[Math.Min(tier, rates.Length - 1)];
    }

    /// <summary>The fee of one trade.</summary>
    public Fee Of(Instrument instrument, in FeeTrade trade)
    {
        var rates = RatesOf(instrument.Symbol, trade.Tier);
        var ppm = trade.IsMaker ? rates.MakerPpm : rates.TakerPpm;
        var notional = Money.Notional(trade.Price, trade.Quantity);
        if (_third is { } third && trade.ThirdAssetPrice > Money.Zero)
        {
            // (notional × rate × (1 − discount)) / price, all in units of 10^−8: one more 10^8 for the price's scale.
            var share = checked((Int128)ppm * (Million - third.DiscountPpm));
            var perUnit = checked((Int128)Million * Million * trade.ThirdAssetPrice.Units);
            return new Fee(RoundedUp(notional.Units, share, perUnit, FixedPoint.PowerOfTen(Money.Scale), third.Scale), third.Asset);
        }

        return trade.Side == OrderSide.Buy && _payment != FeePayment.Quote
            ? new Fee(RoundedUp(Money.Of(trade.Quantity).Units, ppm, Million, 1, Math.Min((int)instrument.QuantityScale, Money.Scale)), instrument.BaseAsset)
            : new Fee(RoundedUp(notional.Units, ppm, Million, 1, Money.Scale), instrument.QuoteAsset);
    }

    /// <summary>units × share × factor / divisor, rounded up to a multiple of what the scale can express.</summary>
    private static Money RoundedUp(Int128 units, Int128 share, Int128 divisor, long factor, int scale)
    {
        var step = FixedPoint.PowerOfTen(Money.Scale - scale);
        var common = Gcd(share * factor, divisor); // keeps the product of a large notional within 128 bits
        return new Money(FixedPoint.Divide(checked(units * (share * factor / common)), checked(divisor / common * step), Rounding.Up) * step);
    }

    private static Int128 Gcd(Int128 left, Int128 right)
    {
        while (left != 0)
            (left, right) = (right % left, left);
        return right;
    }

    private static FeeRates[] Checked(IReadOnlyList<FeeRates> rates)
    {
        Guard.That(rates.Count > 0, "a fee schedule has at least one tier");
        foreach (var rate in rates)
            Guard.That(rate is { MakerPpm: >= 0 and <= Million, TakerPpm: >= 0 and <= Million }, $"a fee rate is 0 to 1,000,000 ppm, was {rate}");
        return [.. rates];
    }
}
