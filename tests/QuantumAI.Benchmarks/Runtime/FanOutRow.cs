using System.Threading.Channels;
using QuantumAI.Benchmarks.Harness;
using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Worlds;

namespace QuantumAI.Benchmarks.Runtime;

/// <summary>One tells many, again and again; each delivery counts.</summary>
internal static class FanOutRow
{
    private const int Receivers = 1_000;

    /// <summary>All on one lane of a live world.</summary>
    public static Sample Actors(int broadcasts)
    {
        using var world = new LiveWorld(1, WorldClock.System());
        using var done = new ManualResetEventSlim();
        var lane = world.CreateLane("hall");
        var counter = new Counter((long)broadcasts * Receivers, done);
        ActorRef<FlatMessage>[] receivers = [.. Enumerable.Range(0, Receivers).Select(id => lane.Spawn($"listener-{id}", new Listener(counter)))];
        var speaker = lane.Spawn("speaker", new Speaker(receivers), capacity: broadcasts);
        return Sample.Rate((long)broadcasts * Receivers, () =>
        {
            for (var i = 0; i < broadcasts; i++)
                speaker.Tell(new FlatMessage(i, 0, 0, 0));
            done.Wait();
        });
    }

    public static Sample Channels(int broadcasts)
    {
        Channel<FlatMessage>[] channels = [.. Enumerable.Range(0, Receivers).Select(_ => Channel.CreateUnbounded<FlatMessage>(
            new UnboundedChannelOptions { SingleReader = true, SingleWriter = true }))];
        Task[] consumers = [.. channels.Select(channel => TellRows.ConsumeAsync(channel.Reader, broadcasts))];
        return Sample.Rate((long)broadcasts * Receivers, () =>
        {
            for (var i = 0; i < broadcasts; i++)
            {
                foreach (var channel in channels)
                    channel.Writer.TryWrite(new FlatMessage(i, 0, 0, 0));
            }

            Task.WaitAll(consumers);
        });
    }

    private sealed class Counter(long expected, ManualResetEventSlim done)
    {
        private long _left = expected;

        public void Count()
        {
            if (--_left == 0)
                done.Set();
        }
    }

    private sealed class Speaker(ActorRef<FlatMessage>[] listeners) : Actor<FlatMessage>
    {
        protected override void Receive(in FlatMessage message)
        {
            foreach (var listener in listeners)
                listener.Tell(in message);
        }
    }

    private sealed class Listener(Counter counter) : Actor<FlatMessage>
    {
        protected override void Receive(in FlatMessage message) => counter.Count();
    }
}
