using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;
using QuantumAI.Trading.Execution;

namespace QuantumAI.Journal.Venue;

/// <summary>The words and numbers of the books as text. What could not be read back is refused before it is written.</summary>
internal static class VenueText
{
    public static string Of(OrderSide side) => side switch
    {
        OrderSide.Buy => "BUY",
        OrderSide.Sell => "SELL",
        _ => throw new ArgumentOutOfRangeException(nameof(side), side, "the books know BUY and SELL"),
    };

    public static OrderSide Side(string text) => text switch
    {
        "BUY" => OrderSide.Buy,
        "SELL" => OrderSide.Sell,
        _ => throw new FormatException($"a side is BUY or SELL, was “{text}”"),
    };

    public static string Of(OrderType type) => type switch
    {
        OrderType.Market => "MARKET",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "the books know MARKET"),
    };

    public static OrderType Type(string text) =>
        text == "MARKET" ? OrderType.Market : throw new FormatException($"a type is MARKET, was “{text}”");

    public static string Of(VenueOrderStatus status) => status switch
    {
        VenueOrderStatus.Open => "OPEN",
        VenueOrderStatus.Filled => "FILLED",
        VenueOrderStatus.Rejected => "REJECTED",
        VenueOrderStatus.Expired => "EXPIRED",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "the books know OPEN, FILLED, REJECTED and EXPIRED"),
    };

    public static VenueOrderStatus Status(string text) => text switch
    {
        "OPEN" => VenueOrderStatus.Open,
        "FILLED" => VenueOrderStatus.Filled,
        "REJECTED" => VenueOrderStatus.Rejected,
        "EXPIRED" => VenueOrderStatus.Expired,
        _ => throw new FormatException($"a status is OPEN, FILLED, REJECTED or EXPIRED, was “{text}”"),
    };

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
