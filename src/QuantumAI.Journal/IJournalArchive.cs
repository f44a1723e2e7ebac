using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Journal;

/// <summary>A journal as tools see it: read only, beside a process that may be writing it. One caller at a time.</summary>
public interface IJournalArchive : IDisposable
{
    /// <summary>Where it is, for people: a path, or host, database and schema.</summary>
    string Place { get; }

    /// <summary>The environment that it belongs to: <c>paper</c>, <c>live</c>, <c>sim</c>.</summary>
    string Environment();

    IReadOnlyList<JournalStream> Streams();

    IReadOnlyList<StreamHead> Heads();

    JournalHead Head();

    /// <inheritdoc cref="IJournalStore.Read"/>
    IEnumerable<StoredEvent> Read(string stream, long fromSequence = 1);

    /// <inheritdoc cref="IJournalStore.ReadAll"/>
    IEnumerable<StoredEvent> ReadAll(long fromPosition = 1);

    /// <summary>Follows every event, link and commit; cost grows with the journal, memory does not.</summary>
    /// <param name="followed">Told how many events are verified, now and then.</param>
    /// <param name="noticed">Told what people should hear of although nothing is refused, for example an unreadable head file.</param>
    /// <exception cref="JournalException">Damage; it names the stream and the sequence.</exception>
    JournalHead Verify(Action<long>? followed = null, Action<string>? noticed = null);
}
