using QuantumAI.Domain.Orders;

namespace QuantumAI.Trading.Divergence;

/// <summary>Holds a session's decisions against those of its shadow, a back-test of the same market. Pure.</summary>
public static class DivergenceComparison
{
    /// <param name="session">What was done.</param>
    /// <param name="shadow">What the shadow with the configuration in question did.</param>
    /// <param name="recorded">What the shadow with the recorded configuration did: it tells the configuration's part from the rest.</param>
    /// <returns>A row for each decision of either, in the order of the market.</returns>
    public static IReadOnlyList<DivergenceRow> Compare(IReadOnlyList<OrderTale> session, IReadOnlyList<OrderTale> shadow, IReadOnlyList<OrderTale> recorded)
    {
        var (inSession, inShadow, inRecorded) = (ByKey(session), ByKey(shadow), ByKey(recorded));
        return
        [
            .. inSession.Keys.Union(inShadow.Keys)
                .OrderBy(key => key.Sequence).ThenBy(key => key.Symbol, StringComparer.Ordinal).ThenBy(key => key.AgentId, StringComparer.Ordinal).ThenBy(key => key.Ordinal)
                .Select(key => RowOf(inSession.GetValueOrDefault(key), inShadow.GetValueOrDefault(key), inRecorded.GetValueOrDefault(key))),
        ];
    }

    private static Dictionary<DecisionKey, OrderTale> ByKey(IReadOnlyList<OrderTale> tales) => tales.ToDictionary(tale => tale.Key);

    private static DivergenceRow RowOf(OrderTale? session, OrderTale? shadow, OrderTale? recorded)
    {
        if (!IsSame(session, shadow))
            return new DivergenceRow(IsSame(session, recorded) || (session is null && recorded is null) ? DivergenceKind.Configuration : DivergenceKind.Signal, session, shadow, 0, 0, null);
        var (done, expected) = (session!, shadow!);
        if (done.Filled.IsZero != expected.Filled.IsZero || IsPart(done) != IsPart(expected))
            return new DivergenceRow(DivergenceKind.MissedFill, done, expected, 0, 0, null);
        if (done.Filled.IsZero)
            return new DivergenceRow(DivergenceKind.Matched, done, expected, 0, 0, null);
        var worse = (done.Price - expected.Price) * (done.Side == OrderSide.Buy ? 1 : -1);
        var later = done.DelayNanos - expected.DelayNanos;
        var kind = worse != 0 ? DivergenceKind.FillPrice : later is not 0 ? DivergenceKind.Latency : DivergenceKind.Matched;
        return new DivergenceRow(kind, done, expected, worse * done.Filled.ToDouble(), 10_000 * worse / expected.Price, later);
    }

    private static bool IsPart(OrderTale tale) => tale.Filled.Units < tale.Quantity.Units;

    /// <summary>The same decision: its size follows from equity, and is not part of it.</summary>
    private static bool IsSame(OrderTale? one, OrderTale? other) =>
        one is not null && other is not null && (one.Side, one.Type, one.DeniedBy) == (other.Side, other.Type, other.DeniedBy);
}
