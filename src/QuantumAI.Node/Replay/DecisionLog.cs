using System.Globalization;
using QuantumAI.Domain.Market;
using QuantumAI.Trading.Control;

namespace QuantumAI.Node.Replay;

/// <summary>What the agents of a re-run decided on each bar, orders or not.</summary>
internal sealed class DecisionLog
{
    private readonly Dictionary<(string Symbol, long Sequence), SignalView> _decisions = [];
    private long _bars;

    /// <summary>Takes what is new on a board; call it after every step.</summary>
    public void Observe(StatusBoard board)
    {
        if (board.Bars == _bars)
            return;
        _bars = board.Bars;
        foreach (var signal in board.Signals)
            _decisions.TryAdd((signal.Symbol, signal.Sequence), signal);
    }

    /// <summary>The decision on a symbol's market event, when there was one.</summary>
    public SignalView? Find(string symbol, long sequence) => _decisions.GetValueOrDefault((symbol, sequence));

    public static string Words(SignalView? decision) => decision is null
        ? "no decision"
        : string.Create(CultureInfo.InvariantCulture, $"{decision.Signal.Kind} ({decision.Signal.Reason})");

    /// <summary>What was seen: for the words of a cause.</summary>
    public static string Inputs(SignalView decision) => string.Create(
        CultureInfo.InvariantCulture,
        $"the bar that ended {UnixNanos.FormatIso(decision.BarEndNanos)} with close {decision.Close:G8}, ema-12 {decision.EmaFast:G8}, ema-26 {decision.EmaSlow:G8}, adx-14 {decision.Adx:G8}, atr-14 {decision.Atr:G8}");
}
