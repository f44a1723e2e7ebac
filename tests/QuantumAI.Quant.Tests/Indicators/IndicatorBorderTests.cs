using QuantumAI.Quant.Indicators;
using QuantumAI.Quant.Tests.Data;

namespace QuantumAI.Quant.Tests.Indicators;

public sealed class IndicatorBorderTests
{
    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(1.1e100)]
    public void value_must_be_refused_with_its_field_when_not_finite_or_too_large(double bad)
    {
        EmaIncremental ema = new(new EmaParameters(1));
        RsiIncremental rsi = new(new RsiParameters(1));
        AtrIncremental atr = new(new AtrParameters(1));
        AdxIncremental adx = new(new AdxParameters(2));

        Assert.Contains("value must be finite", Refused(() => ema.Update(bad)).Message, StringComparison.Ordinal);
        Assert.Equal("close", Refused(() => rsi.Update(bad)).ParamName);
        Assert.Equal("high", Refused(() => atr.Update(bad, 1, 1)).ParamName);
        Assert.Equal("low", Refused(() => adx.Update(1, bad, 1)).ParamName);
        Assert.Equal("close", Refused(() => adx.Update(1, 1, bad)).ParamName);
    }

    [Theory]
    [InlineData(1, 2, 1, "high")]
    [InlineData(3, 2, 4, "close")]
    [InlineData(3, 2, 1, "close")]
    public void bar_must_be_refused_when_inconsistent(double high, double low, double close, string field)
    {
        double[] output = [7];
        Assert.Equal(field, Refused(() => new AtrIncremental(new AtrParameters()).Update(high, low, close)).ParamName);
        Assert.Equal(field, Refused(() => Atr.Batch([high], [low], [close], output, new AtrParameters())).ParamName);
        Assert.Equal(7, output[0]);
    }

    [Fact]
    public void state_must_be_unchanged_when_input_was_refused()
    {
        AdxIncremental clean = new(new AdxParameters(2));
        AdxIncremental disturbed = new(new AdxParameters(2));
        BarSeries bars = GeneratedBars.Bars([.. Enumerable.Range(1, 40).Select(i => i * 7919)]);
        for (int i = 0; i < bars.Length; i++)
        {
            Refused(() => disturbed.Update(bars.High[i], bars.Low[i], double.NaN));
            double expected = clean.Update(bars.High[i], bars.Low[i], bars.Close[i]);
            Assert.Equal(expected, disturbed.Update(bars.High[i], bars.Low[i], bars.Close[i]));
        }
    }

    [Fact]
    public void period_must_be_refused_when_out_of_range()
    {
        Assert.Contains("periodBars must be within 1..10000, was 0", Refused(() => new EmaParameters(0)).Message, StringComparison.Ordinal);
        Refused(() => new RsiParameters(0));
        Refused(() => new AtrParameters(10_001));
        Refused(() => new AdxParameters(1));
    }

    [Fact]
    public void output_must_be_refused_when_length_differs_or_memory_is_shared()
    {
        double[] close = [1, 2, 3];
        double[] other = new double[3];
        Assert.Throws<ArgumentException>(() => Ema.Batch(close, new double[2], new EmaParameters(2)));
        Assert.Throws<ArgumentException>(() => Ema.Batch(close, close, new EmaParameters(2)));
        Assert.Throws<ArgumentException>(() => Atr.Batch(close, close, close.AsSpan(0, 2), other, new AtrParameters(2)));
        Assert.Throws<ArgumentException>(
            () => Adx.Batch(close, close, close, other, other, new double[3], new AdxParameters(2)));
    }

    private static ArgumentOutOfRangeException Refused(Action action) => Assert.Throws<ArgumentOutOfRangeException>(action);

    private static ArgumentOutOfRangeException Refused<T>(Func<T> action) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => { action(); });
}
