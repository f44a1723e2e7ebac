using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Recording;
using QuantumAI.Runtime.Worlds;

namespace QuantumAI.Runtime.Tests.Recording;

/// <summary>Lanes that are not part of a recording, and what enters the recorded ones from them.</summary>
public sealed class OutsideLaneTests
{
    private const ulong Seed = 11;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task rerun_must_need_nothing_of_an_outside_lane_but_its_name()
    {
        var (output, codecs, seen) = (new MemoryStream(), new MessageCodecs().AddJson<string>(), new List<string>());
        var recorder = new LaneRecorder(output, codecs);
        using (var world = new LiveWorld(Seed, WorldClock.System(), recorder))
        {
            var venue = world.CreateLane("venue", isOutside: true);
            ActorRef<string>? trader = null;
            var answers = venue.Spawn("venue", new Script<string>((context, order) =>
            {
                trader!.TellReserved($"accepted {order}");
                if (order.StartsWith("later", StringComparison.Ordinal))
                    return;
                context.StartTimer(order, 1_000, $"later {order}");
                trader.Tell($"filled {order} {context.NextRandom() % 10}");
            }));
            trader = Trader(world, answers);
            for (var n = 0; n < 50; n++)
                trader.Tell($"tick {n}");
            await world.WhenIdleAsync(CancellationToken.None).WaitAsync(Patience);
            answers.Stop();
            await world.WhenIdleAsync(CancellationToken.None).WaitAsync(Patience);
        }

        await recorder.DisposeAsync();
        Assert.Null(recorder.NotReplayable);
        var recorded = seen.ToList();
        seen.Clear();
        var replay = new LaneReplay(LaneRecording.Read(new MemoryStream(output.ToArray())), codecs);
        using var again = new VirtualWorld(Seed, 0, replay: replay);
        var silent = again.CreateLane("venue", isOutside: true).Spawn("silent", new Script<string>((_, _) => { }));
        Trader(again, silent);
        Assert.Null(replay.Run(again).FirstDifference);
        Assert.Equal(recorded, seen);
        Assert.Contains(seen, text => text.StartsWith("accepted later", StringComparison.Ordinal));

        ActorRef<string> Trader(World world, ActorRef<string> venue) => world.CreateLane("trader").Spawn("trader", new Script<string>((context, text) =>
        {
            seen.Add($"{text} {context.NextRandom()} {context.NowNanos}");
            if (text.StartsWith("tick", StringComparison.Ordinal))
                venue.Tell(text);
        }));
    }

    [Fact]
    public async Task refusal_of_a_full_outside_mailbox_must_be_the_same_in_the_rerun()
    {
        var (output, codecs, refused) = (new MemoryStream(), new MessageCodecs().AddJson<string>(), new List<string>());
        var recorder = new LaneRecorder(output, codecs);
        var last = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var go = new ManualResetEventSlim();
        using (var world = new LiveWorld(Seed, WorldClock.System(), recorder))
        {
            var venue = world.CreateLane("venue", isOutside: true).Spawn("venue", new Script<string>((_, _) => go.Wait(Patience)), capacity: 2);
            var trader = Trader(world, venue);
            for (var n = 0; n < 10; n++)
                trader.Tell($"{n}");
            await last.Task.WaitAsync(Patience);
            go.Set();
            await world.WhenIdleAsync(CancellationToken.None).WaitAsync(Patience);
        }

        await recorder.DisposeAsync();
        var recorded = refused.ToList();
        refused.Clear();
        Assert.NotEmpty(recorded);
        var replay = new LaneReplay(LaneRecording.Read(new MemoryStream(output.ToArray())), codecs);
        using var again = new VirtualWorld(Seed, 0, replay: replay);
        Trader(again, again.CreateLane("venue", isOutside: true).Spawn("silent", new Script<string>((_, _) => { }), capacity: 1_000));
        Assert.Null(replay.Run(again).FirstDifference);
        Assert.Equal(recorded, refused);

        ActorRef<string> Trader(World world, ActorRef<string> venue) => world.CreateLane("trader").Spawn("trader", new Script<string>((_, text) =>
        {
            if (!venue.TryTell(text))
                refused.Add(text);
            if (text == "9")
                last.TrySetResult();
        }));
    }

    [Fact]
    public async Task signal_from_a_port_must_overtake_in_the_rerun_where_it_did_in_the_session()
    {
        var (output, seen) = (new MemoryStream(), new List<string>());
        var codecs = new MessageCodecs().AddJson<string>().Add(new AlarmCodec());
        var recorder = new LaneRecorder(output, codecs);
        using var go = new ManualResetEventSlim();
        using (var world = new LiveWorld(Seed, WorldClock.System(), recorder))
        {
            var actor = Listener(world);
            actor.Tell("first");
            for (var n = 0; n < 100; n++)
                actor.Tell($"{n}");
            actor.Signal(new Alarm("fire"));
            go.Set();
            await world.WhenIdleAsync(CancellationToken.None).WaitAsync(Patience);
        }

        await recorder.DisposeAsync();
        Assert.Null(recorder.NotReplayable);
        var recorded = seen.ToList();
        seen.Clear();
        Assert.True(recorded.IndexOf("alarm fire") < recorded.Count - 1);
        var replay = new LaneReplay(LaneRecording.Read(new MemoryStream(output.ToArray())), codecs);
        using var again = new VirtualWorld(Seed, 0, replay: replay);
        Listener(again);
        Assert.Null(replay.Run(again).FirstDifference);
        Assert.Equal(recorded, seen);

        ActorRef<string> Listener(World world) => world.CreateLane("lane").Spawn("listener", new Listening(seen, go, Patience));
    }

    private sealed record Alarm(string What) : ActorSignal;

    private sealed class Listening(List<string> seen, ManualResetEventSlim go, TimeSpan patience) : Actor<string>
    {
        protected override void Receive(in string message)
        {
            go.Wait(patience);
            seen.Add(message);
        }

        protected override void OnSignal(ActorSignal signal) => seen.Add($"alarm {((Alarm)signal).What}");
    }

    private sealed class AlarmCodec : IMessageCodec<ActorSignal>
    {
        public void Write(System.Buffers.IBufferWriter<byte> output, in ActorSignal message) =>
            System.Buffers.BuffersExtensions.Write(output, System.Text.Encoding.UTF8.GetBytes(((Alarm)message).What));

        public ActorSignal Read(ReadOnlySpan<byte> bytes) => new Alarm(System.Text.Encoding.UTF8.GetString(bytes));
    }
}
