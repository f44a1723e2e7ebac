using QuantumAI.Trading.Divergence;
using static QuantumAI.Trading.Tests.Divergence.TaleBuilder;

namespace QuantumAI.Trading.Tests.Divergence;

public sealed class SpeedNoteTests
{
    internal static SessionFacts Facts(double? speed) => new()
    {
        Run = "run-0001",
        Account = "paper",
        Environment = "paper",
        StartNanos = 0,
        EndNanos = 86_400_000_000_000,
        Market = "synthetic",
        Speed = speed,
        Seed = 11,
        Symbols = ["BTCUSDT"],
        IntervalNanos = 900_000_000_000,
        ConfigHash = new string('c', 64),
        CodeHash = new string('d', 64),
        Decisions = 1,
    };

    [Theory]
    [InlineData(null)]
    [InlineData(0.5)]
    [InlineData(1.0)]
    public void session_that_was_not_faster_than_its_market_must_have_no_note(double? speed) => Assert.Null(SpeedNote.Of(Facts(speed), []));

    [Fact]
    public void session_that_was_faster_must_say_how_much_of_its_market_a_millisecond_was_and_what_its_delay_was_of_the_machine()
    {
        var late = DivergenceComparison.Compare(Tales(Order(1), Fill(1, "100", 601_000_000_000)), Tales(Order(1), Fill(1, "100", 1_000_000_000)), []);
        var note = SpeedNote.Of(Facts(100_000), late);
        Assert.Contains("run-0001 ran at 100,000 times real time: a millisecond of the machine is 1 min 40 s of its market", note, StringComparison.Ordinal);
        Assert.Contains("10 min 0 s later on average, which is 6 ms of the machine", note, StringComparison.Ordinal);
        var soon = DivergenceComparison.Compare(Tales(Order(1), Fill(1, "100", 1_000_000_000)), Tales(Order(1), Fill(1, "100", 3_000_000_000)), []);
        Assert.Contains("2 s sooner on average, which is 1 ms", SpeedNote.Of(Facts(2_000), soon), StringComparison.Ordinal);
    }

    [Fact]
    public void session_without_fills_must_have_a_note_without_their_delay()
    {
        var note = SpeedNote.Of(Facts(60), []);
        Assert.Contains("60 times real time", note, StringComparison.Ordinal);
        Assert.DoesNotContain("on average", note, StringComparison.Ordinal);
    }
}
