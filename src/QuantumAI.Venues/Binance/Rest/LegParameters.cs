using System.Globalization;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Instruments.Filters;
using QuantumAI.Domain.Orders;
using QuantumAI.Venues.Binance.Errors;
using QuantumAI.Venues.Binance.Parsing;

namespace QuantumAI.Venues.Binance.Rest;

/// <summary>One order of a request ↔ parameters whose names begin with the leg's prefix: <c>price</c>, <c>abovePrice</c>, <c>pendingBelowPrice</c>.</summary>
/// <param name="Prefix">Empty for a single order.</param>
internal readonly record struct LegParameters(string Prefix)
{
    private const long PpmPerBps = 100;
    private const long StrategyTypeMin = 1_000_000;

    /// <summary>What each type has: N needs it, M may have it, - must not have it. Order: timeInForce, price, stopPrice or trailingDelta, icebergQty.</summary>
    private static readonly Dictionary<SpotOrderType, string> Has = new()
    {
        [SpotOrderType.Limit] = "NN-M",
        [SpotOrderType.Market] = "----",
        [SpotOrderType.StopLoss] = "--N-",
        [SpotOrderType.StopLossLimit] = "NNNM",
        [SpotOrderType.TakeProfit] = "--N-",
        [SpotOrderType.TakeProfitLimit] = "NNNM",
        [SpotOrderType.LimitMaker] = "-N-M",
    };

    /// <summary>Why the venue cannot take an order as it is; null when it can. Such an order is held here instead.</summary>
    public static string? WhyNot(OrderTerms terms) => terms switch
    {
        { TimeInForce: TimeInForce.GoodTilDate } => "the venue has no orders that end at a date",
        { Type: OrderType.Market, TimeInForce: TimeInForce.FillOrKill } => "the venue has no market orders that fill whole or not at all",
        { IsPostOnly: true, Type: not OrderType.Limit } => "the venue has no post-only orders that wait for a price",
        { Type: OrderType.TrailingStop } when terms.TrailingPpm % PpmPerBps != 0 => "the venue counts a trailing stop's distance in whole basis points",
        _ => null,
    };

    public string Name(string single) => Prefix.Length == 0 ? single : $"{Prefix}{char.ToUpperInvariant(single[0])}{single[1..]}";

    private string ClientIdName => Prefix.Length == 0 ? "newClientOrderId" : $"{Prefix}ClientOrderId";

    /// <summary>Writes type, prices and names; side and quantity are the caller's, since lists share them.</summary>
    public void Write(OrderLeg leg, List<KeyValuePair<string, string>> parameters)
    {
        var terms = leg.Terms;
        var type = OrderWords.Type(terms);
        var has = Has[type];
        Add(parameters, "type", Words<SpotOrderType>.Text(type));
        if (has[0] == 'N')
            Add(parameters, "timeInForce", Words<SpotTimeInForce>.Text(OrderWords.Life(terms.TimeInForce)!.Value));
        if (terms.Limit is { } limit)
            Add(parameters, "price", limit.ToString());
        if (terms.Trigger is { } trigger)
            Add(parameters, "stopPrice", trigger.ToString());
        if (terms.Type == OrderType.TrailingStop)
            Add(parameters, "trailingDelta", Plain(terms.TrailingPpm / PpmPerBps));
        if (terms.Display is { } display)
            Add(parameters, "icebergQty", display.ToString());
        if (leg.StrategyId is { } id)
            Add(parameters, "strategyId", Plain(id));
        if (leg.StrategyType is { } strategy)
            Add(parameters, "strategyType", Plain(strategy));
        if (leg.ClientOrderId is { } client)
            parameters.Add(KeyValuePair.Create(ClientIdName, client));
    }

    /// <summary>Reads what <see cref="Write"/> writes.</summary>
    /// <exception cref="RequestRefusedException">With the venue's documented code.</exception>
    public OrderLeg Read(RequestParameters given, OrderSide side, Quantity quantity, SelfTradePrevention selfTrade, Instrument instrument, Money? quoteQuantity = null)
    {
        var type = given.NeedWord<SpotOrderType>(Name("type"), SpotErrorCode.InvalidOrderType);
        var has = Has[type];
        var life = ReadLife(given, has[0]);
        var limit = ReadPrice(given, "price", has[1], instrument);
        var (trigger, trailingBps) = ReadTrigger(given, has[2], instrument);
        var display = ReadDisplay(given, has[3], life, quantity, instrument);
        if (trailingBps is not null && type != SpotOrderType.StopLoss)
            throw RequestParameters.Refuse(SpotErrorCode.UnknownOrderComposition); // the domain's trailing stop is a market order
        var terms = new OrderTerms(
            side,
            trailingBps is null ? OrderWords.Type(type)!.Value : OrderType.TrailingStop,
            quantity,
            limit,
            trigger,
            (trailingBps ?? 0) * PpmPerBps,
            life,
            IsPostOnly: type == SpotOrderType.LimitMaker,
            Display: display,
            SelfTrade: selfTrade);
        var strategy = given.FindLong(Name("strategyType"));
        if (strategy < StrategyTypeMin)
            throw RequestParameters.Refuse(SpotErrorCode.BadStrategyType);
        return new OrderLeg(terms, given.FindClientId(ClientIdName), quoteQuantity, given.FindLong(Name("strategyId")), strategy);
    }

    /// <summary>A quantity in the instrument's scale; one that is finer fails the venue's LOT_SIZE.</summary>
    public static Quantity ReadQuantity(RequestParameters given, string name, Instrument instrument)
    {
        var number = given.NeedDecimal(name);
        if (number.Mantissa == 0)
            throw new RequestRefusedException(new VenueError((int)SpotErrorCode.InvalidMessage, EngineMessages.InvalidQuantity));
        return ToQuantity(number, name, instrument);
    }

    private static Quantity ToQuantity(DecimalNumber number, string name, Instrument instrument)
    {
        if (number.Scale > instrument.QuantityScale)
            throw new RequestRefusedException(FilterFailures.Of(FilterKind.LotSize));
        return number.TryQuantity(instrument, out var quantity) ? quantity : throw RequestParameters.Refuse(SpotErrorCode.ParameterOverflow, 0, name);
    }

    private TimeInForce ReadLife(RequestParameters given, char rule)
    {
        var name = Name("timeInForce");
        if (rule == '-')
        {
            given.Forbid(name);
            return TimeInForce.GoodTilCanceled;
        }

        return OrderWords.Life(given.NeedWord<SpotTimeInForce>(name, SpotErrorCode.InvalidTimeInForce))!.Value;
    }

    private Price? ReadPrice(RequestParameters given, string single, char rule, Instrument instrument)
    {
        var name = Name(single);
        if (rule == '-')
        {
            given.Forbid(name);
            return null;
        }

        var number = rule == 'N' ? given.NeedDecimal(name) : given.FindDecimal(name);
        if (number is not { } price)
            return null;
        if (price.Mantissa == 0)
            throw new RequestRefusedException(new VenueError((int)SpotErrorCode.InvalidMessage, EngineMessages.InvalidPrice));
        if (price.Scale > instrument.PriceScale)
            throw new RequestRefusedException(FilterFailures.Of(FilterKind.PriceFilter));
        return price.TryPrice(instrument, out var exact) ? exact : throw RequestParameters.Refuse(SpotErrorCode.ParameterOverflow, 0, name);
    }

    private (Price? Trigger, long? TrailingBps) ReadTrigger(RequestParameters given, char rule, Instrument instrument)
    {
        var (stop, trailing) = (Name("stopPrice"), Name("trailingDelta"));
        if (rule == '-')
        {
            given.Forbid(stop);
            given.Forbid(trailing);
            return (null, null);
        }

        var price = ReadPrice(given, "stopPrice", 'M', instrument);
        var bps = given.FindLong(trailing);
        if (price is null && bps is null)
            throw RequestParameters.Refuse(SpotErrorCode.MandatoryParameter, 2, stop, trailing);
        return bps is null or > 0 and < 10_000 ? (price, bps) : throw new RequestRefusedException(FilterFailures.Of(FilterKind.TrailingDelta));
    }

    private Quantity? ReadDisplay(RequestParameters given, char rule, TimeInForce life, Quantity quantity, Instrument instrument)
    {
        var name = Name("icebergQty");
        if (rule == '-')
        {
            given.Forbid(name);
            return null;
        }

        if (given.FindDecimal(name) is not { Mantissa: > 0 } number)
            return null; // zero is how clients say “no iceberg”
        if (life != TimeInForce.GoodTilCanceled)
            throw Prefix.Length == 0 ? RequestParameters.Refuse(SpotErrorCode.UnknownOrderComposition) : RequestParameters.Refuse(SpotErrorCode.OcoIcebergTimeInForce, 0, name);
        var display = ToQuantity(number, name, instrument);
        if (display > quantity)
            throw new RequestRefusedException(new VenueError((int)SpotErrorCode.InvalidMessage, EngineMessages.IcebergTooLarge));
        return display == quantity ? null : display; // all of it is shown
    }

    private void Add(List<KeyValuePair<string, string>> parameters, string single, string value) => parameters.Add(KeyValuePair.Create(Name(single), value));

    private static string Plain(long number) => number.ToString(CultureInfo.InvariantCulture);
}
