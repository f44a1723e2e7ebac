using QuantumAI.Quant.Indicators;

namespace QuantumAI.Quant.Tests.Data;

/// <summary>Both forms of every indicator behind one shape: name, unit behaviour, and series in → every output joined end to end.</summary>
internal sealed record IndicatorRun(
    string Id,
    bool IsInPriceUnits,
    Func<BarSeries, int, double[][]> Batch,
    Func<BarSeries, int, double[][]> Incremental)
{
    internal static readonly IndicatorRun[] All =
    [
        new("adx", false, AdxBatch, AdxSteps),
        new("atr", true, AtrBatch, AtrSteps),
        new("ema", true, EmaBatch, EmaSteps),
        new("rsi", false, RsiBatch, RsiSteps),
    ];

    internal static IndicatorRun Of(string id) => All.Single(run => run.Id == id);

    private static double[][] AdxBatch(BarSeries bars, int period)
    {
        double[][] output = [new double[bars.Length], new double[bars.Length], new double[bars.Length]];
        Adx.Batch(bars.High, bars.Low, bars.Close, output[0], output[1], output[2], new AdxParameters(period));
        return output;
    }

    private static double[][] AdxSteps(BarSeries bars, int period)
    {
        double[][] output = [new double[bars.Length], new double[bars.Length], new double[bars.Length]];
        AdxIncremental adx = new(new AdxParameters(period));
        for (int i = 0; i < bars.Length; i++)
        {
            output[0][i] = adx.Update(bars.High[i], bars.Low[i], bars.Close[i]);
            output[1][i] = adx.PlusDi;
            output[2][i] = adx.MinusDi;
        }

        return output;
    }

    private static double[][] AtrBatch(BarSeries bars, int period)
    {
        double[] output = new double[bars.Length];
        Atr.Batch(bars.High, bars.Low, bars.Close, output, new AtrParameters(period));
        return [output];
    }

    private static double[][] AtrSteps(BarSeries bars, int period)
    {
        AtrIncremental atr = new(new AtrParameters(period));
        return [[.. Enumerable.Range(0, bars.Length).Select(i => atr.Update(bars.High[i], bars.Low[i], bars.Close[i]))]];
    }

    private static double[][] EmaBatch(BarSeries bars, int period)
    {
        double[] output = new double[bars.Length];
        Ema.Batch(bars.Close, output, new EmaParameters(period));
        return [output];
    }

    private static double[][] EmaSteps(BarSeries bars, int period)
    {
        EmaIncremental ema = new(new EmaParameters(period));
        return [[.. bars.Close.Select(ema.Update)]];
    }

    private static double[][] RsiBatch(BarSeries bars, int period)
    {
        double[] output = new double[bars.Length];
        Rsi.Batch(bars.Close, output, new RsiParameters(period));
        return [output];
    }

    private static double[][] RsiSteps(BarSeries bars, int period)
    {
        RsiIncremental rsi = new(new RsiParameters(period));
        return [[.. bars.Close.Select(rsi.Update)]];
    }
}
