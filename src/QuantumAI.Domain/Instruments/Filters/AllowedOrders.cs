using QuantumAI.Domain.Orders;

namespace QuantumAI.Domain.Instruments.Filters;

/// <summary>The orders that a symbol takes: one flag per order type (1 shifted by its number), and two forms of limit orders.</summary>
[Flags]
public enum AllowedOrders : short
{
    None = 0,
    Market = 1 << (int)OrderType.Market,
    Limit = 1 << (int)OrderType.Limit,
    Stop = 1 << (int)OrderType.Stop,
    StopLimit = 1 << (int)OrderType.StopLimit,
    TakeProfit = 1 << (int)OrderType.TakeProfit,
    TakeProfitLimit = 1 << (int)OrderType.TakeProfitLimit,
    TrailingStop = 1 << (int)OrderType.TrailingStop,
    PostOnly = 1 << 8,
    Iceberg = 1 << 9,
    All = Market | Limit | Stop | StopLimit | TakeProfit | TakeProfitLimit | TrailingStop | PostOnly | Iceberg,
}
