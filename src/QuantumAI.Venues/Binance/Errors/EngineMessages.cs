using QuantumAI.Domain.Orders;

namespace QuantumAI.Venues.Binance.Errors;

/// <summary>What the venue's matching engine says with −2010, −2011 and −2038 (and −1013): clients compare these texts, so they are exact.</summary>
public static class EngineMessages
{
    public const string UnknownOrder = "Unknown order sent.";
    public const string DuplicateOrder = "Duplicate order sent.";
    public const string MarketClosed = "Market is closed.";
    public const string InsufficientBalance = "Account has insufficient balance for requested action.";
    public const string IcebergNotSupported = "Iceberg orders are not supported for this symbol.";
    public const string TrailingNotSupported = "Trailing stop orders are not supported for this symbol.";
    public const string AmendNotSupported = "Order amend is not supported for this symbol.";
    public const string OcoNotSupported = "OCO orders are not supported for this symbol";
    public const string CancelReplaceNotSupported = "Order cancel-replace is not supported for this symbol.";
    public const string QuoteQuantityNotSupported = "Quote order qty market orders are not support for this symbol.";
    public const string ValueTooLow = "Price * QTY is zero or less.";
    public const string IcebergTooLarge = "IcebergQty exceeds QTY.";
    public const string ActionDisabled = "This action is disabled on this account.";
    public const string MayNotTrade = "This account may not place or cancel orders.";
    public const string UnsupportedCombination = "Unsupported order combination";
    public const string WouldTrigger = "Order would trigger immediately.";
    public const string InvalidCancel = "Cancel order is invalid. Check origClOrdId and orderId.";
    public const string WouldTake = "Order would immediately match and take.";
    public const string BadPriceRelation = "The relationship of the prices for the orders is not correct.";
    public const string NotPermitted = "This symbol is not permitted for this account.";
    public const string CancelRestricted = "Order was not canceled due to cancel restrictions.";
    public const string NoLiquidity = "Order book liquidity is less than symbol minimum quantity.";
    public const string AmendIncreases = "Order amend (quantity increase) is not supported.";
    public const string NoChange = "The requested action would change no state; rejecting";

    /// <summary>Not documented, but sent with −1013 for a quantity of zero.</summary>
    public const string InvalidQuantity = "Invalid quantity.";

    /// <summary>Not documented, but sent with −1013 for a price of zero.</summary>
    public const string InvalidPrice = "Invalid price.";

    /// <summary>That a symbol does not take orders of a type.</summary>
    public static string TypeNotSupported(OrderTerms terms) => terms switch
    {
        { Type: OrderType.TrailingStop } => TrailingNotSupported,
        { Display: not null } => IcebergNotSupported,
        { IsPostOnly: true } => "Limit maker orders are not supported for this symbol.",
        _ => $"{Name(terms.Type)} orders are not supported for this symbol.",
    };

    private static string Name(OrderType type) => type switch
    {
        OrderType.Limit => "Limit",
        OrderType.Stop => "Stop loss",
        OrderType.StopLimit => "Stop loss limit",
        OrderType.TakeProfit => "Take profit",
        OrderType.TakeProfitLimit => "Take profit limit",
        _ => "Market",
    };
}
