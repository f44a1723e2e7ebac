using QuantumAI.Domain.Orders;

namespace QuantumAI.Domain.Instruments.Filters;

/// <summary>Makes a wished order one that the venue takes, and never a riskier one.</summary>
/// <remarks>
/// A quantity only shrinks: to steps and limits, and for a sale to what is free. A price only moves in the holder's favour: that of a buy down, that of a
/// sale up, a trigger like a limit. Where that leaves nothing valid, the answer is none; a price or a quantity is never moved the other way to reach a minimum.
/// Pure, thread safe; no number of a wish makes it throw. Wishes may be finer than the instrument's scales.
/// </remarks>
public static class FilterRounding
{
    private const long Million = 1_000_000;

    /// <summary>The largest order that passes <see cref="FilterRules"/>, is not riskier than the wish and has the best allowed price next to the wished one; null when there is none.</summary>
    /// <param name="wished">What is wanted; prices and quantities of any scale up to <see cref="FixedPoint.MaxScale"/>.</param>
    /// <param name="instrument">The instrument and its filters.</param>
    /// <param name="context">As for <see cref="FilterRules.FaultOf"/>.</param>
    /// <param name="freeBase">Base asset that may be sold; a sale is never larger. Not looked at for a buy.</param>
    public static OrderTerms? Round(OrderTerms wished, Instrument instrument, in FilterContext context, Money freeBase)
    {
        var limit = wished.Limit is { } wishedLimit ? LimitPrice(wished.Side, wishedLimit, instrument, in context) : null;
        var trigger = wished.Trigger is { } wishedTrigger ? TriggerPrice(wished.Side, wishedTrigger, instrument) : null;
        if (limit is null != wished.Limit is null || trigger is null != wished.Trigger is null)
            return null;

        var display = wished.Display is { } wishedDisplay ? ShownQuantity(wishedDisplay, instrument) : null;
        if (display is null != wished.Display is null)
            return null;

        var terms = wished with { Limit = limit, Trigger = trigger, Display = display, Quantity = instrument.ZeroQuantity };
        var quantity = LargestQuantity(wished.Quantity, terms, instrument, in context, freeBase);
        // What has shrunk to the part that may be shown is shown as a whole.
        terms = terms with { Quantity = quantity, Display = display is { } shown && shown < quantity ? display : null };
        return FilterRules.FaultOf(terms, instrument, in context) is null ? terms : null;
    }

    /// <summary>The allowed limit next to the wished one: at most it for a buy, at least it for a sale; null when there is none.</summary>
    public static Price? LimitPrice(OrderSide side, Price wished, Instrument instrument, in FilterContext context)
    {
        var filters = instrument.Filters;
        var (low, high) = (Int128.Zero, Int128.MaxValue);
        if (context.PriceFor(side, filters.PercentPriceMinutes) is { } market)
        {
            Narrow(ref low, ref high, market, filters.PercentPrice, instrument.PriceScale);
            Narrow(ref low, ref high, market, side == OrderSide.Buy ? filters.PercentPriceBid : filters.PercentPriceAsk, instrument.PriceScale);
        }

        return PriceWithin(side, wished, instrument, low, high);
    }

    /// <summary>The allowed trigger next to the wished one, moved like a limit; null when there is none.</summary>
    public static Price? TriggerPrice(OrderSide side, Price wished, Instrument instrument) => PriceWithin(side, wished, instrument, Int128.Zero, Int128.MaxValue);

    /// <summary>The smallest quantity that the venue takes at a price: in its steps, and worth the least value; the largest number when there is none.</summary>
    /// <param name="hasLimit">False for an order at the market.</param>
    /// <param name="price">The price that values it, above zero.</param>
    /// <param name="instrument">The instrument and its filters.</param>
    public static Quantity LeastQuantity(bool hasLimit, Price price, Instrument instrument)
    {
        Guard.That(price.Units > 0, $"a price that values an order is above zero, was {price}");
        var filters = instrument.Filters;
        var step = Int128.Max(filters.Lot.StepUnits, 1);
        var units = Int128.Max(filters.Lot.MinUnits, 1);
        if (!hasLimit)
            (step, units) = (CommonStep(step, Int128.Max(filters.MarketLot.StepUnits, 1)), Int128.Max(units, filters.MarketLot.MinUnits));
        foreach (var range in (ReadOnlySpan<NotionalRange>)[filters.MinNotional, filters.Notional])
        {
            if (range.Min > Money.Zero && (hasLimit || range.AppliesMinToMarket))
                units = Int128.Max(units, SmallestFor(range.Min.Units, price, instrument.QuantityScale));
        }

        units = FixedPoint.Divide(Int128.Min(units, long.MaxValue), step, Rounding.Up) * step;
        return instrument.Quantity(units > long.MaxValue ? long.MaxValue : (long)units);
    }

    private static Price? PriceWithin(OrderSide side, Price wished, Instrument instrument, Int128 low, Int128 high)
    {
        if (side is not (OrderSide.Buy or OrderSide.Sell) || wished.Units <= 0 || wished.Scale > FixedPoint.MaxScale)
            return null;
        var range = instrument.Filters.Price;
        var step = Int128.Max(range.StepUnits, 1);
        low = Int128.Max(low, Int128.Max(range.MinUnits, 1));
        high = Int128.Min(high, range.MaxUnits == 0 ? long.MaxValue : range.MaxUnits);
        var isBuy = side == OrderSide.Buy;
        var units = FixedPoint.Rescale(wished.Units, wished.Scale, instrument.PriceScale, isBuy ? Rounding.Down : Rounding.Up);
        units = isBuy
            ? FixedPoint.Divide(Int128.Min(units, high), step, Rounding.Down) * step
            : FixedPoint.Divide(Int128.Max(units, low), step, Rounding.Up) * step;
        return units >= low && units <= high ? instrument.Price((long)units) : null;
    }

