using FsCheck;
using FsCheck.Fluent;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Instruments.Filters;

namespace QuantumAI.Venues.Tests.Binance;

/// <summary>Instruments as exchangeInfo can describe them: scales are the decimals of the steps.</summary>
internal static class InstrumentGen
{
    private static readonly Gen<int?> Count = Gen.OneOf(Gen.Constant<int?>(null), Gen.Choose(0, 2_000).Select(count => (int?)count));

    private static readonly Gen<OrderCountLimits> Counts = from orders in Count
                                                           from algo in Count
                                                           from icebergs in Count
                                                           from lists in Count
                                                           select new OrderCountLimits(orders, algo, icebergs, lists);

    private static readonly Gen<PercentBand> Band = from down in Gen.Choose(0, 900_000) from up in Gen.Choose(1_000_000, 5_000_000) select new PercentBand(down, up);

    private static readonly Gen<bool> Flag = Gen.Elements(true, false);

    public static Gen<Instrument> Instruments =>
        from priceScale in Gen.Choose(0, 8)
        from tick in Gen.Elements(1L, 5L, 25L)
        from quantityScale in Gen.Choose(0, 8)
        from step in Gen.Elements(1L, 5L)
        from minQuantity in Gen.Choose(1, 1_000)
        from maxQuantity in Gen.Choose(1_001, 1_000_000)
        from notional in Notional
        from filters in Filters
        let money = Money.Max(filters.MinNotional.Min, notional.Min)
        select new Instrument("NEWUSDT", "NEW", "USDT", (byte)priceScale, tick, (byte)quantityScale, step, minQuantity, money)
        {
            Filters = filters with { Price = new StepRange(tick, tick * 1_000_000, tick), Lot = new StepRange(minQuantity, maxQuantity, step), Notional = notional },
        };

    private static Gen<NotionalRange> Notional =>
        from min in Gen.Choose(0, 100)
        from max in Gen.Choose(101, 10_000_000)
        from toMin in Flag
        from toMax in Flag
        from minutes in Gen.Choose(0, 5)
        select new NotionalRange(Money.Whole(min), Money.Whole(max), toMin, toMax, minutes);

    private static Gen<InstrumentFilters> Filters =>
        from status in Gen.Elements(SymbolStatus.Trading, SymbolStatus.EndOfDay, SymbolStatus.Halt, SymbolStatus.Break, SymbolStatus.CancelOnly)
        from allowed in Gen.Choose(0, (int)AllowedOrders.All >> 1).Select(bits => (AllowedOrders)(bits << 1) & AllowedOrders.All)
        from percent in Band
        from bid in Band
        from ask in Band
        from minutes in Gen.Choose(0, 5)
        from marketMax in Gen.Choose(1, 1_000_000)
        from least in Gen.Choose(0, 50)
        from applies in Flag
        from parts in Count
        from amends in Count
        from position in Gen.Choose(0, 1_000_000)
        from own in Counts
        from exchange in Counts
        select new InstrumentFilters
        {
            Status = status,
            Allowed = allowed,
            PercentPrice = percent,
            PercentPriceBid = bid,
            PercentPriceAsk = ask,
            PercentPriceMinutes = minutes,
            MarketLot = new StepRange(0, marketMax, 0),
            MinNotional = new NotionalRange(Money.Whole(least), Money.Zero, applies, false, minutes),
            IcebergParts = parts,
            Trailing = new TrailingRange(10, 2_000, 10, 2_000),
            MaxPositionUnits = position == 0 ? null : position,
            Symbol = own,
            MaxOrderAmends = amends,
            Exchange = exchange,
        };
}
