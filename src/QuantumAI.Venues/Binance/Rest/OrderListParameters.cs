using System.Diagnostics.CodeAnalysis;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;
using QuantumAI.Venues.Binance.Errors;
using QuantumAI.Venues.Binance.Parsing;

namespace QuantumAI.Venues.Binance.Rest;

/// <summary>Order lists ↔ the parameters of <c>orderList/oco</c>, <c>/oto</c> and <c>/otoco</c>, both directions.</summary>
public static class OrderListParameters
{
    private static readonly OrderType[] Stops = [OrderType.Stop, OrderType.StopLimit, OrderType.TrailingStop];

    /// <summary>The last part of the endpoint's path.</summary>
    public static string Path(ContingencyKind kind) => kind switch
    {
        ContingencyKind.OneCancelsOther => "oco",
        ContingencyKind.OneTriggersOther => "oto",
        ContingencyKind.OneTriggersOneCancelsOther => "otoco",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "a list must have a kind"),
    };

    /// <summary>Why the venue cannot take a list as it is, in words; null when it can. Upper and lower order must stand in that order.</summary>
    public static string? WhyNot(ContingencyKind kind, IReadOnlyList<OrderTerms> terms)
    {
        var pair = kind switch { ContingencyKind.OneCancelsOther => 0, ContingencyKind.OneTriggersOneCancelsOther => 1, _ => terms.Count };
        if (terms.Select(LegParameters.WhyNot).FirstOrDefault(reason => reason is not null) is { } reason)
            return reason;
        if (pair > 0 && terms[0].Type != OrderType.Limit)
            return "the venue's first order of a list must be a limit order";
        if (terms.Any(leg => leg.SelfTrade != terms[0].SelfTrade))
            return "the venue has one self-trade prevention for a whole list";
        if (pair == terms.Count)
            return null;
        var (upper, lower) = (terms[pair], terms[pair + 1]);
        if (upper.Side != lower.Side || upper.Quantity != lower.Quantity)
            return "the venue's orders that cancel each other have one side and one quantity";
        return PairFault(upper, lower) is { } fault ? fault.Message : null;
    }

    /// <summary>The parameters, without time stamp and signature.</summary>
    /// <exception cref="ArgumentException">The venue has no such list (<see cref="WhyNot"/>).</exception>
    public static List<KeyValuePair<string, string>> Write(OrderListTicket ticket)
    {
        var legs = ticket.Legs;
        if (WhyNot(ticket.Kind, [.. legs.Select(leg => leg.Terms)]) is { } reason)
            throw new ArgumentException(reason, nameof(ticket));
        var parameters = new List<KeyValuePair<string, string>> { KeyValuePair.Create("symbol", ticket.Symbol) };
        if (ticket.ListClientOrderId is { } id)
            parameters.Add(KeyValuePair.Create("listClientOrderId", id));
        if (ticket.Kind == ContingencyKind.OneCancelsOther)
        {
            WriteSize(parameters, "", legs[0].Terms);
            WritePair(parameters, "above", "below", legs[0], legs[1]);
        }
        else
        {
            WriteWhole(parameters, "working", legs[0]);
            if (ticket.Kind == ContingencyKind.OneTriggersOther)
                WriteWhole(parameters, "pending", legs[1]);
            else
            {
                WriteSize(parameters, "pending", legs[1].Terms);
                WritePair(parameters, "pendingAbove", "pendingBelow", legs[1], legs[2]);
            }
        }

        OrderParameters.WriteCommon(parameters, legs[0].Terms.SelfTrade, ticket.Answer);
        return parameters;
    }

    /// <summary>Reads a list's parameters; see <see cref="OrderParameters.TryRead"/>.</summary>
    public static bool TryRead(
        ContingencyKind kind,
        RequestParameters given,
        Func<string, Instrument?> find,
        SelfTradePrevention defaultSelfTrade,
        [NotNullWhen(true)] out OrderListTicket? ticket,
        [NotNullWhen(false)] out VenueError? error)
    {
        (ticket, error) = (null, null);
        try
        {
            var instrument = OrderParameters.ReadInstrument(given, find);
            var selfTrade = OrderParameters.ReadSelfTrade(given, defaultSelfTrade);
            OrderLeg[] legs = kind switch
            {
                ContingencyKind.OneCancelsOther => ReadPair(given, "", "above", "below", selfTrade, instrument),
                ContingencyKind.OneTriggersOther => [ReadWorking(given, selfTrade, instrument), ReadWhole(given, "pending", selfTrade, instrument)],
                _ => [ReadWorking(given, selfTrade, instrument), .. ReadPair(given, "pending", "pendingAbove", "pendingBelow", selfTrade, instrument)],
            };
            var read = new OrderListTicket(instrument.Symbol, kind, legs, given.FindClientId("listClientOrderId"), OrderParameters.ReadAnswer(given));
            given.RequireAllRead();
            ticket = read;
            return true;
        }
        catch (RequestRefusedException refusal)
        {
            error = refusal.Error;
            return false;
        }
    }

    private static void WriteSize(List<KeyValuePair<string, string>> parameters, string prefix, OrderTerms terms)
    {
        var names = new LegParameters(prefix);
        parameters.Add(KeyValuePair.Create(names.Name("side"), Words<SpotSide>.Text(OrderWords.Side(terms.Side))));
        parameters.Add(KeyValuePair.Create(names.Name("quantity"), terms.Quantity.ToString()));
    }

    private static void WriteWhole(List<KeyValuePair<string, string>> parameters, string prefix, OrderLeg leg)
    {
        WriteSize(parameters, prefix, leg.Terms);
        new LegParameters(prefix).Write(leg, parameters);
    }

    private static void WritePair(List<KeyValuePair<string, string>> parameters, string above, string below, OrderLeg upper, OrderLeg lower)
    {
        new LegParameters(above).Write(upper, parameters);
        new LegParameters(below).Write(lower, parameters);
    }

    private static OrderLeg ReadWhole(RequestParameters given, string prefix, SelfTradePrevention selfTrade, Instrument instrument)
    {
        var names = new LegParameters(prefix);
        var side = OrderParameters.ReadSide(given, names.Name("side"));
        return names.Read(given, side, LegParameters.ReadQuantity(given, names.Name("quantity"), instrument), selfTrade, instrument);
    }

    private static OrderLeg ReadWorking(RequestParameters given, SelfTradePrevention selfTrade, Instrument instrument)
    {
        var leg = ReadWhole(given, "working", selfTrade, instrument);
        return leg.Terms.Type == OrderType.Limit ? leg : throw RequestParameters.Refuse(SpotErrorCode.InvalidOrderType);
    }

    private static OrderLeg[] ReadPair(
        RequestParameters given, string size, string above, string below, SelfTradePrevention selfTrade, Instrument instrument)
    {
        var names = new LegParameters(size);
        var side = OrderParameters.ReadSide(given, names.Name("side"));
        var quantity = LegParameters.ReadQuantity(given, names.Name("quantity"), instrument);
        var upper = new LegParameters(above).Read(given, side, quantity, selfTrade, instrument);
        var lower = new LegParameters(below).Read(given, side, quantity, selfTrade, instrument);
        return PairFault(upper.Terms, lower.Terms) is { } fault ? throw new RequestRefusedException(fault) : [upper, lower];
    }

    /// <summary>A stop and a profit order, the one on the losing side of the market, the other on the winning side.</summary>
    private static VenueError? PairFault(OrderTerms upper, OrderTerms lower)
    {
        if (!IsPairType(upper) || !IsPairType(lower))
            return SpotErrors.Make(SpotErrorCode.OcoOrderType);
        var (upperStops, lowerStops) = (Stops.Contains(upper.Type), Stops.Contains(lower.Type));
        if (upper.Type == OrderType.Limit && lower.Type == OrderType.Limit)
            return SpotErrors.Make(SpotErrorCode.OcoBothLimit);
        if (upper.Side == OrderSide.Buy)
        {
            if (lowerStops)
                return SpotErrors.Make(SpotErrorCode.BuyOcoStopLossAbove);
            if (!upperStops)
                return SpotErrors.Make(upper.Type == OrderType.Limit ? SpotErrorCode.BuyOcoLimitBelow : SpotErrorCode.BuyOcoTakeProfitBelow);
            return null;
        }

        if (upperStops)
            return SpotErrors.Make(SpotErrorCode.SellOcoStopLossBelow);
        return lowerStops ? null : SpotErrors.Make(lower.Type == OrderType.Limit ? SpotErrorCode.SellOcoLimitAbove : SpotErrorCode.SellOcoTakeProfitAbove);
    }

    private static bool IsPairType(OrderTerms terms) => terms.Type != OrderType.Market && (terms.Type != OrderType.Limit || terms.IsPostOnly);
}
