namespace QuantumAI.Venues.Binance.Parsing;

/// <summary>Words of the Spot API as enums; <see cref="Words{T}"/> spells them (<c>StopLossLimit</c> is <c>STOP_LOSS_LIMIT</c>).</summary>
public enum SpotSide : byte
{
    Unspecified = 0,
    Buy = 1,
    Sell = 2,
    Unknown = 3,
}

/// <summary>Order types of Spot.</summary>
public enum SpotOrderType : byte
{
    Unspecified = 0,
    Limit = 1,
    Market = 2,
    StopLoss = 3,
    StopLossLimit = 4,
    TakeProfit = 5,
    TakeProfitLimit = 6,
    LimitMaker = 7,
    Unknown = 8,
}

public enum SpotTimeInForce : byte
{
    Unspecified = 0,
    Gtc = 1,
    Ioc = 2,
    Fok = 3,
    Unknown = 4,
}

/// <summary>Where the venue says that an order stands.</summary>
public enum SpotOrderStatus : byte
{
    Unspecified = 0,
    New = 1,

    /// <summary>Part of a list, not on the book before the first order is filled.</summary>
    PendingNew = 2,
    PartiallyFilled = 3,
    Filled = 4,
    Canceled = 5,
    PendingCancel = 6,
    Rejected = 7,
    Expired = 8,

    /// <summary>Ended by self-trade prevention.</summary>
    ExpiredInMatch = 9,
    Unknown = 10,
}

/// <summary>What an execution report tells.</summary>
public enum SpotExecution : byte
{
    Unspecified = 0,
    New = 1,
    Canceled = 2,
    Replaced = 3,
    Rejected = 4,
    Trade = 5,
    Expired = 6,
    TradePrevention = 7,
    Unknown = 8,
}

/// <summary>What happens when two orders of one account would match.</summary>
public enum SpotSelfTrade : byte
{
    Unspecified = 0,
    None = 1,
    ExpireMaker = 2,
    ExpireTaker = 3,
    ExpireBoth = 4,
    Decrement = 5,
    Transfer = 6,
    Unknown = 7,
}

public enum SpotContingency : byte
{
    Unspecified = 0,
    Oco = 1,
    Oto = 2,
    Unknown = 3,
}

/// <summary>What is said about an order list (<c>listStatusType</c>).</summary>
public enum SpotListStatus : byte
{
    Unspecified = 0,
    Response = 1,
    ExecStarted = 2,
    Updated = 3,
    AllDone = 4,
    Unknown = 5,
}

/// <summary>Where an order list stands (<c>listOrderStatus</c>).</summary>
public enum SpotListOrderStatus : byte
{
    Unspecified = 0,
    Executing = 1,
    AllDone = 2,
    Reject = 3,
    Unknown = 4,
}

/// <summary>A half of a cancel-replace.</summary>
public enum SpotHalfResult : byte
{
    Unspecified = 0,
    Success = 1,
    Failure = 2,
    NotAttempted = 3,
    Unknown = 4,
}

public enum SpotRateLimit : byte
{
    Unspecified = 0,
    RequestWeight = 1,
    Orders = 2,
    RawRequests = 3,
    Connections = 4,
    Unknown = 5,
}

public enum SpotInterval : byte
{
    Unspecified = 0,
    Second = 1,
    Minute = 2,
    Hour = 3,
    Day = 4,
    Unknown = 5,
}

/// <summary>How much an order's answer tells.</summary>
public enum SpotAnswerForm : byte
{
    Unspecified = 0,
    Ack = 1,
    Result = 2,
    Full = 3,
    Unknown = 4,
}

/// <summary>Rules that hold while orders match.</summary>
public enum SpotExecutionRule : byte
{
    Unspecified = 0,
    PriceRange = 1,
    Unknown = 2,
}
