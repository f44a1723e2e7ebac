using System.Text;
using FsCheck;
using FsCheck.Fluent;
using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Journal.Tests;

/// <summary>Events and batches for tests.</summary>
internal static class SampleEvents
{
    private static readonly string[] Streams = ["account/a", "account/b", "market/ü", ""];

    /// <summary>Batches of appends, some of which expect the wrong sequence; a stream appears several times in a batch.</summary>
    public static Arbitrary<(int Stream, int Count, bool Wrong)[][]> Batches { get; } = Arb.From(
        (from stream in Gen.Choose(0, Streams.Length - 1)
         from count in Gen.Choose(1, 5)
         from wrong in Gen.Frequency((4, Gen.Constant(false)), (1, Gen.Constant(true)))
         select (stream, count, wrong)).ArrayOf().ArrayOf());

    public static EventData At(long sequence, int padding = 0) =>
        new("OrderFilled", Encoding.UTF8.GetBytes($$"""{"n":{{sequence}},"pad":"{{new string('x', padding)}}"}"""), sequence * 1_000_000_000);

    public static AppendRequest Request(string stream, long expected, int count, int padding = 0) =>
        new(stream, expected, [.. Enumerable.Range(1, count).Select(i => At(expected + i, padding))]);

    /// <summary>The requests of one generated batch, against streams that end where <paramref name="ends"/> says.</summary>
    public static List<AppendRequest> Requests((int Stream, int Count, bool Wrong)[] batch, Dictionary<string, long> ends)
    {
        var requests = new List<AppendRequest>();
        foreach (var (index, count, wrong) in batch)
        {
            var stream = Streams[index];
            var end = ends.GetValueOrDefault(stream);
            requests.Add(Request(stream, wrong ? end + 1 : end, count, count * 40));
            if (!wrong)
                ends[stream] = end + count;
        }

        return requests;
    }
}
