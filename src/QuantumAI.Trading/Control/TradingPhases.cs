using QuantumAI.Runtime.Shutdown;

namespace QuantumAI.Trading.Control;

/// <summary>In which order a trading node ends: nothing new comes in, then decisions end, then orders, then what is written, then who looks on.</summary>
public static class TradingPhases
{
    /// <summary>Market data and commands are not taken in any more.</summary>
    public const string StopIngest = "stop-ingest";

    /// <summary>Agents handle what they have and decide nothing new.</summary>
    public const string DrainAgents = "drain-agents";

    /// <summary>Orders on their way are answered and booked.</summary>
    public const string SettleOrders = "settle-orders";

    /// <summary>What was appended is durable.</summary>
    public const string FlushJournal = "flush-journal";

    /// <summary>Status pages and screens have shown the last state.</summary>
    public const string ClosePorts = "close-ports";

    /// <summary>Together within the 30 seconds that a service manager waits before it kills.</summary>
    public static IReadOnlyList<ShutdownPhase> All { get; } =
    [
        new(StopIngest) { Timeout = TimeSpan.FromSeconds(2) },
        new(DrainAgents) { DependsOn = [StopIngest], Timeout = TimeSpan.FromSeconds(5) },
        new(SettleOrders) { DependsOn = [DrainAgents], Timeout = TimeSpan.FromSeconds(10) },
        new(FlushJournal) { DependsOn = [SettleOrders], Timeout = TimeSpan.FromSeconds(5) },
        new(ClosePorts) { DependsOn = [FlushJournal], Timeout = TimeSpan.FromSeconds(5) },
    ];
}
