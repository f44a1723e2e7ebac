namespace QuantumAI.Domain.Risk;

/// <summary>Why risk said no. The number is part of the journal and of every report; numbers are never reused.</summary>
public enum DenialCode
{
    Unspecified = 0,
    TradingHalted = 1,
    UnusableData = 2,
    StaleData = 3,
    PriceCollar = 4,
    LotSize = 5,
    MinNotional = 6,
    OrderNotional = 7,
    AgentExposure = 8,
    TotalExposure = 9,
    DailyLoss = 10,
    Drawdown = 11,
    InsufficientBalance = 12,
    NotReducing = 13,
    Reconciling = 14,
    JournalUnavailable = 15,

    /// <summary>The order's form makes no sense, whatever the venue.</summary>
    OrderForm = 16,

    /// <summary>No mark leads from the symbol's quote asset to the base currency, or something that is held has no price yet.</summary>
    NoBasePrice = 17,

    /// <summary>The account has no valid exposure budget.</summary>
    NoLease = 18,
    OrderRate = 19,
    PositionLimit = 20,

    /// <summary>The order would match another one of the same account.</summary>
    SelfCrossing = 21,
    EventBlackout = 22,
    OpenOrdersNotional = 23,
    ValueAtRisk = 24,
    ConditionalValueAtRisk = 25,
    StressLoss = 26,

    /// <summary>Stands for the venue's filters in the order of the checks; each filter's own code is 100 + its number.</summary>
    VenueFilter = 99,
}
