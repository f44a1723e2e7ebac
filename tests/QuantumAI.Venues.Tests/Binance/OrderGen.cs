using FsCheck;
using FsCheck.Fluent;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;
using QuantumAI.Venues.Binance.Parsing;
using QuantumAI.Venues.Binance.Rest;

namespace QuantumAI.Venues.Tests.Binance;

/// <summary>Orders and lists that the venue can take, all types and options.</summary>
internal static class OrderGen
{
    private static readonly Gen<string?> ClientId = Gen.OneOf(Gen.Constant<string?>(null), Gen.Choose(1, 1_000_000).Select(number => (string?)$"qa-{number:x8}_A"));

    private static readonly Gen<long?> Number = Gen.OneOf(Gen.Constant<long?>(null), Gen.Choose(1_000_000, 2_000_000_000).Select(number => (long?)number));

    private static readonly Gen<SelfTradePrevention> Modes = Gen.Choose(1, 5).Select(mode => (SelfTradePrevention)mode);

    private static readonly Gen<SpotAnswerForm?> Answers = Gen.Elements<SpotAnswerForm?>(null, SpotAnswerForm.Ack, SpotAnswerForm.Result, SpotAnswerForm.Full);

    public static Gen<OrderTicket> Tickets(Instrument instrument) =>
        from side in Sides
        from type in Gen.Choose(1, 7)
        from quantity in Gen.Choose(2, int.MaxValue)
        from mode in Modes
        from answer in Answers
        from leg in Legs(instrument, side, (OrderType)type, new Quantity(quantity, instrument.QuantityScale), mode, null)
        from quote in Gen.Choose(0, 1_000)
        select new OrderTicket(instrument.Symbol, type == (int)OrderType.Market && quote > 500 ? Spending(leg, quote, instrument) : leg, answer);

    public static Gen<OrderListTicket> Lists(Instrument instrument) =>
        from kind in Gen.Choose(1, 3)
        from side in Sides
        from mode in Modes
        from answer in Answers
        from id in ClientId
        from quantity in Gen.Choose(2, int.MaxValue)
        from pendingQuantity in Gen.Choose(2, int.MaxValue)
        from pendingType in Gen.Choose(1, 7)
        from pendingSide in Sides
        from working in Legs(instrument, side, OrderType.Limit, new Quantity(quantity, instrument.QuantityScale), mode, null)
        from pending in Legs(instrument, pendingSide, (OrderType)pendingType, new Quantity(pendingQuantity, instrument.QuantityScale), mode, null)
        from stopType in Gen.Elements(OrderType.Stop, OrderType.StopLimit, OrderType.TrailingStop)
        from profitType in Gen.Elements(OrderType.Limit, OrderType.TakeProfit, OrderType.TakeProfitLimit)
        from stop in Legs(instrument, pendingSide, stopType, new Quantity(pendingQuantity, instrument.QuantityScale), mode, null)
        from profit in Legs(instrument, pendingSide, profitType, new Quantity(pendingQuantity, instrument.QuantityScale), mode, profitType == OrderType.Limit)
        let pair = pendingSide == OrderSide.Buy ? new[] { stop, profit } : [profit, stop]
        let legs = (ContingencyKind)kind switch
        {
            ContingencyKind.OneCancelsOther => pair,
            ContingencyKind.OneTriggersOther => [working, pending],
            _ => [working, .. pair],
        }
        select new OrderListTicket(instrument.Symbol, (ContingencyKind)kind, legs, id, answer);

    private static Gen<OrderSide> Sides => Gen.Elements(OrderSide.Buy, OrderSide.Sell);

    private static OrderLeg Spending(OrderLeg leg, int amount, Instrument instrument) =>
        leg with { QuoteQuantity = Money.Whole(amount), Terms = leg.Terms with { Quantity = instrument.ZeroQuantity } };

    private static Gen<OrderLeg> Legs(Instrument instrument, OrderSide side, OrderType type, Quantity quantity, SelfTradePrevention mode, bool? postOnly) =>
        from limit in Gen.Choose(1, int.MaxValue)
        from trigger in Gen.Choose(1, int.MaxValue)
        from bps in Gen.Choose(1, 9_999)
        from life in Gen.Choose(1, 3)
        from post in Gen.Elements(true, false)
        from iceberg in Gen.Choose(0, (int)Math.Min(quantity.Units - 1, int.MaxValue))
        from hasTrigger in Gen.Elements(true, false)
        from id in ClientId
        from strategyId in Number
        from strategyType in Number
        let hasLimit = OrderShape.HasLimit(type)
        let isPost = type == OrderType.Limit && (postOnly ?? post)
        let isTrailing = type == OrderType.TrailingStop
        let lives = hasLimit && !isPost ? (TimeInForce)life : TimeInForce.GoodTilCanceled
        select new OrderLeg(
            new OrderTerms(
                side,
                type,
                quantity,
                hasLimit ? instrument.Price(limit) : null,
                OrderShape.HasTrigger(type) || (isTrailing && hasTrigger) ? instrument.Price(trigger) : null,
                isTrailing ? bps * 100L : 0,
                lives,
                IsPostOnly: isPost,
                Display: hasLimit && lives == TimeInForce.GoodTilCanceled && iceberg > 0 && hasTrigger ? instrument.Quantity(iceberg) : null,
                SelfTrade: mode),
            id,
            null,
            strategyId,
            strategyType);
}
