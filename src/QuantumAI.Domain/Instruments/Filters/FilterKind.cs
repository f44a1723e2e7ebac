namespace QuantumAI.Domain.Instruments.Filters;

/// <summary>Which rule of a venue an order breaks. The numbers are the order in which the rules are checked; a journal may keep them.</summary>
public enum FilterKind : byte
{
    Unspecified = 0,

    /// <summary>The order makes no sense on any venue: <see cref="Orders.OrderShape"/> says why.</summary>
    Form = 1,

    /// <summary>The symbol takes no such order now.</summary>
    SymbolStatus = 2,

    /// <summary>The venue named a filter that this program does not understand.</summary>
    UnknownFilter = 3,

    /// <summary>The symbol does not take this type of order, or no post-only orders or icebergs.</summary>
    OrderType = 4,
    PriceFilter = 5,
    PercentPrice = 6,
    PercentPriceBySide = 7,
    LotSize = 8,
    MarketLotSize = 9,

    /// <summary>Price × quantity is beyond what <see cref="Money"/> holds. Our own rule: no venue has it.</summary>
    AmountRange = 10,
    MinNotional = 11,
    Notional = 12,
    IcebergParts = 13,
    TrailingDelta = 14,
    MaxPosition = 15,
    MaxAsset = 16,
    MaxNumOrders = 17,
    MaxNumAlgoOrders = 18,
    MaxNumIcebergOrders = 19,
    MaxNumOrderAmends = 20,
    MaxNumOrderLists = 21,
    ExchangeMaxNumOrders = 22,
    ExchangeMaxNumAlgoOrders = 23,
    ExchangeMaxNumIcebergOrders = 24,
    ExchangeMaxNumOrderLists = 25,
}
