using QuantumAI.Simulation.Fees;
using QuantumAI.Simulation.Latency;
using QuantumAI.Simulation.Liquidity;

namespace QuantumAI.Simulation.Venue;

/// <summary>When an accepted order enters the book.</summary>
public enum EntryPolicy : byte
{
    Unspecified = 0,

    /// <summary>With the next market event of its symbol: a decision never meets what it was made on.</summary>
    NextEvent = 1,

    /// <summary>At once, against what the market shows now and other clients' orders, as on an exchange.</summary>
    AtOnce = 2,
}

/// <summary>How often an account may use a client order id.</summary>
public enum ClientIdRule : byte
{
    Unspecified = 0,

    /// <summary>Once, whatever became of the order.</summary>
    OnceForEver = 1,

    /// <summary>Again once the order that had it has ended; asked for by that id, the latest is found.</summary>
    OnceAmongOpen = 2,
}

/// <summary>How the built-in venue behaves.</summary>
/// <param name="FeePpm">Fee of every trade in parts per million, taken from the asset received; <paramref name="Fees"/> goes before it.</param>
/// <param name="HalfSpreadPpm">Half spread where the feed shows no spread (bars, trades), in parts per million of the price; <paramref name="Liquidity"/> goes before it.</param>
/// <param name="Fees">Maker and taker fees by the account's tier. Null = <paramref name="FeePpm"/> for both.</param>
/// <param name="Liquidity">What the market offers; null = everything at the best price, whatever sizes a feed of quotes shows; order books of a feed are not looked at then.</param>
/// <param name="Latency">How long messages travel; null = no time. Applied by <see cref="PaperVenueActors"/>; its market data is not: the venue is the market.</param>
/// <param name="Entry">When an accepted order enters the book.</param>
/// <param name="ClientIds">How often an account may use a client order id.</param>
public sealed record PaperVenueSettings(
    long FeePpm, long HalfSpreadPpm, FeeSchedule? Fees = null, LiquiditySettings? Liquidity = null, VenueLatency? Latency = null,
    EntryPolicy Entry = EntryPolicy.NextEvent, ClientIdRule ClientIds = ClientIdRule.OnceForEver)
{
    internal FeeSchedule FeesInForce => Fees ?? FeeSchedule.Flat(FeePpm, FeePpm);

    internal LiquiditySettings LiquidityInForce => Liquidity ?? new LiquiditySettings(HalfSpreadPpm: HalfSpreadPpm, IgnoresSizes: true);
}
