using QuantumAI.Domain;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Ledger;
using QuantumAI.Domain.Orders;
using QuantumAI.Simulation.Fees;
using QuantumAI.Simulation.Liquidity;

namespace QuantumAI.Simulation.Venue;

/// <summary>The money of an account: what an order locks, what a trade moves and what it costs.</summary>
/// <remarks>
/// A sale locks what it sells. A buy locks its limit × quantity, rounded up; without a limit the cost at the price that it would pay now and 5 %
/// more, as far as that is free. A fee in the quote asset is locked with it. Nothing is paid that is not there.
/// </remarks>
internal sealed class VenueMoney(FeeSchedule fees, int tier)
{
    private const long SlackPpm = 50_000;
    private const long Million = 1_000_000;

    /// <summary>Prices beyond this bound nobody.</summary>
    private const long HighestPrice = 1L << 61;

    public AssetLedger Ledger { get; } = new();

    /// <summary>The asset of its own that pays fees; null when none does.</summary>
    public FeeAsset? Third => fees.Third;

    /// <summary>What an order has to lock at least, and what it locks if it can.</summary>
    public (Money Least, Money Wished) LockOf(OrderTerms terms, Quantity remaining, Instrument instrument, in HouseTouch touch)
    {
        if (terms.Side == OrderSide.Sell)
            return (Money.Of(remaining), Money.Of(remaining));
        if (OrderShape.HasLimit(terms.Type))
        {
            var limited = WithFee(Cost(terms.Limit!.Value, remaining, Rounding.Up), instrument);
            return (limited, limited);
        }

        var price = terms switch
        {
            { Type: OrderType.Market } => touch.Ask,
            { Type: OrderType.TrailingStop } => Trailing(terms.Trigger?.Units ?? Math.Max(touch.Ask, touch.Last), terms.TrailingPpm),
            _ => terms.Trigger!.Value.Units,
        };
        var cost = WithFee(Cost(instrument.Price(price), remaining, Rounding.HalfEven), instrument);
        return (cost, cost + cost.Share(SlackPpm, Rounding.Up));
    }

    /// <summary>The highest price at which an order for a quantity costs no more than a budget; 0 when there is none.</summary>
    public long HighestPriceFor(Money budget, Quantity quantity, Instrument instrument)
    {
        if (fees.Payment == FeePayment.Quote)
            budget = new Money(FixedPoint.Divide(checked(budget.Units * Million), Million + HighestRate(instrument), Rounding.Down));
        var scale = instrument.PriceScale + quantity.Scale;
        var units = scale >= Money.Scale
            ? checked(budget.Units * FixedPoint.PowerOfTen(scale - Money.Scale)) / quantity.Units
            : budget.Units / FixedPoint.PowerOfTen(Money.Scale - scale) / quantity.Units;
        if (units >= HighestPrice)
            return HighestPrice;
        var price = (long)units;
        return Cost(instrument.Price(price + 1), quantity, Rounding.HalfEven) <= budget ? price + 1 : price; // the cost is rounded, the price was not
    }

    /// <summary>Sets aside more for an order, as far as it is free; returns what it has then.</summary>
    public Money TopUp(string asset, Money locked, Money wished)
    {
        var more = Money.Min(wished - locked, Ledger[asset].Free);
        if (more <= Money.Zero)
            return locked;
        Ledger.Reserve(asset, more);
        return locked + more;
    }

    /// <summary>Moves what a trade moves. Pays from what is locked, then from what is free.</summary>
    /// <param name="instrument">Of the symbol.</param>
    /// <param name="trade">The trade; its third asset's price is 0 where that asset cannot pay.</param>
    /// <param name="locked">What the order has locked; less afterwards.</param>
    /// <param name="paid">What a client pays who buys from this one; null when the market does. What a rounding left unpaid is not received.</param>
    /// <returns>What was paid in the quote asset without the fee, and the fee.</returns>
    public (Money Quote, Fee Fee) Pay(Instrument instrument, in FeeTrade trade, ref Money locked, Money? paid = null)
    {
        var isBuy = trade.Side == OrderSide.Buy;
        var quote = paid ?? Money.Notional(trade.Price, trade.Quantity);
        var fee = fees.Of(instrument, in trade);
        var paidAsset = isBuy ? instrument.QuoteAsset : instrument.BaseAsset;
        var receivedAsset = isBuy ? instrument.BaseAsset : instrument.QuoteAsset;
        if (fees.Third is not null && trade.ThirdAssetPrice > Money.Zero && Ledger[fee.Asset].Free < fee.Amount)
            fee = fees.Of(instrument, trade with { ThirdAssetPrice = Money.Zero });
        var isFeeOnTop = isBuy && fees.Payment == FeePayment.Quote;
        var gave = isBuy ? quote : Money.Of(trade.Quantity);
        var total = isFeeOnTop ? gave + fee.Amount : gave;
        var missing = total - locked - Ledger[paidAsset].Free;
        if (missing > Money.Zero)
        {
            // Each part of an order is rounded by itself: all together may be some 10^−8 more than the whole, which the market bears.
            Guard.That(isBuy && missing.Units <= 16_384, $"a trade is paid by what its order has, {missing} {paidAsset} are missing");
            (quote, total) = (quote - missing, total - missing);
        }

        var fromLocked = Money.Min(total, locked);
        Ledger.Pay(paidAsset, fromLocked, total - fromLocked);
        locked -= fromLocked;
        var got = isBuy ? Money.Of(trade.Quantity) : quote;
        if (fee.Asset == receivedAsset)
        {
            fee = fee with { Amount = Money.Min(fee.Amount, got) }; // what a client left unpaid may be the last unit of a fee
            Ledger.Receive(receivedAsset, got - fee.Amount);
            return (quote, fee);
        }

        Ledger.Receive(receivedAsset, got);
        if (!isFeeOnTop)
            Ledger.Pay(fee.Asset, Money.Zero, fee.Amount);
        return (quote, fee);
    }

    private static Money Cost(Price price, Quantity quantity, Rounding rounding) => new(FixedPoint.Rescale(
        checked((Int128)price.Units * quantity.Units), price.Scale + quantity.Scale, Money.Scale, rounding));

    private static long Trailing(long price, long trailingPpm) => (long)Int128.Min(HighestPrice, (Int128)price * (Million + trailingPpm) / Million);

    private Money WithFee(Money cost, Instrument instrument) =>
        fees.Payment == FeePayment.Quote ? cost + cost.Share(HighestRate(instrument), Rounding.Up) : cost;

    private long HighestRate(Instrument instrument)
    {
        var rates = fees.RatesOf(instrument.Symbol, tier);
        return Math.Max(rates.MakerPpm, rates.TakerPpm);
    }
}