    private static void Narrow(ref Int128 low, ref Int128 high, Price market, PercentBand band, int scale)
    {
        low = Int128.Max(low, FixedPoint.Divide(Rescaled((Int128)market.Units * band.DownPpm, scale - market.Scale, Rounding.Up), Million, Rounding.Up));
        if (band.UpPpm != 0)
            high = Int128.Min(high, FixedPoint.Divide(Rescaled((Int128)market.Units * band.UpPpm, scale - market.Scale, Rounding.Down), Million, Rounding.Down));
    }

    private static Quantity? ShownQuantity(Quantity wished, Instrument instrument)
    {
        var range = instrument.Filters.Lot;
        var units = FloorToStep(Int128.Min(UnitsOf(wished, instrument), MaxOf(range)), Int128.Max(range.StepUnits, 1));
        return units > 0 && units >= range.MinUnits ? instrument.Quantity((long)units) : null;
    }

    /// <summary>The largest multiple of the steps that no upper limit forbids; zero when a lower limit forbids that.</summary>
    private static Quantity LargestQuantity(Quantity wished, OrderTerms terms, Instrument instrument, in FilterContext context, Money freeBase)
    {
        var filters = instrument.Filters;
        var isMarket = !OrderShape.HasLimit(terms.Type);
        var units = Int128.Min(UnitsOf(wished, instrument), MaxOf(filters.Lot));
        var step = Int128.Max(filters.Lot.StepUnits, 1);
        if (isMarket)
        {
            units = Int128.Min(units, MaxOf(filters.MarketLot));
            step = CommonStep(step, Int128.Max(filters.MarketLot.StepUnits, 1));
        }

        if (terms.Side == OrderSide.Sell)
            units = Int128.Min(units, QuantityUnits(freeBase, instrument));
        else if (filters.MaxPositionUnits is { } position && context.BaseTotal is { } held)
            units = Int128.Min(units, position - Rescaled(held.Units, instrument.QuantityScale - Money.Scale, Rounding.Up));
        if (filters.MaxBasePerOrder is { } maxBase)
            units = Int128.Min(units, QuantityUnits(maxBase, instrument));
        if (filters.IcebergParts is { } parts && terms.Display is { } display)
            units = Int128.Min(units, (Int128)display.Units * parts);

        if (new FilterInputs(terms, instrument, in context).ValuePrice(filters.Notional.AverageMinutes) is { } price)
        {
            var mostValue = filters.MaxQuotePerOrder?.Units ?? Int128.MaxValue;
            if (filters.Notional.Max != Money.Zero && (!isMarket || filters.Notional.AppliesMaxToMarket))
                mostValue = Int128.Min(mostValue, filters.Notional.Max.Units);
            units = Int128.Min(units, LargestFor(mostValue, price, instrument.QuantityScale));
        }

        units = units <= 0 ? 0 : FloorToStep(units, step);
        return units >= filters.Lot.MinUnits ? instrument.Quantity((long)units) : instrument.ZeroQuantity;
    }

    /// <summary>The largest quantity whose value at a price is at most so many units of <see cref="Money"/>.</summary>
    private static Int128 LargestFor(Int128 value, Price price, int quantityScale)
    {
        var exponent = price.Scale + quantityScale - Money.Scale;
        return exponent >= 0
            ? FixedPoint.Divide(Rescaled(value, exponent, Rounding.Down), price.Units, Rounding.Down)
            : FixedPoint.Divide(value, (Int128)price.Units * FixedPoint.PowerOfTen(-exponent), Rounding.Down);
    }

    /// <summary>The smallest quantity whose value at a price is at least so many units of <see cref="Money"/>.</summary>
    private static Int128 SmallestFor(Int128 value, Price price, int quantityScale)
    {
        var exponent = price.Scale + quantityScale - Money.Scale;
        return exponent >= 0
            ? FixedPoint.Divide(Rescaled(value, exponent, Rounding.Up), price.Units, Rounding.Up)
            : FixedPoint.Divide(value, (Int128)price.Units * FixedPoint.PowerOfTen(-exponent), Rounding.Up);
    }

    private static Int128 UnitsOf(Quantity wished, Instrument instrument) => wished.Units <= 0 || wished.Scale > FixedPoint.MaxScale
        ? 0 : FixedPoint.Rescale(wished.Units, wished.Scale, instrument.QuantityScale, Rounding.Down);

    private static Int128 QuantityUnits(Money amount, Instrument instrument) => Rescaled(amount.Units, instrument.QuantityScale - Money.Scale, Rounding.Down);

    private static Int128 MaxOf(StepRange range) => range.MaxUnits == 0 ? long.MaxValue : range.MaxUnits;

    private static Int128 FloorToStep(Int128 units, Int128 step) => units - (units % step);

    /// <summary>Units × 10^exponent; what does not fit becomes the largest or the smallest number, which as a bound says the same.</summary>
    private static Int128 Rescaled(Int128 units, int exponent, Rounding rounding)
    {
        if (exponent <= 0)
            return FixedPoint.Divide(units, FixedPoint.PowerOfTen(-exponent), rounding);
        var power = FixedPoint.PowerOfTen(exponent);
        if (units > Int128.MaxValue / power)
            return Int128.MaxValue;
        return units < Int128.MinValue / power ? Int128.MinValue : units * power;
    }

    /// <summary>The smallest step that is a multiple of both.</summary>
    private static Int128 CommonStep(Int128 left, Int128 right)
    {
        var (divisor, rest) = (left, right);
        while (rest != 0)
            (divisor, rest) = (rest, divisor % rest);
        return left / divisor * right; // both below 2^63
    }
}
