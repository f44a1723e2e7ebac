using System.Text;
using QuantumAI.Runtime.Persistence;
using QuantumAI.Runtime.Worlds;

namespace QuantumAI.Runtime.Tests.Persistence;

public sealed class EventStreamTests : IDisposable
{
    private readonly VirtualWorld _world = new(7, 0);
    private readonly MemoryJournalStore _store = new();
    private readonly List<string> _durable = [];

    public void Dispose()
    {
        _world.Dispose();
        _store.Dispose();
    }

    [Fact]
    public void events_must_be_appended_at_once_and_durable_only_when_confirmed()
    {
        var journal = new SlowJournal(_store);
        var stream = Attached(journal);
        stream.Append(["a", "b"], 10, EventCause.None);
        stream.Append(["c"], 11, EventCause.None);
        _world.RunUntilIdle();
        Assert.Equal((3L, 0L), (stream.AppendedSequence, stream.DurableSequence));
        Assert.Empty(_durable);

        journal.AnswerNext();
        _world.RunUntilIdle();
        Assert.Equal((3L, 2L), (stream.AppendedSequence, stream.DurableSequence));
        Assert.Equal(["a", "b"], _durable);

        journal.AnswerNext();
        _world.RunUntilIdle();
        Assert.Equal(3, stream.DurableSequence);
        Assert.Equal(["a", "b", "c"], _durable);
    }

    [Fact]
    public void Exception_must_say_what_failed_and_what_to_do_when_the_store_could_not_write()
    {
        var lost = new StreamLostException("account/paper", new AppendResult(AppendOutcome.Unknown, 7, "database or disk is full"));
        Assert.Equal(AppendOutcome.Unknown, lost.Outcome);
        Assert.Contains("could not be written: database or disk is full", lost.Message, StringComparison.Ordinal);
        Assert.Contains("free space and start again", lost.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Unknown", lost.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void lane_must_fault_when_another_writer_has_written()
    {
        var stream = Attached(new InlineJournal(_store));
        _store.Append([new AppendRequest("s", 0, [Data("foreign", 1)])]);
        stream.Append(["mine"], 10, EventCause.None);
        _world.RunUntilIdle();
        Assert.IsType<StreamLostException>(_world.Fault?.Exception);
        Assert.Contains("stream s ends at 1, the writer expected 0", _world.Fault!.Exception.Message, StringComparison.Ordinal);
        Assert.Empty(_durable);
        Assert.Equal(0, stream.DurableSequence);
    }

    [Fact]
    public void lane_must_fault_when_the_outcome_is_unknown()
    {
        var journal = new SlowJournal(_store);
        var stream = Attached(journal);
        stream.Append(["a"], 10, EventCause.None);
        journal.AnswerNext(new AppendResult(AppendOutcome.Unknown, 0, "disk"));
        _world.RunUntilIdle();
        Assert.Contains("could not be written", _world.Fault?.Exception.Message, StringComparison.Ordinal);
        Assert.Empty(_durable);
    }

    [Fact]
    public void recovery_must_give_the_history_and_continue_behind_it()
    {
        var first = Attached(new InlineJournal(_store));
        first.Append(["a", "b"], 10, EventCause.None);
        first.Append(["c"], 20, EventCause.None);
        _world.RunUntilIdle();

        _durable.Clear();
        var second = new EventStream<string>("s", new InlineJournal(_store), new TextCodec());
        Assert.Equal([("a", 10), ("b", 10), ("c", 20)], second.Recover());
        Assert.Equal((3L, 3L), (second.AppendedSequence, second.DurableSequence));
        second.BecameDurable += _durable.Add;
        second.Attach(_world.CreateLane("again"));
        second.Append(["d"], 30, EventCause.None);
        _world.RunUntilIdle();
        Assert.Null(_world.Fault);
        Assert.Equal(["d"], _durable);
        Assert.Equal(4, Assert.Single(_store.Heads()).LastSequence);
    }

    [Theory]
    [InlineData(1L, 3L)]
    [InlineData(2L)]
    [InlineData(1L, 1L)]
    [InlineData(1L, 2L, 4L)]
    public void recovery_must_refuse_when_sequences_are_not_one_two_three(params long[] sequences)
    {
        var stream = new EventStream<string>("s", new GivenJournal(sequences), new TextCodec());
        Assert.Throws<InvalidDataException>(() => stream.Recover().ToList());
    }

    [Fact]
    public void recovery_must_refuse_when_a_type_is_unknown()
    {
        _store.Append([new AppendRequest("s", 0, [Data("x", 1) with { Type = "Martian" }])]);
        var stream = new EventStream<string>("s", new InlineJournal(_store), new TextCodec());
        Assert.Throws<NotSupportedException>(() => stream.Recover().ToList());
    }

    [Fact]
    public void append_must_be_refused_when_the_stream_has_no_lane() =>
        Assert.Throws<InvalidOperationException>(() => new EventStream<string>("s", new InlineJournal(_store), new TextCodec()).Append(["a"], 1, EventCause.None));

    private EventStream<string> Attached(IJournal journal)
    {
        var stream = new EventStream<string>("s", journal, new TextCodec());
        Assert.Empty(stream.Recover());
        stream.BecameDurable += _durable.Add;
        stream.Attach(_world.CreateLane("lane"));
        _world.RunUntilIdle();
        return stream;
    }

    private static EventData Data(string text, long nanos) => new("Text", Encoding.UTF8.GetBytes(text), nanos);

    private sealed class TextCodec : IEventCodec<string>
    {
        public EventData Encode(string domainEvent, long timeNanos, EventCause cause = default) => Data(domainEvent, timeNanos) with { Cause = cause };

        public string Decode(StoredEvent stored) =>
            stored.Data.Type == "Text" ? Encoding.UTF8.GetString(stored.Data.Payload.Span) : throw new NotSupportedException(stored.Data.Type);
    }

    /// <summary>Stores when it is told to, so that “appended” and “durable” can be seen apart.</summary>
    private sealed class SlowJournal(IJournalStore store) : IJournal
    {
        private readonly Queue<(AppendRequest Request, Action<AppendResult> Answered)> _waiting = new();

        public void Append(AppendRequest request, Action<AppendResult> answered) => _waiting.Enqueue((request, answered));

        public void AnswerNext(AppendResult? result = null)
        {
            var (request, answered) = _waiting.Dequeue();
            answered(result ?? store.Append([request])[0]);
        }

        public IEnumerable<StoredEvent> Read(string stream, long fromSequence = 1) => store.Read(stream, fromSequence);

        public IReadOnlyList<StreamHead> Heads() => store.Heads();

        public void Dispose() => store.Dispose();
    }

    /// <summary>A damaged journal.</summary>
    private sealed class GivenJournal(long[] sequences) : IJournal
    {
        public void Append(AppendRequest request, Action<AppendResult> answered) => throw new NotSupportedException();

        public IEnumerable<StoredEvent> Read(string stream, long fromSequence = 1) =>
            sequences.Select(sequence => new StoredEvent(stream, sequence, Data($"{sequence}", sequence)));

        public IReadOnlyList<StreamHead> Heads() => [];

        public void Dispose()
        {
        }
    }
}
