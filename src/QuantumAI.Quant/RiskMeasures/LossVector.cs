using System.Numerics;

namespace QuantumAI.Quant.RiskMeasures;

/// <summary>Losses of a book by scenario. Element by element, so that vectors of any width give the same bits.</summary>
internal static class LossVector
{
    /// <summary>Losses after a change: <c>losses[s] − deltaValue · returns[s]</c>, to an output that may be the input.</summary>
    internal static void Change(ReadOnlySpan<double> losses, ReadOnlySpan<double> returns, double deltaValue, Span<double> output)
    {
        int s = 0;
        for (; s <= losses.Length - Vector<double>.Count; s += Vector<double>.Count)
        {
            // Two roundings, never a fused operation, which only some processors have.
            Vector<double> change = new Vector<double>(returns[s..]) * deltaValue;
            (new Vector<double>(losses[s..]) - change).CopyTo(output[s..]);
        }

        for (; s < losses.Length; s++)
            output[s] = losses[s] - (returns[s] * deltaValue);
    }
}
