namespace QuantumAI.Quant.Tests.Data;

/// <summary>Three aligned columns of bars.</summary>
internal sealed record BarSeries(double[] High, double[] Low, double[] Close)
{
    internal int Length => Close.Length;

    internal BarSeries Take(int count) => new(High[..count], Low[..count], Close[..count]);

    internal BarSeries Scale(double factor) => new(Times(High, factor), Times(Low, factor), Times(Close, factor));

    private static double[] Times(double[] values, double factor) => [.. values.Select(value => value * factor)];
}
