using QuantumAI.Benchmarks.Harness;

namespace QuantumAI.Benchmarks.Runtime;

/// <summary>The actor runtime, its streams and its persistence, against System.Threading.Channels and plain loops.</summary>
internal static class RuntimeSuite
{
    private const int Messages = 2_000_000;
    private const string Unit = "messages/s";

    public static Suite Create() => new("runtime", Rows);

    private static Row[] Rows(RunSize size)
    {
        var (count, perSender, hops, broadcasts, made) =
            (size.Of(Messages), size.Of(Messages) / 8, size.Of(Messages / 4), size.Of(Messages / 1_000), size.Of(100_000));
        return
        [
            Rate(
                "tell-1-1", () => TellRows.Actor(1, count, NewMessage), () => TellRows.Channel(1, count, NewMessage), Target.Ratio(1, 1.5),
                "one thread tells one actor of a live world, a new object of 40 B each; at most 65,536 wait, the channel is unbounded"),
            Rate(
                "tell-1-1-struct", () => TellRows.Actor(1, count, FlatMessage), () => TellRows.Channel(1, count, FlatMessage), Target.Rate(15e6, 30e6),
                "the same with a struct of 32 B"),
            Rate(
                "ping-pong", () => PingPongRow.Actors(hops), () => PingPongRow.Channels(hops), Target.Rate(4e6, 4.8e6),
                "one struct in flight, hops counted; two actors on one lane of a live world, two channels with a task each"),
            Rate(
                "tell-8-1", () => TellRows.Actor(8, perSender, NewMessage), () => TellRows.Channel(8, perSender, NewMessage), Target.Rate(8e6, 11e6),
                "eight threads tell one actor of a live world, a new object of 40 B each"),
            Rate(
                "fan-out-1000", () => FanOutRow.Actors(broadcasts), () => FanOutRow.Channels(broadcasts), Target.Rate(25e6, 45e6),
                "one actor tells 1,000 others on its lane a struct; 1,000 channels with a task each"),
            new Row(
                "runtime.create", "actors/s", Better.Higher, new Workload("actors", () => CreationRows.Create(made)),
                new Workload("channels-loop", () => CreationRows.CreateChannels(made)), Target.Rate(1e6, 5e6),
                "spawned on one lane and started; a channel with a waiting task"),
            new Row(
                "runtime.idle-bytes", "bytes", Better.Lower, new Workload("actors", () => CreationRows.IdleBytes(made)),
                new Workload("channels-loop", () => CreationRows.IdleChannelBytes(made)), Target.Fixed(400, 150),
                "live bytes of one actor that waits, with its reference, without its name"),
            Rate(
                "virtual-chain-3", () => VirtualChainRow.Chain(count), () => VirtualChainRow.Channels(count), Target.Rate(20e6, 60e6),
                "each entry moves the clock and passes three actors of one lane, deliveries counted; three channels on one thread"),
            new Row(
                "runtime.virtual-chain-3-seeded-traced", Unit, Better.Higher, new Workload("actors", () => VirtualChainRow.SeededAndTraced(count / 4)),
                new Workload("time-order", () => VirtualChainRow.Chain(count / 4)), Target.Ratio(0, 0),
                "the same chain with the run order drawn from the seed and a hash over every delivery, beside the plain one; shown, no gate"),
            QuietRow.Row(size),
            .. AskRow.Rows(size),
            .. StreamRows.Rows(size),
            .. PersistRows.Rows(size),
        ];
    }

    private static Row Rate(string row, Func<Sample> actors, Func<Sample> channels, Target target, string note) => new(
        $"runtime.{row}", Unit, Better.Higher, new Workload("actors", actors), new Workload("channels-loop", channels), target, note);

    private static HeapMessage NewMessage(long number) => new(number, number, number);

    private static FlatMessage FlatMessage(long number) => new(number, number, number, number);
}
