using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Recording;
using QuantumAI.Runtime.Worlds;

namespace QuantumAI.Runtime.Tests.Recording;

public sealed class RecordReplayTests
{
    private const ulong Seed = 11;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task session_on_many_threads_must_be_the_same_when_it_is_run_again(int round)
    {
        var bytes = await RecordAsync(threads: 4, ticksPerThread: 2_000, firstPrice: round * 1_000);
        var first = Replay(bytes);
        Assert.Null(first.FirstDifference);
        Assert.True(first.Turns > 8_000);
        Assert.Equal(first, Replay(bytes));
    }

    [Fact]
    public async Task progress_must_rise_to_the_bytes_of_the_recording()
    {
        var recording = LaneRecording.Read(new MemoryStream(await RecordAsync(threads: 4, ticksPerThread: 4_000, firstPrice: 1)));
        var replay = new LaneReplay(recording, Exchange.Codecs);
        using var world = new VirtualWorld(Seed, 0, replay: replay);
        _ = new Exchange(world);
        var seen = new List<long>();
        replay.Run(world, _ => seen.Add(replay.BytesRead));
        Assert.True(seen.Count > 1, $"told {seen.Count} times");
        Assert.Equal(seen.Order().Distinct(), seen);
        Assert.InRange(seen[0], 1, recording.Bytes - 1);
        Assert.Equal(recording.Bytes, replay.BytesRead);
    }

    [Fact]
    public async Task changed_content_must_be_a_difference_that_names_the_lane()
    {
        var bytes = await RecordAsync(threads: 1, ticksPerThread: 200, firstPrice: 1);
        var digit = bytes.AsSpan().IndexOf("\"Price\":"u8) + "\"Price\":".Length;
        bytes[digit] = bytes[digit] == (byte)'9' ? (byte)'8' : (byte)'9';
        var report = Replay(bytes);
        Assert.Matches("^(account|oracle|symbol-[0-2])", report.FirstDifference);
    }

    [Fact]
    public async Task other_code_must_be_a_difference_when_it_sends_nothing()
    {
        var bytes = await RecordAsync(threads: 2, ticksPerThread: 100, firstPrice: 1);
        var replay = new LaneReplay(LaneRecording.Read(new MemoryStream(bytes)), Exchange.Codecs);
        using var world = new VirtualWorld(Seed, 0, replay: replay);
        foreach (var lane in new[] { "account", "oracle" })
            world.CreateLane(lane);
        for (var symbol = 0; symbol < Exchange.Symbols; symbol++)
            world.CreateLane($"symbol-{symbol}").Spawn("watcher", new Script<Exchange.Tick>((_, _) => { }));
        Assert.NotNull(replay.Run(world).FirstDifference);
    }

