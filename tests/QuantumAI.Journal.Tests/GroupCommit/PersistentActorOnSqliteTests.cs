using System.Text;
using QuantumAI.Journal.Sqlite;
using QuantumAI.Runtime.Persistence;
using QuantumAI.Runtime.Worlds;

namespace QuantumAI.Journal.Tests.GroupCommit;

/// <summary>Persistent actors over the durable journal with real threads, and again from the disk.</summary>
public sealed class PersistentActorOnSqliteTests : IDisposable
{
    private readonly ScratchDirectory _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task commands_must_be_carried_out_once_when_all_are_sent_again_after_a_restart()
    {
        var first = await Run(epoch: 1);
        Assert.All(first, outcome => Assert.Equal(CommandResult.Persisted, outcome.Result));
        var second = await Run(epoch: 2);
        Assert.All(second, outcome => Assert.Equal(CommandResult.Duplicate, outcome.Result));
        Assert.Equal(first.Select(outcome => outcome.LastSequence).Order(), second.Select(outcome => outcome.LastSequence).Order());
        using var reader = SqliteJournalReader.Open(_scratch.Journal);
        reader.Verify();
        Assert.All(reader.Heads(), head => Assert.Equal(20, head.LastSequence));
    }

    private async Task<CommandOutcome<string>[]> Run(long epoch)
    {
        using var world = new LiveWorld(7, WorldClock.System());
        using var journal = new GroupCommitJournal(world.CreateLane("journal", isPinned: true), SampleJournal.Open(_scratch.Journal));
        using var snapshots = SqliteSnapshotStore.Open(Path.Combine(_scratch.Root, "snapshots.db"));
        var outcomes = new List<CommandOutcome<string>>();
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        foreach (var account in Enumerable.Range(0, 5))
        {
            var actor = world.CreateLane($"lane-{account}").Spawn("notes", new NotesActor($"notes/{account}", journal, epoch, new(snapshots, new CountCodec(), 7), Note));
            for (var i = 0; i < 20; i++)
                actor.Tell($"note {i}");
        }

        await done.Task.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Null(world.Fault);
        return [.. outcomes];

        void Note(CommandOutcome<string> outcome)
        {
            lock (outcomes)
            {
                outcomes.Add(outcome);
                if (outcomes.Count == 100)
                    done.SetResult();
            }
        }
    }

    private sealed class NotesActor(string stream, IJournal journal, long epoch, SnapshotPlan<int> snapshots, Action<CommandOutcome<string>> note)
        : PersistentActor<string, string, int>(stream, journal, new TextCodec(), 0, epoch, snapshots)
    {
        protected override CommandId IdOf(in string command) => CommandId.OfText(command);

        protected override Decision<string> Decide(in int state, in string command) => Decision<string>.Persist(command);

        protected override int Apply(in int state, in string domainEvent) => state + 1;

        protected override void Reply(in string command, in int state, in CommandOutcome<string> outcome) => note(outcome);
    }

    private sealed class CountCodec : ISnapshotCodec<int>
    {
        public int SchemaVersion => 1;

        public ReadOnlyMemory<byte> Encode(in int state) => BitConverter.GetBytes(state);

        public int Decode(ReadOnlyMemory<byte> bytes) => BitConverter.ToInt32(bytes.Span);
    }

    private sealed class TextCodec : IEventCodec<string>
    {
        public EventData Encode(string domainEvent, long timeNanos, EventCause cause = default) =>
            new("Noted", Encoding.UTF8.GetBytes($"\"{domainEvent}\""), timeNanos, Cause: cause);

        public string Decode(StoredEvent stored) => Encoding.UTF8.GetString(stored.Data.Payload.Span).Trim('"');
    }
}
