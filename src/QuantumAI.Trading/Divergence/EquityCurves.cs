using QuantumAI.Domain.Portfolio;
using QuantumAI.Runtime.Persistence;
using QuantumAI.Trading.Portfolio;
using QuantumAI.Trading.Reports;

namespace QuantumAI.Trading.Divergence;

/// <summary>Equity of a run and of its shadows as it was marked at bar closes, oldest first; for drawings, hence in doubles.</summary>
/// <param name="Session">The session's.</param>
/// <param name="Recorded">Its shadow's with the recorded configuration.</param>
/// <param name="Other">Its shadow's with the other one.</param>
public sealed record EquityCurves(IReadOnlyList<CurvePoint> Session, IReadOnlyList<CurvePoint> Recorded, IReadOnlyList<CurvePoint> Other)
{
    /// <summary>Nothing was marked.</summary>
    public static EquityCurves None { get; } = new([], [], []);

    /// <summary>The marks of a part of an account's stream.</summary>
    public static IReadOnlyList<CurvePoint> MarksOf(IEnumerable<StoredEvent> events) =>
    [
        .. events.Where(stored => stored.Data.Type == nameof(EquityMarked))
            .Select(stored => new CurvePoint(stored.Data.TimeNanos, ((EquityMarked)AccountEventCodec.Instance.Decode(stored)).Equity.ToDouble())),
    ];
}
