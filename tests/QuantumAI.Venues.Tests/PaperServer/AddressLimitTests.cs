using QuantumAI.Domain.Market;
using QuantumAI.Venues.PaperServer.Limits;

namespace QuantumAI.Venues.Tests.PaperServer;

public sealed class AddressLimitTests
{
    private const long Start = ExchangeDesk.Start;
    private readonly AddressLimits _limits = new(new ExchangeLimits(WeightPerMinute: 100, RawPer5Minutes: 1_000));

    [Fact]
    public void weight_must_be_counted_by_minute_and_address()
    {
        Assert.Equal(60, _limits.Enter("a", 60, Start).UsedWeight);
        var refused = _limits.Enter("a", 60, Start + UnixNanos.PerSecond);
        Assert.Equal((AddressVerdict.TooMuch, 60, Start + UnixNanos.PerMinute), (refused.Verdict, refused.UsedWeight, refused.UntilNanos));
        Assert.Equal(AddressVerdict.Allowed, _limits.Enter("b", 60, Start).Verdict);
        Assert.Equal(AddressVerdict.Allowed, _limits.Enter("a", 60, Start + UnixNanos.PerMinute).Verdict);
    }

    [Fact]
    public void address_must_be_banned_longer_each_time_when_it_does_not_stop()
    {
        var now = Start;
        foreach (var minutes in new[] { 2, 4, 8 })
        {
            var banned = Overrun(ref now);
            Assert.Equal(now + (minutes * UnixNanos.PerMinute), banned.UntilNanos);
            Assert.Equal(AddressVerdict.Banned, _limits.Enter("a", 1, banned.UntilNanos - 1).Verdict);
            now = banned.UntilNanos;
            Assert.Equal(AddressVerdict.Allowed, _limits.Enter("a", 1, now).Verdict);
        }
    }

    [Fact]
    public void ban_must_end_after_three_days_at_the_latest()
    {
        var now = Start;
        AddressAnswer banned = default;
        for (var i = 0; i < 20; i++)
        {
            banned = Overrun(ref now);
            Assert.True(banned.UntilNanos - now <= 3 * UnixNanos.PerDay);
            now = banned.UntilNanos;
        }

        Assert.Equal(AddressVerdict.Banned, banned.Verdict);
    }

    [Fact]
    public void raw_requests_must_be_counted_too()
    {
        var limits = new AddressLimits(new ExchangeLimits(WeightPerMinute: 1_000_000, RawPer5Minutes: 3));
        for (var i = 0; i < 3; i++)
            Assert.Equal(AddressVerdict.Allowed, limits.Enter("a", 1, Start).Verdict);
        Assert.Equal(Start + (5 * UnixNanos.PerMinute), limits.Enter("a", 1, Start).UntilNanos);
    }

    [Fact]
    public void addresses_must_stay_within_a_bound()
    {
        for (var i = 0; i < 20_000; i++)
            Assert.Equal(AddressVerdict.Allowed, _limits.Enter($"{i}", 1, Start).Verdict);
    }

    [Fact]
    public void failed_order_must_be_charged_afterwards() => Assert.Equal(7, _limits.Charge("a", 7, Start));

    private AddressAnswer Overrun(ref long now)
    {
        _limits.Enter("a", 100, now);
        for (var i = 0; ; i++)
        {
            Assert.True(i < 100, "a ban comes soon");
            if (_limits.Enter("a", 100, now) is { Verdict: AddressVerdict.Banned } banned)
                return banned;
        }
    }
}
