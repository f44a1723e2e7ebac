using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;
using QuantumAI.Trading.Execution;

namespace QuantumAI.Journal.Venue;

/// <summary>The words and numbers of the books as text. What could not be read back is refused before it is written.</summary>
internal static class VenueText
{
    private static readonly VenueWords<OrderSide> Sides = new("a side", (OrderSide.Buy, "BUY"), (OrderSide.Sell, "SELL"));

    private static readonly VenueWords<OrderType> Types = new(
        "a type", (OrderType.Market, "MARKET"), (OrderType.Limit, "LIMIT"), (OrderType.Stop, "STOP_LOSS"), (OrderType.StopLimit, "STOP_LOSS_LIMIT"),
        (OrderType.TakeProfit, "TAKE_PROFIT"), (OrderType.TakeProfitLimit, "TAKE_PROFIT_LIMIT"), (OrderType.TrailingStop, "TRAILING_STOP"));

    private static readonly VenueWords<VenueOrderStatus> Statuses = new(
        "a status", (VenueOrderStatus.Open, "OPEN"), (VenueOrderStatus.Filled, "FILLED"), (VenueOrderStatus.Rejected, "REJECTED"),
        (VenueOrderStatus.Expired, "EXPIRED"), (VenueOrderStatus.Canceled, "CANCELED"));

    private static readonly VenueWords<ContingencyKind> Kinds = new(
        "a kind of list", (ContingencyKind.OneCancelsOther, "OCO"), (ContingencyKind.OneTriggersOther, "OTO"),
        (ContingencyKind.OneTriggersOneCancelsOther, "OTOCO"));

    public static string Of(OrderSide side) => Sides.Of(side);

    public static OrderSide Side(string text) => Sides.Value(text);

    public static string Of(OrderType type) => Types.Of(type);

    public static OrderType Type(string text) => Types.Value(text);

    public static string Of(VenueOrderStatus status) => Statuses.Of(status);

    public static VenueOrderStatus Status(string text) => Statuses.Value(text);

    public static string Of(ContingencyKind kind) => Kinds.Of(kind);

    public static ContingencyKind Kind(string text) => Kinds.Value(text);

    public static string Of(Money amount) => Readable(amount, amount.ToString(), Money.Parse);

    public static string Of(Price price) => Readable(price, price.ToString(), Price.Parse);

    public static string Of(Quantity quantity) => Readable(quantity, quantity.ToString(), Quantity.Parse);

    // The parsers stop short of the widest values (28 digits of money, the last digit of a long): such a value would lock the books.
    private static string Readable<T>(T value, string text, Func<string, T> parse)
        where T : struct, IEquatable<T>
    {
        try
        {
            if (parse(text).Equals(value))
                return text;
        }
        catch (Exception unreadable) when (unreadable is FormatException or OverflowException)
        {
            throw new ArgumentOutOfRangeException($"the books cannot hold {text}: {unreadable.Message}", unreadable);
        }

        throw new ArgumentOutOfRangeException(nameof(value), text, "the books cannot hold this number exactly");
    }
}
