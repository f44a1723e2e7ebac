using System.Diagnostics.CodeAnalysis;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;
using QuantumAI.Venues.Binance.Errors;
using QuantumAI.Venues.Binance.Parsing;

namespace QuantumAI.Venues.Binance.Rest;

/// <summary>A single order ↔ the parameters of <c>POST /api/v3/order</c> and <c>order.place</c>: the adapter writes them, the paper exchange reads them.</summary>
/// <remarks>A spot venue knows no reduce-only: it is our own rule, kept before sending, and does not travel.</remarks>
public static class OrderParameters
{
    /// <summary>Why the venue cannot take an order as it is, in words; null when it can.</summary>
    public static string? WhyNot(OrderTerms terms) => LegParameters.WhyNot(terms);

    /// <summary>The parameters, without time stamp and signature.</summary>
    /// <exception cref="ArgumentException">The venue has no such order (<see cref="WhyNot"/>).</exception>
    public static List<KeyValuePair<string, string>> Write(OrderTicket ticket)
    {
        var terms = ticket.Leg.Terms;
        if (WhyNot(terms) is { } reason)
            throw new ArgumentException(reason, nameof(ticket));
        var parameters = new List<KeyValuePair<string, string>>
        {
            KeyValuePair.Create("symbol", ticket.Symbol),
            KeyValuePair.Create("side", Words<SpotSide>.Text(OrderWords.Side(terms.Side))),
        };
        parameters.Add(ticket.Leg.QuoteQuantity is { } amount
            ? KeyValuePair.Create("quoteOrderQty", amount.ToString())
            : KeyValuePair.Create("quantity", terms.Quantity.ToString()));
        new LegParameters("").Write(ticket.Leg, parameters);
        WriteCommon(parameters, terms.SelfTrade, ticket.Answer);
        return parameters;
    }

    /// <summary>Reads an order's parameters.</summary>
    /// <param name="given">As received.</param>
    /// <param name="find">The instrument of a symbol; null when there is none.</param>
    /// <param name="defaultSelfTrade">The symbol's mode for orders that name none.</param>
    /// <param name="ticket">The order.</param>
    /// <param name="error">The venue's documented error.</param>
    /// <param name="also">Reads what the endpoint takes beside an order (a cancel-replace's other half); null when nothing.</param>
    public static bool TryRead(
        RequestParameters given,
        Func<string, Instrument?> find,
        SelfTradePrevention defaultSelfTrade,
        [NotNullWhen(true)] out OrderTicket? ticket,
        [NotNullWhen(false)] out VenueError? error,
        Action<RequestParameters>? also = null)
    {
        (ticket, error) = (null, null);
        try
        {
            var instrument = ReadInstrument(given, find);
            var side = ReadSide(given, "side");
            var selfTrade = ReadSelfTrade(given, defaultSelfTrade);
            var quote = ReadQuote(given);
            var quantity = quote is null ? LegParameters.ReadQuantity(given, "quantity", instrument) : instrument.ZeroQuantity;
            var leg = new LegParameters("").Read(given, side, quantity, selfTrade, instrument, quote);
            var answer = ReadAnswer(given);
            also?.Invoke(given);
            given.RequireAllRead();
            ticket = new OrderTicket(instrument.Symbol, leg, answer);
            return true;
        }
        catch (RequestRefusedException refusal)
        {
            error = refusal.Error;
            return false;
        }
    }

    internal static void WriteCommon(List<KeyValuePair<string, string>> parameters, SelfTradePrevention selfTrade, SpotAnswerForm? answer)
    {
        parameters.Add(KeyValuePair.Create("selfTradePreventionMode", Words<SpotSelfTrade>.Text(OrderWords.SelfTrade(selfTrade))));
        if (answer is { } form)
            parameters.Add(KeyValuePair.Create("newOrderRespType", Words<SpotAnswerForm>.Text(form)));
    }

    internal static Instrument ReadInstrument(RequestParameters given, Func<string, Instrument?> find) =>
        find(given.Need("symbol")) ?? throw RequestParameters.Refuse(SpotErrorCode.BadSymbol);

    internal static OrderSide ReadSide(RequestParameters given, string name) =>
        OrderWords.Side(given.NeedWord<SpotSide>(name, SpotErrorCode.InvalidSide))!.Value;

    internal static SelfTradePrevention ReadSelfTrade(RequestParameters given, SelfTradePrevention whenAbsent) =>
        given.FindWord<SpotSelfTrade>("selfTradePreventionMode", SpotErrorCode.InvalidParameter) is not { } mode
            ? whenAbsent
            : OrderWords.SelfTrade(mode) ?? throw RequestParameters.Refuse(SpotErrorCode.InvalidParameter, 1, "selfTradePreventionMode");

    internal static SpotAnswerForm? ReadAnswer(RequestParameters given) => given.FindWord<SpotAnswerForm>("newOrderRespType", SpotErrorCode.InvalidParameter);

    /// <summary>Of a market order that names an amount of the quote asset instead of a quantity.</summary>
    private static Money? ReadQuote(RequestParameters given)
    {
        if (!given.Has("quoteOrderQty"))
            return null;
        if (given.Find("type") != Words<SpotOrderType>.Text(SpotOrderType.Market))
            given.Forbid("quoteOrderQty");
        if (given.Has("quantity"))
            throw RequestParameters.Refuse(SpotErrorCode.BadParameterCombination);
        var amount = given.NeedDecimal("quoteOrderQty");
        return amount.Mantissa > 0 ? new Money(amount.At(Money.Scale)) : throw new RequestRefusedException(new VenueError((int)SpotErrorCode.InvalidMessage, EngineMessages.InvalidQuantity));
    }
}