    [Fact]
    public async Task recording_must_say_why_it_cannot_be_run_again_when_a_protocol_has_no_codec()
    {
        var output = new MemoryStream();
        var recorder = new LaneRecorder(output, new MessageCodecs());
        using (var world = new LiveWorld(Seed, WorldClock.System(), recorder))
        {
            new Exchange(world).Watchers[0].Tell(new Exchange.Tick(1, ""));
            await world.WhenIdleAsync(CancellationToken.None).WaitAsync(Patience);
        }

        await recorder.DisposeAsync();
        Assert.Contains("symbol-0/watcher was told a Tick from outside, which has no codec", recorder.NotReplayable, StringComparison.Ordinal);
        var thrown = Assert.Throws<InvalidOperationException>(() => Replay(output.ToArray()));
        Assert.Contains("no codec", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task session_must_go_on_and_the_recording_end_when_the_output_is_slow()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var recorder = new LaneRecorder(new GatedStream(gate.Task), Exchange.Codecs, new RecorderSettings { MostBlocks = 1 });
        var handled = 0;
        using (var world = new LiveWorld(Seed, WorldClock.System(), recorder))
        {
            var actor = world.CreateLane("lane").Spawn("actor", new Script<string>((_, _) => handled++), capacity: 100_000);
            for (var n = 0; n < 50_000; n++)
                actor.Tell($"message {n}");
            await world.WhenIdleAsync(CancellationToken.None).WaitAsync(Patience);
            Assert.Equal(50_000, handled);
            Assert.Equal("the writer fell behind", recorder.EndedEarly);
        }

        gate.SetResult();
        await recorder.DisposeAsync();
    }

    [Fact]
    public async Task cut_or_foreign_file_must_be_refused_by_name()
    {
        var bytes = await RecordAsync(threads: 1, ticksPerThread: 50, firstPrice: 1);
        Assert.Throws<InvalidDataException>(() => LaneRecording.Read(new MemoryStream("something else"u8.ToArray())));
        for (var length = "QAIREC2\n".Length; length < bytes.Length; length += 97)
            Assert.Contains("cut off", LaneRecording.Read(new MemoryStream(bytes[..length])).NotReplayable, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Overflow.Reject)]
    [InlineData(Overflow.DropOldest)]
    public async Task stop_told_inside_the_lane_must_be_the_same_when_messages_of_others_waited(Overflow overflow)
    {
        using var go = new ManualResetEventSlim();
        var output = new MemoryStream();
        var codecs = new MessageCodecs().AddJson<string>();
        var recorder = new LaneRecorder(output, codecs);
        using (var world = new LiveWorld(Seed, WorldClock.System(), recorder))
        {
            var (actor, neighbour) = Actors(world);
            neighbour.Tell("stop");
            for (var n = 0; n < 3; n++)
                actor.Tell($"message {n}");
            go.Set();
            await world.WhenIdleAsync(CancellationToken.None).WaitAsync(Patience);
            Assert.Empty(world.DeadLetters);
        }

        await recorder.DisposeAsync();
        var replay = new LaneReplay(LaneRecording.Read(new MemoryStream(output.ToArray())), codecs);
        using var again = new VirtualWorld(Seed, 0, replay: replay);
        Actors(again);
        Assert.Null(replay.Run(again).FirstDifference);
        Assert.Empty(again.DeadLetters);

        (ActorRef<string> Actor, ActorRef<string> Neighbour) Actors(World world)
        {
            var lane = world.CreateLane("lane");
            var actor = lane.Spawn("actor", new Props<string>(() => new Script<string>((_, _) => { })) { Overflow = overflow });
            var neighbour = lane.Spawn("neighbour", new Script<string>((_, _) =>
            {
                go.Wait(Patience);
                actor.StopWhenDrained();
            }));
            return (actor, neighbour);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task answer_from_outside_the_lanes_must_be_the_same_when_it_is_run_again(int answers)
    {
        var (output, codecs, seen) = (new MemoryStream(), new MessageCodecs().AddJson<string>(), new List<string>());
        var recorder = new LaneRecorder(output, codecs);
        using (var world = new LiveWorld(Seed, WorldClock.System(), recorder))
        {
            var asked = new TaskCompletionSource<ReplyTo<string>>(TaskCreationOptions.RunContinuationsAsynchronously);
            Asker(world, asked.SetResult).Tell("ask");
            var reply = await asked.Task.WaitAsync(Patience);
            for (var n = 1; n <= answers; n++)
                reply.Tell($"answer {n}");
            await world.WhenIdleAsync(CancellationToken.None).WaitAsync(Patience);
        }

        await recorder.DisposeAsync();
        Assert.Null(recorder.NotReplayable);
        var replay = new LaneReplay(LaneRecording.Read(new MemoryStream(output.ToArray())), codecs);
        using var again = new VirtualWorld(Seed, 0, replay: replay);
        Asker(again, _ => { });
        Assert.Null(replay.Run(again).FirstDifference);
        Assert.Equal(["ask", "answer 1", "ask", "answer 1"], seen);

        ActorRef<string> Asker(World world, Action<ReplyTo<string>> asked)
        {
            var server = world.CreateLane("server").Spawn("server", new Script<ReplyTo<string>>((_, reply) => asked(reply)));
            return world.CreateLane("asker").Spawn("asker", new Script<string>((context, text) =>
            {
                seen.Add(text);
                if (text == "ask")
                    context.Ask<ReplyTo<string>, string>(server, reply => reply, 60_000_000_000, answer => answer, "late");
            }));
        }
    }

    private static ReplayReport Replay(byte[] recorded)
    {
        var replay = new LaneReplay(LaneRecording.Read(new MemoryStream(recorded)), Exchange.Codecs);
        using var world = new VirtualWorld(Seed, 0, replay: replay);
        _ = new Exchange(world);
        return replay.Run(world);
    }

    private static async Task<byte[]> RecordAsync(int threads, int ticksPerThread, int firstPrice)
    {
        var output = new MemoryStream();
        var recorder = new LaneRecorder(output, Exchange.Codecs);
        using (var world = new LiveWorld(Seed, WorldClock.Scaled(1_000, 1), recorder))
        {
            var exchange = new Exchange(world);
            await Task.WhenAll(Enumerable.Range(0, threads).Select(thread => Task.Factory.StartNew(
                () => Feed(exchange, thread, ticksPerThread, firstPrice), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)))
                .WaitAsync(Patience);
            foreach (var watcher in exchange.Watchers)
                watcher.StopWhenDrained(); // their timers end, so that the lanes come to rest
            await world.WhenIdleAsync(CancellationToken.None).WaitAsync(Patience);
            exchange.Orders.Stop();
            await world.WhenIdleAsync(CancellationToken.None).WaitAsync(Patience);
        }

        await recorder.DisposeAsync();
        Assert.Null(recorder.NotReplayable);
        return output.ToArray();
    }

    private static void Feed(Exchange exchange, int thread, int ticks, int firstPrice)
    {
        for (var n = 0; n < ticks; n++)
        {
            var watcher = exchange.Watchers[(n + thread) % Exchange.Symbols];
            var tick = new Exchange.Tick(firstPrice + ((n * 7919L) % 1_000), $"{thread}:{n}");
            while (!watcher.TryTell(in tick))
                watcher.WaitForRoomAsync().Wait(); // blocks on purpose: a feed has a thread of its own, so that threads and not continuations meet at the mailboxes
        }
    }

    /// <summary>A disk that writes nothing until it is let.</summary>
    private sealed class GatedStream(Task gate) : MemoryStream
    {
        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => await gate;
    }
}
