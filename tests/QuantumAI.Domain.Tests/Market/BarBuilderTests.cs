using QuantumAI.Domain.Market;
using QuantumAI.TestKit;

namespace QuantumAI.Domain.Tests.Market;

public sealed class BarBuilderTests
{
    private const long Interval = UnixNanos.PerMinute;

    [Fact]
    public void Prop_bars_equal_naive_grouping_by_interval() => Seeds.Hold(200, leastSize: 1, run: (random, steps) =>
    {
        var prices = new List<(long Nanos, long Price, long Volume)>();
        var nanos = random.NextInt64(-10 * Interval, 10 * Interval);
        for (var i = 0; i < steps; i++)
        {
            nanos += random.Next(4) == 0 ? random.NextInt64(3 * Interval) : random.NextInt64(Interval / 5);
            prices.Add((nanos, random.NextInt64(1, 1_000_000), random.NextInt64(0, 1_000)));
        }

        var expected = prices
            .GroupBy(price => (long)Math.Floor((double)price.Nanos / Interval) * Interval)
            .Select(group => new Bar(
                group.Key, Interval, group.First().Price, group.Max(price => price.Price), group.Min(price => price.Price),
                group.Last().Price, group.Sum(price => price.Volume)));

        var builder = new BarBuilder(Interval);
        var bars = new List<Bar>();
        foreach (var (time, price, volume) in prices)
        {
            if (builder.TryClose(time, out var bar))
                bars.Add(bar);
            builder.Add(time, price, volume);
        }

        Assert.True(builder.TryClose(builder.OpenBarEndNanos, out var last));
        Assert.Equal(expected, [.. bars, last]);
    });

    [Fact]
    public void Prop_joined_short_bars_equal_the_long_bar_of_their_prices() => Seeds.Hold(100, leastSize: 1, run: (random, steps) =>
    {
        var (direct, shorts, joined) = (new BarBuilder(5 * Interval), new BarBuilder(Interval), new BarBuilder(5 * Interval));
        var (expected, actual) = (new List<Bar>(), new List<Bar>());
        long nanos = 0;
        void Join(Bar bar)
        {
            if (joined.TryClose(bar.StartNanos, out var whole))
                actual.Add(whole);
            joined.Add(bar);
        }

        for (var i = 0; i < steps; i++)
        {
            nanos += random.NextInt64(2 * Interval);
            var (price, volume) = (random.NextInt64(1, 1_000), random.NextInt64(9));
            if (direct.TryClose(nanos, out var bar))
                expected.Add(bar);
            direct.Add(nanos, price, volume);
            if (shorts.TryClose(nanos, out var shortBar))
                Join(shortBar);
            shorts.Add(nanos, price, volume);
        }

        if (shorts.TryClose(long.MaxValue, out var lastShort))
            Join(lastShort);
        if (direct.TryClose(long.MaxValue, out var lastDirect))
            expected.Add(lastDirect);
        if (joined.TryClose(long.MaxValue, out var lastJoined))
            actual.Add(lastJoined);
        Assert.Equal(expected, actual);
    });

    [Fact]
    public void bar_must_close_at_its_end_and_not_one_nanosecond_earlier()
    {
        var builder = new BarBuilder(Interval);
        builder.Add(Interval + 5, 100, 1);
        Assert.False(builder.TryClose((2 * Interval) - 1, out _));
        Assert.True(builder.TryClose(2 * Interval, out var bar));
        Assert.Equal(new Bar(Interval, Interval, 100, 100, 100, 100, 1), bar);
        Assert.Equal(2 * Interval, bar.EndNanos);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(long.MaxValue)]
    public void no_bar_must_close_when_none_is_open(long nowNanos)
    {
        var builder = new BarBuilder(Interval);
        Assert.False(builder.TryClose(nowNanos, out _));
        Assert.Equal(long.MaxValue, builder.OpenBarEndNanos);
    }

    [Fact]
    public void price_must_be_refused_when_the_open_bar_is_over()
    {
        var builder = new BarBuilder(Interval);
        builder.Add(0, 1, 1);
        Assert.Throws<InvariantViolationException>(() => builder.Add(Interval, 1, 1));
    }

    [Fact]
    public void volume_must_throw_when_it_does_not_fit()
    {
        var builder = new BarBuilder(Interval);
        builder.Add(0, 1, long.MaxValue);
        Assert.Throws<OverflowException>(() => builder.Add(1, 1, 1));
    }

    [Theory]
    [InlineData(0, 60, 0)]
    [InlineData(59, 60, 0)]
    [InlineData(60, 60, 60)]
    [InlineData(-1, 60, -60)]
    [InlineData(-60, 60, -60)]
    [InlineData(-61, 60, -120)]
    public void floor_must_go_down_also_before_1970(long nanos, long interval, long expected) =>
        Assert.Equal(expected, UnixNanos.FloorTo(nanos, interval));
}
