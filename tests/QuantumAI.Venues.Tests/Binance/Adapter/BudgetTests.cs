using QuantumAI.Domain.Market;
using QuantumAI.TestKit;
using QuantumAI.Venues.Binance.Rest;

namespace QuantumAI.Venues.Tests.Binance.Adapter;

public sealed class BudgetTests
{
    private const long Start = VenueStand.StartNanos / UnixNanos.PerMinute * UnixNanos.PerMinute;

    [Fact]
    public void less_urgent_calls_must_leave_room_for_more_urgent_ones()
    {
        var budget = new AddressBudget();
        foreach (var (priority, most) in new[] { (CallPriority.Data, 3_000), (CallPriority.Enter, 4_500), (CallPriority.Protect, 5_400), (CallPriority.Cancel, 6_000) })
        {
            while (budget.TryTake(50, priority, Start, out _))
            {
            }

            Assert.Equal(most, budget.UsedWeight);
        }

        Assert.False(budget.TryTake(1, CallPriority.Cancel, Start, out var retryNanos));
        Assert.Equal(Start + UnixNanos.PerMinute, retryNanos);
        Assert.True(budget.TryTake(1, CallPriority.Cancel, retryNanos, out _));
    }

    [Fact]
    public void venues_own_count_must_be_believed_when_it_is_higher()
    {
        var budget = new AddressBudget();
        budget.LearnWeight(5_990, Start);
        Assert.False(budget.TryTake(20, CallPriority.Cancel, Start, out _));
        budget.LearnWeight(10, Start);
        Assert.False(budget.TryTake(20, CallPriority.Cancel, Start, out _));
    }

    [Fact]
    public void stop_must_hold_for_all_until_its_end_and_never_be_shortened()
    {
        var budget = new AddressBudget();
        budget.StopUntil(Start + 100);
        budget.StopUntil(Start + 50);
        Assert.False(budget.TryTake(1, CallPriority.Cancel, Start + 99, out var retryNanos));
        Assert.False(budget.TryConnect(Start + 99));
        Assert.Equal(Start + 100, retryNanos);
        Assert.True(budget.TryTake(1, CallPriority.Data, Start + 100, out _));
    }

    [Fact]
    public void Prop_weight_must_never_exceed_the_limit_in_any_minute() => Seeds.Hold(400, static (random, size) =>
    {
        var budget = new AddressBudget();
        budget.SetWeightLimit(1_000);
        var (now, used) = (Start, new Dictionary<long, long>());
        for (var i = 0; i < size; i++)
        {
            now += random.NextInt64(2 * UnixNanos.PerSecond);
            var weight = random.Next(1, 250);
            if (!budget.TryTake(weight, (CallPriority)random.Next(1, 5), now, out var retryNanos))
                Assert.True(retryNanos > now);
            else
                used[now / UnixNanos.PerMinute] = used.GetValueOrDefault(now / UnixNanos.PerMinute) + weight;
        }

        Assert.All(used.Values, static weight => Assert.True(weight <= 1_000));
    });

    [Fact]
    public void connections_must_stay_below_the_venues_limit()
    {
        var budget = new AddressBudget();
        Assert.Equal(150, Enumerable.Range(0, 300).Count(_ => budget.TryConnect(Start)));
    }

    [Fact]
    public void orders_must_be_counted_by_window_and_the_venues_headers()
    {
        var budget = new OrderBudget();
        Assert.Equal(45, Enumerable.Range(0, 100).Count(_ => budget.TryTake(1, CallPriority.Enter, Start)));
        Assert.Equal(5, Enumerable.Range(0, 100).Count(_ => budget.TryTake(1, CallPriority.Protect, Start)));
        var next = Start + (10 * UnixNanos.PerSecond);
        budget.Learn(new Dictionary<string, string> { ["x-mbx-order-count-10s"] = "49", ["x-mbx-order-count-1x"] = "9", ["date"] = "1" }, next);
        Assert.True(budget.TryTake(1, CallPriority.Protect, next));
        Assert.False(budget.TryTake(1, CallPriority.Protect, next));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(-10)]
    public void offset_must_be_the_middle_of_several_measurements(long skewSeconds)
    {
        var clock = new VenueClock();
        var skew = skewSeconds * UnixNanos.PerSecond;
        foreach (var (delay, error) in new[] { (20L, 0L), (30, 0), (900, 400), (10, 0), (2_000, -900) })
            Assert.Null(clock.Add(Start, Start + (delay * UnixNanos.PerMillisecond), Start + skew + (((delay / 2) + error) * UnixNanos.PerMillisecond)));
        Assert.True(clock.IsKnown);
        Assert.Equal(skew, clock.OffsetNanos);
        Assert.Equal(Start + skew, clock.VenueNanos(Start));
    }

    [Fact]
    public void offset_of_hours_must_not_be_believed()
    {
        var clock = new VenueClock();
        string? reason = null;
        for (var i = 0; i < VenueClock.Samples; i++)
            reason = clock.Add(Start, Start, Start + UnixNanos.PerHour);
        Assert.NotNull(reason);
        Assert.False(clock.IsKnown);
    }
}
