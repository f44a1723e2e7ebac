using System.Threading.Channels;
using QuantumAI.Benchmarks.Harness;
using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Worlds;

namespace QuantumAI.Benchmarks.Runtime;

/// <summary>Threads that tell one actor in a live world, against threads that write one channel with a naive consumer task.</summary>
internal static class TellRows
{
    /// <summary>Most messages that wait: senders are held back beyond it. The channel of the baseline is not bounded.</summary>
    private const int Capacity = 65_536;

    public static Sample Actor<TMessage>(int senders, int messagesPerSender, Func<long, TMessage> make)
    {
        using var world = new LiveWorld(1, WorldClock.System());
        using var done = new ManualResetEventSlim();
        var target = world.CreateLane("target").Spawn("counter", new CountingActor<TMessage>((long)senders * messagesPerSender, done), Capacity);
        return Sample.Rate((long)senders * messagesPerSender, () =>
        {
            InParallel(senders, () => TellAll(target, messagesPerSender, make));
            done.Wait();
        });
    }

    public static Sample Channel<TMessage>(int senders, int messagesPerSender, Func<long, TMessage> make)
    {
        var channel = System.Threading.Channels.Channel.CreateUnbounded<TMessage>(
            new UnboundedChannelOptions { SingleReader = true, SingleWriter = senders == 1 });
        var consumer = ConsumeAsync(channel.Reader, (long)senders * messagesPerSender);
        return Sample.Rate((long)senders * messagesPerSender, () =>
        {
            InParallel(senders, () =>
            {
                for (long i = 0; i < messagesPerSender; i++)
                    channel.Writer.TryWrite(make(i));
            });
            consumer.Wait();
        });
    }

    public static async Task ConsumeAsync<TMessage>(ChannelReader<TMessage> reader, long expected)
    {
        await foreach (var _ in reader.ReadAllAsync().ConfigureAwait(false))
        {
            if (--expected == 0)
                return;
        }
    }

    private static void TellAll<TMessage>(ActorRef<TMessage> target, int count, Func<long, TMessage> make)
    {
        for (long i = 0; i < count; i++)
        {
            var message = make(i);
            while (!target.TryTell(in message))
                target.WaitForRoomAsync().Wait();
        }
    }

    private static void InParallel(int count, Action work)
    {
        if (count == 1)
        {
            work();
            return;
        }

        Thread[] threads = [.. Enumerable.Range(0, count).Select(_ => new Thread(() => work()))];
        foreach (var thread in threads)
            thread.Start();
        foreach (var thread in threads)
            thread.Join();
    }
}
