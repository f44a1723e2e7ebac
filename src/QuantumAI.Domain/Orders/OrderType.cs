namespace QuantumAI.Domain.Orders;

public enum OrderSide : byte
{
    Unspecified = 0,
    Buy = 1,
    Sell = 2,
}

/// <summary>When and at what price an order may be filled. A trigger looks at the last trade's price.</summary>
public enum OrderType : byte
{
    Unspecified = 0,

    /// <summary>At once, at whatever the other side offers.</summary>
    Market = 1,

    /// <summary>At the limit or better; what is not filled waits in the book.</summary>
    Limit = 2,

    /// <summary>A market order once the price has moved against the holder: up to the trigger for a buy, down to it for a sell.</summary>
    Stop = 3,

    /// <summary>The same with a limit.</summary>
    StopLimit = 4,

    /// <summary>A market order once the price has moved in the holder's favour: down to the trigger for a buy, up to it for a sell.</summary>
    TakeProfit = 5,

    /// <summary>The same with a limit.</summary>
    TakeProfitLimit = 6,

    /// <summary>A stop whose trigger follows the best price since it began to trail, at a fixed distance.</summary>
    TrailingStop = 7,
}

/// <summary>How long an order lives.</summary>
public enum TimeInForce : byte
{
    Unspecified = 0,
    GoodTilCanceled = 1,

    /// <summary>What is not filled at once is canceled.</summary>
    ImmediateOrCancel = 2,

    /// <summary>All at once, or nothing.</summary>
    FillOrKill = 3,

    /// <summary>Until a named time.</summary>
    GoodTilDate = 4,
}

/// <summary>What happens when an order would match one of the same account. The taker's mode counts.</summary>
public enum SelfTradePrevention : byte
{
    Unspecified = 0,

    /// <summary>They match.</summary>
    None = 1,

    /// <summary>What is left of the incoming order expires.</summary>
    ExpireTaker = 2,

    /// <summary>What is left of the resting order expires; the incoming one goes on.</summary>
    ExpireMaker = 3,

    /// <summary>Both expire.</summary>
    ExpireBoth = 4,

    /// <summary>Both lose the quantity that would have matched, without a trade.</summary>
    Decrement = 5,
}
