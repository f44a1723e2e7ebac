using QuantumAI.Domain.Market;
using QuantumAI.TestKit;
using QuantumAI.Venues.Binance.Rest;
using QuantumAI.Venues.Binance.Stream;
using QuantumAI.Venues.Transport;

namespace QuantumAI.Venues.Tests.Binance.Adapter;

public sealed class RotatingLinkTests
{
    private const long Overlap = 3 * UnixNanos.PerSecond;
    private static readonly LinkPolicy Policy = new(23 * UnixNanos.PerHour, Overlap, 15 * UnixNanos.PerSecond);

    [Fact]
    public void Sim_week_of_cuts_must_keep_below_the_venues_limits_and_heal() => Seeds.Hold(1, static (random, _) =>
    {
        var (sockets, ends) = (new Sockets(), new Queue<int>());
        var link = new RotatingLink(sockets, new AddressBudget(), Policy, number => new Listener(number, ends));
        var (connects, start) = (new List<long>(), VenueStand.StartNanos);
        var worked = start;
        var (opened, end) = (new Dictionary<int, long>(), start + (7 * UnixNanos.PerDay));
        for (var now = start; now < end; now += UnixNanos.PerSecond)
        {
            var before = sockets.Count;
            var isStorm = (now - start) % UnixNanos.PerDay < UnixNanos.PerHour; // an hour each day nothing works
            link.Tick(new Uri("ws://127.0.0.1:1"), now, (ulong)random.NextInt64());
            if (sockets.Count > before)
            {
                connects.Add(now);
                opened[link.Next] = now;
                if (isStorm || random.Next(20) == 0)
                    ends.Enqueue(link.Next);
                else
                    link.OnOpened(link.Next, now);
            }

            if (link.HasOverlapped(now))
                link.Promote(link.Next);
            if (link.Current != 0 && random.Next(isStorm ? 2 : 20_000) == 0)
                ends.Enqueue(link.Current);
            while (ends.TryDequeue(out var number))
                link.OnClosed(number, now);
            Assert.True(link.Current == 0 || now - opened[link.Current] < UnixNanos.PerDay);
            if (isStorm || link.Current != 0)
                worked = now;
            Assert.True(now - worked < 3 * UnixNanos.PerMinute);
        }

        Assert.NotEqual(0, link.Current);
        for (var i = 150; i < connects.Count; i++)
            Assert.True(connects[i] - connects[i - 150] > 2 * UnixNanos.PerMinute);
    }, runs: 3);

    [Fact]
    public void replacement_that_fails_must_leave_the_old_socket_working()
    {
        var (sockets, ends) = (new Sockets(), new Queue<int>());
        var link = new RotatingLink(sockets, new AddressBudget(), Policy, number => new Listener(number, ends));
        var now = VenueStand.StartNanos;
        void Tick() => link.Tick(new Uri("ws://127.0.0.1:1"), now, 0);
        Tick();
        link.OnOpened(1, now);
        Assert.True(link.Promote(1));
        link.Replace();
        Tick();
        Assert.Equal((1, 2), (link.Current, link.Next));
        Assert.False(link.OnClosed(2, now)); // nothing is lost
        Assert.Equal((1, 0), (link.Current, link.Next));
        Tick();
        Assert.Equal(0, link.Next); // not at once
        now += UnixNanos.PerSecond;
        Tick();
        link.OnOpened(3, now);
        Assert.False(link.HasOverlapped(now));
        now += Overlap;
        Assert.True(link.HasOverlapped(now) && link.Promote(link.Next));
        Assert.Equal([1], ends);
        Assert.False(link.OnClosed(1, now)); // it had been replaced
        Assert.True(link.OnClosed(3, now));
    }

    [Fact]
    public void socket_that_does_not_come_to_work_must_be_given_up()
    {
        var ends = new Queue<int>();
        var link = new RotatingLink(new Sockets(), new AddressBudget(), Policy, number => new Listener(number, ends));
        link.Tick(new Uri("ws://127.0.0.1:1"), 0, 0);
        link.Tick(new Uri("ws://127.0.0.1:1"), 20 * UnixNanos.PerSecond, 0);
        Assert.Equal([1], ends);
    }

    private sealed class Sockets : IStreamTransport
    {
        public int Count { get; private set; }

        public IStreamLink Open(Uri address, IStreamListener listener)
        {
            Count++;
            return new Link(listener);
        }

        private sealed class Link(IStreamListener listener) : IStreamLink
        {
            public void Send(string text)
            {
            }

            public void Close() => listener.OnClosed("closed here");
        }
    }

    private sealed class Listener(int number, Queue<int> ends) : IStreamListener
    {
        public void OnOpened()
        {
        }

        public ValueTask OnMessageAsync(ReadOnlyMemory<byte> utf8) => ValueTask.CompletedTask;

        public void OnClosed(string reason) => ends.Enqueue(number);
    }
}
