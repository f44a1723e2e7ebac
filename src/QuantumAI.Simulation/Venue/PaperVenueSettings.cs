using QuantumAI.Simulation.Fees;
using QuantumAI.Simulation.Latency;
using QuantumAI.Simulation.Liquidity;

namespace QuantumAI.Simulation.Venue;

/// <summary>How the built-in venue behaves.</summary>
/// <param name="FeePpm">Fee of every trade in parts per million, taken from the asset received; <paramref name="Fees"/> goes before it.</param>
/// <param name="HalfSpreadPpm">Half spread where the feed shows no spread (bars, trades), in parts per million of the price; <paramref name="Liquidity"/> goes before it.</param>
/// <param name="Fees">Maker and taker fees; the account has tier 0. Null = <paramref name="FeePpm"/> for both.</param>
/// <param name="Liquidity">What the market offers; null = everything at the best price, whatever sizes a feed of quotes shows; order books of a feed are not looked at then.</param>
/// <param name="Latency">How long messages travel; null = no time. Applied by <see cref="PaperVenueActors"/>; its market data is not: the venue is the market.</param>
public sealed record PaperVenueSettings(
    long FeePpm, long HalfSpreadPpm, FeeSchedule? Fees = null, LiquiditySettings? Liquidity = null, VenueLatency? Latency = null)
{
    internal FeeSchedule FeesInForce => Fees ?? FeeSchedule.Flat(FeePpm, FeePpm);

    internal LiquiditySettings LiquidityInForce => Liquidity ?? new LiquiditySettings(HalfSpreadPpm: HalfSpreadPpm, IgnoresSizes: true);
}
