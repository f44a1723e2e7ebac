using System.Threading.Channels;
using QuantumAI.Benchmarks.Harness;
using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Worlds;

namespace QuantumAI.Benchmarks.Runtime;

/// <summary>Two that answer each other with one message in flight; each hop counts.</summary>
internal static class PingPongRow
{
    /// <summary>Both actors on one lane of a live world: that is where chatty actors are put.</summary>
    public static Sample Actors(int hops)
    {
        using var world = new LiveWorld(1, WorldClock.System());
        using var done = new ManualResetEventSlim();
        var lane = world.CreateLane("table");
        var left = new Player(hops, done);
        var right = new Player(hops, done);
        var (leftRef, rightRef) = (lane.Spawn("left", left), lane.Spawn("right", right));
        (left.Other, right.Other) = (rightRef, leftRef);
        return Sample.Rate(hops, () =>
        {
            leftRef.Tell(new FlatMessage(1, 0, 0, 0));
            done.Wait();
        });
    }

    public static Sample Channels(int hops)
    {
        var options = new UnboundedChannelOptions { SingleReader = true, SingleWriter = true };
        var (left, right) = (Channel.CreateUnbounded<FlatMessage>(options), Channel.CreateUnbounded<FlatMessage>(options));
        return Sample.Rate(hops, () =>
        {
            var players = Task.WhenAll(
                Task.Run(() => PlayAsync(left.Reader, right.Writer, hops)), Task.Run(() => PlayAsync(right.Reader, left.Writer, hops)));
            left.Writer.TryWrite(new FlatMessage(1, 0, 0, 0));
            players.Wait();
        });
    }

    private static async Task PlayAsync(ChannelReader<FlatMessage> reader, ChannelWriter<FlatMessage> writer, int hops)
    {
        await foreach (var message in reader.ReadAllAsync().ConfigureAwait(false))
        {
            if (message.First >= hops)
                break;
            writer.TryWrite(message with { First = message.First + 1 });
        }

        writer.TryComplete();
    }

    private sealed class Player(int hops, ManualResetEventSlim done) : Actor<FlatMessage>
    {
        public ActorRef<FlatMessage>? Other { get; set; }

        protected override void Receive(in FlatMessage message)
        {
            if (message.First < hops)
                Other!.Tell(message with { First = message.First + 1 });
            else
                done.Set();
        }
    }
}
