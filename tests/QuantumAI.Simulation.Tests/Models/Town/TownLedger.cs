using System.Globalization;
using System.Text;
using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Simulation.Tests.Models.Town;

/// <summary>One command of a client: its number is unique in the town.</summary>
internal sealed record Book(int Number, CommandId Id, Action<CommandResult, long> Answer);

/// <summary>What became of it: the count says what the decision had seen.</summary>
internal readonly record struct Booked(int Number, long Count);

/// <summary>A persistent actor that counts.</summary>
internal sealed class TownLedger(string stream, IJournal journal, long epoch)
    : PersistentActor<Book, Booked, long>(stream, journal, BookedCodec.Instance, 0, epoch)
{
    protected override CommandId IdOf(in Book command) => command.Id;

    protected override Decision<Booked> Decide(in long state, in Book command) => Decision<Booked>.Persist(new Booked(command.Number, state + 1));

    protected override long Apply(in long state, in Booked domainEvent) => domainEvent.Count;

    protected override void Reply(in Book command, in long state, in CommandOutcome<Booked> outcome) => command.Answer(outcome.Result, outcome.LastSequence);
}

internal sealed class BookedCodec : IEventCodec<Booked>
{
    public static BookedCodec Instance { get; } = new();

    public EventData Encode(Booked domainEvent, long timeNanos, EventCause cause = default) => new(
        "Booked", Encoding.UTF8.GetBytes($"[{domainEvent.Number},{domainEvent.Count}]"), timeNanos, Cause: cause);

    public Booked Decode(StoredEvent stored)
    {
        var parts = Encoding.UTF8.GetString(stored.Data.Payload.Span).Trim('[', ']').Split(',');
        return new Booked(int.Parse(parts[0], CultureInfo.InvariantCulture), long.Parse(parts[1], CultureInfo.InvariantCulture));
    }
}
