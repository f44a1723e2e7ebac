using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Recording;
using QuantumAI.Runtime.Worlds;

namespace QuantumAI.Runtime.Tests.Recording;

/// <summary>Recordings that stop before their session did: killed, at their bound, behind a slow disk.</summary>
public sealed class CutRecordingTests
{
    private const ulong Seed = 11;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task rerun_must_go_as_far_as_a_cut_recording_goes_and_no_further()
    {
        var whole = await RecordAsync(new RecorderSettings { IsTraced = false });
        var complete = Replay(whole);
        Assert.Null(complete.Report.CutOff);
        Assert.Null(complete.Report.FirstDifference);
        var lengths = new HashSet<int>();
        for (var length = 9; length < whole.Length; length += whole.Length / 23)
        {
            var (report, seen) = Replay(whole[..length]);
            Assert.Contains("killed", report.CutOff, StringComparison.Ordinal);
            Assert.Null(report.FirstDifference);
            Assert.Equal(complete.Seen.Take(seen.Count), seen); // a beginning of what happened
            lengths.Add(seen.Count);
        }

        Assert.True(lengths.Count > 3, $"{lengths.Count} different lengths");
    }

    [Fact]
    public async Task recording_must_end_at_its_bound_of_bytes_and_say_so()
    {
        string? stopped = null;
        var bytes = await RecordAsync(new RecorderSettings { IsTraced = false, MostBytes = 100_000 }, reason => stopped = reason);
        Assert.Contains("bound of 100000 bytes", stopped, StringComparison.Ordinal);
        Assert.True(bytes.Length < 110_000);
        var (report, seen) = Replay(bytes);
        Assert.Contains("bound of 100000 bytes", report.CutOff, StringComparison.Ordinal);
        Assert.Null(report.FirstDifference);
        Assert.NotEmpty(seen);
        Assert.Contains("bound", LaneRecording.Read(new MemoryStream(bytes)).NotReplayable, StringComparison.Ordinal); // unless cut ones are wanted
    }

    [Fact]
    public async Task codec_that_throws_must_end_the_recording_and_not_the_actor()
    {
        var (output, handled) = (new MemoryStream(), 0);
        var recorder = new LaneRecorder(output, new MessageCodecs().Add(new Broken()));
        using (var world = new LiveWorld(Seed, WorldClock.System(), recorder))
        {
            var actor = world.CreateLane("lane").Spawn("actor", new Script<string>((_, _) => handled++));
            actor.Tell("one");
            actor.Tell("two");
            await world.WhenIdleAsync(CancellationToken.None).WaitAsync(Patience);
            Assert.Null(world.Fault);
        }

        Assert.Equal(2, handled);
        Assert.Contains("cannot be written: broken", recorder.NotReplayable, StringComparison.Ordinal);
        await recorder.DisposeAsync();
    }

    [Fact]
    public async Task what_lanes_wrote_must_reach_the_output_without_a_full_block()
    {
        var output = new SeenStream();
        var recorder = new LaneRecorder(output, new MessageCodecs());
        using var world = new LiveWorld(Seed, WorldClock.System(), recorder);
        var seen = output.Seen("hello");
        world.CreateLane("lane").Spawn("actor", new Script<string>((_, _) => { })).Tell("hello");
        await world.WhenIdleAsync(CancellationToken.None).WaitAsync(Patience);
        Assert.False(seen.IsCompleted);
        recorder.Flush();
        await seen.WaitAsync(Patience);
        await recorder.DisposeAsync();
    }

    private static (ReplayReport Report, List<string> Seen) Replay(byte[] bytes)
    {
        var codecs = new MessageCodecs();
        var replay = new LaneReplay(LaneRecording.Read(new MemoryStream(bytes), mayBeCut: true), codecs);
        using var world = new VirtualWorld(Seed, 0, replay: replay);
        var seen = new List<string>();
        Pair(world, seen);
        return (replay.Run(world), seen);
    }

    /// <summary>Two lanes that answer each other; what the second sees is kept.</summary>
    private static ActorRef<string> Pair(World world, List<string> seen)
    {
        var second = world.CreateLane("second").Spawn("second", new Script<string>((context, text) => seen.Add($"{text} {context.NextRandom()}")), capacity: 100_000);
        return world.CreateLane("first").Spawn(
            "first",
            new Script<string>((context, text) =>
            {
                second.Tell($"{text}, told");
                if (text.Length % 3 == 0)
                    second.Tell($"{context.NextRandom()}");
            }),
            capacity: 100_000);
    }

    private static async Task<byte[]> RecordAsync(RecorderSettings settings, Action<string>? stopped = null)
    {
        var output = new MemoryStream();
        var recorder = new LaneRecorder(output, new MessageCodecs(), settings);
        if (stopped is not null)
            recorder.Stopped += stopped;
        using (var world = new LiveWorld(Seed, WorldClock.System(), recorder))
        {
            var first = Pair(world, []);
            first.Tell("message 0");
            await world.WhenIdleAsync(CancellationToken.None).WaitAsync(Patience);
            recorder.Flush(); // both lanes are in it, however late the second one runs
            for (var n = 1; n < 20_000; n++)
                first.Tell($"message {n}");
            await world.WhenIdleAsync(CancellationToken.None).WaitAsync(Patience);
        }

        await recorder.DisposeAsync();
        return output.ToArray();
    }

    private sealed class Broken : IMessageCodec<string>
    {
        public void Write(System.Buffers.IBufferWriter<byte> output, in string message) => throw new InvalidOperationException("broken");

        public string Read(ReadOnlySpan<byte> bytes) => throw new InvalidOperationException("broken");
    }

    /// <summary>An output that says when a text has reached it.</summary>
    private sealed class SeenStream : MemoryStream
    {
        private readonly TaskCompletionSource _seen = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private string _text = "";

        public Task Seen(string text)
        {
            _text = text;
            return _seen.Task;
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_text.Length > 0 && System.Text.Encoding.UTF8.GetString(buffer.Span).Contains(_text, StringComparison.Ordinal))
                _seen.TrySetResult();
            return base.WriteAsync(buffer, cancellationToken);
        }
    }
}
