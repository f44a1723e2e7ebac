using System.Buffers.Binary;
using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Runtime.Tests.Persistence;

/// <summary>Moves money; refused when the balance would fall below zero. Zero is accepted and records nothing, above 1,000 in two parts.</summary>
internal sealed record Move(long Amount, CommandId Id = default, Action<string>? Effect = null, Action<Move, LedgerState, CommandOutcome<Moved>>? Answer = null);

internal readonly record struct Moved(long Amount);

internal sealed record LedgerState(long Balance, long Moves)
{
    public static LedgerState Empty { get; } = new(0, 0);

    public LedgerState After(Moved moved) => new(Balance + moved.Amount, Moves + 1);
}

/// <summary>A persistent actor that is small enough to have a naive model.</summary>
internal sealed class LedgerActor(
    string stream, IJournal journal, long epoch = 0, SnapshotPlan<LedgerState>? snapshots = null, PersistenceLimits? limits = null)
    : PersistentActor<Move, Moved, LedgerState>(stream, journal, MovedCodec.Instance, LedgerState.Empty, epoch, snapshots, limits)
{
    public LedgerState Shown => DurableState;

    public LedgerState Ahead => State;

    public long ShownSequence => DurableSequence;

    public bool HasRecovered { get; private set; }

    public int Stops { get; private set; }

    protected override CommandId IdOf(in Move command) => command.Id;

    protected override Decision<Moved> Decide(in LedgerState state, in Move command)
    {
        var effect = command.Effect;
        var decision = state.Balance + command.Amount < 0 ? Decision<Moved>.Refuse(new Refusal("overdrawn", $"the balance is {state.Balance}"))
            : command.Amount == 0 ? Decision<Moved>.Nothing
            : command.Amount > 1000 ? Decision<Moved>.Persist([new Moved(1000), new Moved(command.Amount - 1000)])
            : Decision<Moved>.Persist(new Moved(command.Amount));
        return effect is null ? decision : decision.Then(() => effect("first")).Then(() => effect("second"));
    }

    protected override LedgerState Apply(in LedgerState state, in Moved domainEvent) => state.After(domainEvent);

    protected override void Reply(in Move command, in LedgerState state, in CommandOutcome<Moved> outcome) => command.Answer?.Invoke(command, state, outcome);

    protected override void OnRecovered() => HasRecovered = true;

    protected override void OnStopped(PersistenceStop stop) => Stops++;
}

internal sealed class MovedCodec : IEventCodec<Moved>
{
    public static MovedCodec Instance { get; } = new();

    public EventData Encode(Moved domainEvent, long timeNanos, EventCause cause = default)
    {
        var payload = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(payload, domainEvent.Amount);
        return new EventData("Moved", payload, timeNanos, Cause: cause);
    }

    public Moved Decode(StoredEvent stored) => stored.Data.Type == "Moved"
        ? new Moved(BinaryPrimitives.ReadInt64LittleEndian(stored.Data.Payload.Span))
        : throw new NotSupportedException($"the event type {stored.Data.Type} is unknown");
}

internal sealed class LedgerSnapshots : ISnapshotCodec<LedgerState>
{
    public int SchemaVersion { get; init; } = 1;

    public ReadOnlyMemory<byte> Encode(in LedgerState state)
    {
        var bytes = new byte[16];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, state.Balance);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(8), state.Moves);
        return bytes;
    }

    public LedgerState Decode(ReadOnlyMemory<byte> bytes) => bytes.Length == 16
        ? new(BinaryPrimitives.ReadInt64LittleEndian(bytes.Span), BinaryPrimitives.ReadInt64LittleEndian(bytes.Span[8..]))
        : throw new InvalidDataException($"a ledger has 16 bytes, not {bytes.Length}");
}
