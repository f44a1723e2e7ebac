using QuantumAI.Journal.PostgreSql;
using QuantumAI.Runtime.Persistence;
using QuantumAI.TestKit;

namespace QuantumAI.Journal.Tests.PostgreSql;

public sealed class EquivalenceTests
{
    private static readonly string[] Streams = ["account/a", "account/b", "market/ü", "𝒮", ""];

    /// <summary>Writers that know nothing of each other: what one caches, another makes stale.</summary>
    [Fact]
    public void Prop_answers_and_chains_must_equal_those_of_the_store_in_memory_whichever_writer_is_asked() => Seeds.Hold(
        mostSize: 25,
        runs: 25,
        run: (random, size) =>
        {
            var scratch = new PostgreSqlScratch();
            using var memory = new MemoryJournalStore();
            PostgreSqlJournalStore[] writers = [scratch.Open(), scratch.Open()];
            var written = new Written();
            for (var step = 0; step < size; step++)
                Step(random, memory, writers[random.Next(2)], written);
            Array.ForEach(writers, writer => writer.Dispose());
            using var reopened = scratch.Open();
            AssertAlike(memory, reopened, random);
        });

    private static void Step(Random random, MemoryJournalStore memory, PostgreSqlJournalStore writer, Written written)
    {
        var stream = Streams[random.Next(Streams.Length)];
        switch (random.Next(6))
        {
            case 0:
                Assert.Equal(memory.Take(stream), written.Epoch = writer.Take(stream));
                break;
            case 1:
                var epoch = random.Next(4);
                Assert.Equal(memory.Claim(stream, epoch), writer.Claim(stream, epoch));
                break;
            default:
                var batch = Enumerable.Range(0, random.Next(1, 8)).Select(_ => written.Next(random, memory, Streams[random.Next(Streams.Length)])).ToArray();
                Assert.Equal(memory.Append(batch), writer.Append(batch));
                break;
        }
    }

    private static void AssertAlike(MemoryJournalStore memory, PostgreSqlJournalStore store, Random random)
    {
        Assert.Equal(HashChain.JournalHash(memory.Heads()), HashChain.JournalHash(store.Heads()));
        Assert.Equal(memory.Heads().Select(head => head.Stream), store.Heads().Select(head => head.Stream));
        var (expected, actual) = (memory.Head(), store.Head());
        Assert.Equal((expected.Commits, expected.LastPosition), (actual.Commits, actual.LastPosition));
        Assert.Equal(expected.Link.ToArray(), actual.Link.ToArray());
        var from = random.NextInt64(1, expected.LastPosition + 2);
        Assert.Equal(memory.ReadAll(from).Select(Words), store.ReadAll(from).Select(Words));
        foreach (var stream in Streams)
        {
            Assert.Equal(memory.Read(stream).Select(stored => stored.Sequence), store.Read(stream).Select(stored => stored.Sequence));
            Assert.Equal(memory.RecentCommands(stream, 5), store.RecentCommands(stream, 5));
        }
    }

    private static string Words(StoredEvent stored) =>
        $"{stored.Position} {stored.Stream} {stored.Sequence} {stored.Data.Type} {Convert.ToHexString(stored.Data.Payload.Span)} {stored.Data.TimeNanos} {stored.Data.SchemaVersion} {stored.Data.Cause}";

    /// <summary>Draws requests that are mostly right: against the stream's end as it will be, sometimes repeated, sometimes with an old epoch.</summary>
    private sealed class Written
    {
        private readonly List<CommandId> _ids = [];
        private readonly Dictionary<string, long> _ends = new(StringComparer.Ordinal);

        public long Epoch { get; set; }

        public AppendRequest Next(Random random, MemoryJournalStore memory, string stream)
        {
            var end = Math.Max(_ends.GetValueOrDefault(stream), memory.Heads().FirstOrDefault(head => head.Stream == stream)?.LastSequence ?? 0);
            var request = SampleEvents.Request(stream, Math.Max(0, end + random.Next(10) switch { 0 => 1, 1 => -1, _ => 0 }), random.Next(1, 4)) with
            {
                Epoch = random.Next(8) == 0 ? 0 : Epoch + random.Next(3),
                CommandId = Command(random),
            };
            if (random.Next(3) == 0)
                request = request with { Events = [.. request.Events.Select(data => data with { SchemaVersion = 2, Cause = new EventCause("bar:1", random.Next(2) == 0 ? null : "qa-ü-1") })] };
            if (request.ExpectedSequence == end)
                _ends[stream] = end + request.Events.Count;
            return request;
        }

        private CommandId Command(Random random)
        {
            if (random.Next(3) == 0)
                return CommandId.None;
            if (_ids.Count == 0 || random.Next(4) > 0)
                _ids.Add(new CommandId((ulong)random.NextInt64(), 1));
            return _ids[random.Next(Math.Max(0, _ids.Count - 5), _ids.Count)];
        }
    }
}
