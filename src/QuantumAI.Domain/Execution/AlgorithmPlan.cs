using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;

namespace QuantumAI.Domain.Execution;

/// <summary>How an order is worked off in smaller ones.</summary>
public enum AlgorithmKind : byte
{
    Unspecified = 0,

    /// <summary>Time-weighted: equal slices over the time.</summary>
    Twap = 1,

    /// <summary>Volume-weighted: slices as large as their part of a historical volume curve.</summary>
    Vwap = 2,

    /// <summary>Percentage of volume: a part of what is seen to trade, never more.</summary>
    Pov = 3,

    /// <summary>One small order at a time; the next one when it is filled.</summary>
    Iceberg = 4,
}

/// <summary>How, when and within which bounds. Immutable; equal when the numbers are.</summary>
/// <param name="Kind">The rule.</param>
/// <param name="StartNanos">World time before which nothing is sent.</param>
/// <param name="EndNanos">World time from which nothing is sent; what is open then is canceled.</param>
/// <param name="Weights">Volume curve: weight of each slice, at least one above zero; for TWAP all equal.</param>
/// <param name="JitterPpm">Most delay of a slice in parts per million of its length, below 1,000,000; drawn from the seed.</param>
/// <param name="Seed">Of the jitter.</param>
/// <param name="ParticipationPpm">Largest part of the observed volume, in parts per million; of POV.</param>
/// <param name="Child">Size that an iceberg shows; most that POV sends at once, null = no bound.</param>
/// <param name="Limit">Worst price of each child; null = market orders.</param>
public sealed record AlgorithmPlan(
    AlgorithmKind Kind, long StartNanos, long EndNanos, IReadOnlyList<long> Weights, long JitterPpm = 0, long Seed = 0, long ParticipationPpm = 0,
    Quantity? Child = null, Price? Limit = null)
{
    /// <summary>Most slices of a plan.</summary>
    public const int MostSlices = 10_000;

    public static AlgorithmPlan Twap(long startNanos, long endNanos, int slices, long jitterPpm = 0, long seed = 0, Price? limit = null) =>
        new(AlgorithmKind.Twap, startNanos, endNanos, [.. Enumerable.Repeat(1L, slices)], jitterPpm, seed, Limit: limit);

    public static AlgorithmPlan Vwap(long startNanos, long endNanos, IReadOnlyList<long> curve, long jitterPpm = 0, long seed = 0, Price? limit = null) =>
        new(AlgorithmKind.Vwap, startNanos, endNanos, curve, jitterPpm, seed, Limit: limit);

    public static AlgorithmPlan Pov(long startNanos, long endNanos, long participationPpm, Quantity? childMax = null, Price? limit = null) =>
        new(AlgorithmKind.Pov, startNanos, endNanos, [], ParticipationPpm: participationPpm, Child: childMax, Limit: limit);

    public static AlgorithmPlan Iceberg(long startNanos, long endNanos, Quantity shown, Price limit) =>
        new(AlgorithmKind.Iceberg, startNanos, endNanos, [], Child: shown, Limit: limit);

    public bool Equals(AlgorithmPlan? other) =>
        other is not null && (Kind, StartNanos, EndNanos, JitterPpm, Seed, ParticipationPpm, Child, Limit)
        == (other.Kind, other.StartNanos, other.EndNanos, other.JitterPpm, other.Seed, other.ParticipationPpm, other.Child, other.Limit)
        && Weights.SequenceEqual(other.Weights);

    public override int GetHashCode() => HashCode.Combine(Kind, StartNanos, EndNanos, Weights.Count, Seed, ParticipationPpm, Child, Limit);

    /// <summary>What is wrong with the plan; null when it makes sense.</summary>
    public OrderFault? FaultOf(Instrument instrument)
    {
        if (Kind is <= AlgorithmKind.Unspecified or > AlgorithmKind.Iceberg)
            return new("kind", "must be a known algorithm", $"{Kind}");
        if (StartNanos < 0 || EndNanos <= StartNanos)
            return new("end", "must be after the start", $"{EndNanos} after {StartNanos}");
        var isSliced = Kind is AlgorithmKind.Twap or AlgorithmKind.Vwap;
        if (isSliced && (Weights.Count is 0 or > MostSlices || Weights.Any(weight => weight < 0) || !Weights.Any(weight => weight > 0)))
            return new("weights", $"must be 1 to {MostSlices}, none negative and one above zero", $"{Weights.Count} weights");
        if (JitterPpm is < 0 or >= 1_000_000)
            return new("jitter", "must be from 0 to below 1,000,000 ppm", $"{JitterPpm}");
        if (Kind == AlgorithmKind.Pov && ParticipationPpm is <= 0 or > 1_000_000)
            return new("participation", "must be above 0 and at most 1,000,000 ppm", $"{ParticipationPpm}");
        if (Kind == AlgorithmKind.Iceberg && Child is null)
            return new("child", "is needed by an iceberg", "none");
        if (Child is { } child && (child.Scale != instrument.QuantityScale || instrument.IsDust(child) || child.Units < 0 || instrument.FloorToLot(child) != child))
            return new("child", "must be an order's size in whole lots", $"{child}");
        return Limit is { } limit && (limit.Scale != instrument.PriceScale || limit.Units <= 0)
            ? new("limit", $"must be above zero with {instrument.PriceScale} decimals", $"{limit}") : null;
    }
}

/// <summary>An order that is too large to be sent at once.</summary>
/// <param name="AlgorithmId">Its name, used once: at most 48 characters, no “#”.</param>
/// <param name="AgentId">Whose book it belongs to.</param>
/// <param name="Symbol">The instrument.</param>
/// <param name="Side">Buy or sell.</param>
/// <param name="Quantity">The whole.</param>
/// <param name="IsReduceOnly">Its children may only make a position smaller.</param>
/// <param name="DecisionPrice">The price on which the decision rested; what the result is measured against.</param>
/// <param name="Plan">How it is worked off.</param>
public sealed record ParentOrder(
    string AlgorithmId, string AgentId, string Symbol, OrderSide Side, Quantity Quantity, bool IsReduceOnly, Price DecisionPrice, AlgorithmPlan Plan)
{
    private const int MostIdLength = 48;

    /// <summary>What is wrong with the order; null when it makes sense.</summary>
    public OrderFault? FaultOf(Instrument instrument)
    {
        if (AlgorithmId.Length is 0 or > MostIdLength || AlgorithmId.Contains('#', StringComparison.Ordinal))
            return new("algorithm", $"must have 1 to {MostIdLength} characters and no “#”", AlgorithmId);
        if (Side is not (OrderSide.Buy or OrderSide.Sell))
            return new("side", "must be Buy or Sell", $"{Side}");
        if (Quantity.Scale != instrument.QuantityScale || Quantity.Units <= 0 || instrument.IsDust(Quantity) || instrument.FloorToLot(Quantity) != Quantity)
            return new("quantity", $"must be at least {instrument.Quantity(instrument.MinQuantityUnits)} in whole lots", $"{Quantity}");
        return DecisionPrice.Scale != instrument.PriceScale || DecisionPrice.Units <= 0
            ? new("decision price", $"must be above zero with {instrument.PriceScale} decimals", $"{DecisionPrice}") : Plan.FaultOf(instrument);
    }
}
