using System.Buffers.Binary;
using QuantumAI.Benchmarks.Harness;
using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Persistence;
using QuantumAI.Runtime.Worlds;

namespace QuantumAI.Benchmarks.Runtime;

/// <summary>Commands of one event each, persisted in memory; a command counts when it has been answered.</summary>
internal static class PersistRows
{
    private const int InFlight = 64;

    public static Row[] Rows(RunSize size) => [Row(1, size.Of(500_000)), Row(50, size.Of(500_000))];

    private static Row Row(int actors, int commands) => new(
        $"runtime.persist-memory-{actors}", "commands/s", Better.Higher, new Workload("actors", () => Actors(actors, commands / actors)),
        new Workload("naive-loop", () => NaiveLoop(actors, commands / actors)), Target.Rate(500e3, actors == 1 ? 1e6 : 1.5e6),
        $"{actors} on one lane with {InFlight} commands in flight each, group commit on another, no command ids; one thread that appends and applies one by one");

    private static Sample Actors(int actors, int commandsPerActor)
    {
        using var world = new LiveWorld(1, WorldClock.System());
        using var journal = new GroupCommitJournal(world.CreateLane("journal"), new MemoryJournalStore());
        using var done = new CountdownEvent(actors);
        var lane = world.CreateLane("accounts");
        Account[] accounts = [.. Enumerable.Range(0, actors).Select(id => new Account(StreamOf(id), journal, commandsPerActor, done))];
        ActorRef<Deposit>[] references = [.. accounts.Select((account, id) => lane.Spawn($"account-{id}", account))];
        var sample = Sample.Rate((long)actors * commandsPerActor, () =>
        {
            foreach (var reference in references)
            {
                for (var i = 0; i < Math.Min(InFlight, commandsPerActor); i++)
                    reference.Tell(new Deposit(1));
            }

            // Blocks the measuring thread, which has nothing else to do; bounded, so that a lost command fails the run.
            if (!done.Wait(TimeSpan.FromMinutes(5)))
                throw new TimeoutException($"{done.CurrentCount} accounts did not come to their end");
        });
        return Array.TrueForAll(accounts, account => account.Balance == commandsPerActor)
            ? sample
            : throw new InvalidOperationException("commands were lost");
    }

    private static Sample NaiveLoop(int streams, int commandsPerStream)
    {
        using var store = new MemoryJournalStore();
        var balances = new long[streams];
        string[] names = [.. Enumerable.Range(0, streams).Select(StreamOf)];
        return Sample.Rate((long)streams * commandsPerStream, () =>
        {
            for (var i = 0; i < commandsPerStream; i++)
            {
                for (var stream = 0; stream < streams; stream++)
                {
                    var deposited = new Deposited(1);
                    var request = new AppendRequest(names[stream], i, [DepositedCodec.Instance.Encode(deposited, i)]);
                    if (store.Append([request])[0].Outcome != AppendOutcome.Appended)
                        throw new InvalidOperationException("an append failed");
                    balances[stream] += deposited.Amount;
                }
            }
        });
    }

    private static string StreamOf(int id) => $"account/a{id}";

    private readonly record struct Deposit(long Amount);

    private readonly record struct Deposited(long Amount);

    /// <summary>Sends itself the next command with each answer, so that the same number stays in flight.</summary>
    private sealed class Account(string stream, IJournal journal, int commands, CountdownEvent done)
        : PersistentActor<Deposit, Deposited, long>(stream, journal, DepositedCodec.Instance, 0)
    {
        private int _unsent = Math.Max(0, commands - InFlight);
        private int _unanswered = commands;

        public long Balance => DurableState;

        protected override Decision<Deposited> Decide(in long state, in Deposit command) => Decision<Deposited>.Persist(new Deposited(command.Amount));

        protected override long Apply(in long state, in Deposited domainEvent) => state + domainEvent.Amount;

        protected override void Reply(in Deposit command, in long state, in CommandOutcome<Deposited> outcome)
        {
            if (_unsent > 0)
            {
                _unsent--;
                Context.Self.Tell(new Deposit(1));
            }

            if (--_unanswered == 0)
                done.Signal();
        }
    }

    /// <summary>Eight bytes, little-endian.</summary>
    private sealed class DepositedCodec : IEventCodec<Deposited>
    {
        private const string Type = "Deposited";

        public static DepositedCodec Instance { get; } = new();

        public EventData Encode(Deposited domainEvent, long timeNanos, EventCause cause = default)
        {
            var payload = new byte[sizeof(long)];
            BinaryPrimitives.WriteInt64LittleEndian(payload, domainEvent.Amount);
            return new EventData(Type, payload, timeNanos, Cause: cause);
        }

        public Deposited Decode(StoredEvent stored) => stored.Data.Type == Type
            ? new Deposited(BinaryPrimitives.ReadInt64LittleEndian(stored.Data.Payload.Span))
            : throw new NotSupportedException($"the event type {stored.Data.Type} is unknown");
    }
}
