using QuantumAI.Domain.Instruments.Filters;

namespace QuantumAI.Domain.Instruments;

/// <summary>What can be traded: its assets, the scales of its numbers and the venue's smallest steps.</summary>
/// <param name="Symbol">The venue's own name in upper case, for example <c>BTCUSDT</c>.</param>
/// <param name="BaseAsset">The asset that is bought and sold.</param>
/// <param name="QuoteAsset">The asset that prices are in.</param>
/// <param name="PriceScale">Decimals of a price.</param>
/// <param name="PriceTickUnits">Smallest price step in units of the price scale.</param>
/// <param name="QuantityScale">Decimals of a quantity.</param>
/// <param name="LotStepUnits">Smallest quantity step in units of the quantity scale.</param>
/// <param name="MinQuantityUnits">Smallest order in units of the quantity scale.</param>
/// <param name="MinNotional">Smallest order value in the quote asset.</param>
public sealed record Instrument(
    string Symbol,
    string BaseAsset,
    string QuoteAsset,
    byte PriceScale,
    long PriceTickUnits,
    byte QuantityScale,
    long LotStepUnits,
    long MinQuantityUnits,
    Money MinNotional)
{
    /// <summary>Quantity decimals of an instrument that no configuration names.</summary>
    public const byte DefaultQuantityScale = 8;

    private readonly InstrumentFilters? _filters;
    private DerivedFilters _derived;

    private static readonly string[] QuoteAssets = ["USDT", "USDC", "BUSD", "TUSD", "FDUSD", "USD", "EUR", "KRW", "BTC", "ETH"];

    /// <summary>The venue's rules for orders. Until they are given, they are what the steps and minimums here say.</summary>
    public InstrumentFilters Filters
    {
        get => _filters ?? _derived.Of(this);
        init => _filters = value;
    }

    /// <summary>An instrument that only a file describes: the price scale of the file, 8 decimals of quantity, no minimum.</summary>
    public static Instrument FromFile(string symbol, byte priceScale)
    {
        var quote = Array.Find(QuoteAssets, asset => symbol.Length > asset.Length && symbol.EndsWith(asset, StringComparison.Ordinal));
        var baseAsset = quote is null ? symbol : symbol[..^quote.Length];
        return new Instrument(symbol, baseAsset, quote ?? "USD", priceScale, 1, DefaultQuantityScale, 1, 1, Money.Zero);
    }

    public Price Price(long units) => new(units, PriceScale);

    public Quantity Quantity(long units) => new(units, QuantityScale);

    public Quantity ZeroQuantity => new(0, QuantityScale);

    /// <summary>The largest multiple of the lot step that is not above <paramref name="quantity"/>.</summary>
    public Quantity FloorToLot(Quantity quantity) =>
        new(quantity.Units - (quantity.Units % LotStepUnits), QuantityScale);

    /// <summary>True when what is left of a position is too small to be sold.</summary>
    public bool IsDust(Quantity quantity) => Math.Abs(quantity.Units) < Math.Max(LotStepUnits, MinQuantityUnits);

    /// <summary>Filters made on first use. A copy with another step carries its original's along and must not use them; equality does not look at them.</summary>
    private struct DerivedFilters : IEquatable<DerivedFilters>
    {
        private Entry? _entry;

        public InstrumentFilters Of(Instrument owner)
        {
            if (_entry is not { } entry || !ReferenceEquals(entry.Owner, owner))
                _entry = entry = new Entry(owner, InstrumentFilters.Of(owner)); // two threads make the same
            return entry.Filters;
        }

        public readonly bool Equals(DerivedFilters other) => true;

        public override readonly bool Equals(object? obj) => obj is DerivedFilters;

        public override readonly int GetHashCode() => 0;

        private sealed class Entry(Instrument owner, InstrumentFilters filters)
        {
            public Instrument Owner { get; } = owner;

            public InstrumentFilters Filters { get; } = filters;
        }
    }
}
