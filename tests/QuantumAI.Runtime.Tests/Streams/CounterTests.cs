using QuantumAI.Runtime.Streams;

namespace QuantumAI.Runtime.Tests.Streams;

/// <summary>Who hears that a stream has ended may read its counters: they are final.</summary>
public sealed class CounterTests
{
    [Theory]
    [InlineData("complete")]
    [InlineData("fail")]
    [InlineData("take")]
    public void counters_must_be_final_when_the_end_is_told(string end)
    {
        using var bench = new Bench();
        StreamCounters? atEnd = null;
        var source = Source.Range(0, 10).Map(n => end == "fail" && n == 9 ? throw new InvalidDataException("test") : n);
        var handle = (end == "take" ? source.Take(5) : source).RunForEach(_ => { }, bench.Lane);
        handle.OnEnded(_ => atEnd = handle.Counters);
        bench.Finish(handle);
        Assert.Equal(handle.Counters, atEnd);
    }
}
