using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Node.Composition;

/// <summary>What makes a journal's session the same one: stream <c>session</c>, written before anything else.</summary>
/// <param name="Market"><c>synthetic</c>, or <c>files</c> and their SHA-256.</param>
/// <param name="ConfigHash">SHA-256 of the resolved configuration without the <c>http</c> section.</param>
internal sealed record SessionIdentity(
    ulong Seed, string Market, IReadOnlyList<string> Symbols, long IntervalNanos, long StartNanos, string ConfigHash)
{
    private const string Stream = "session";

    /// <summary>The identity that the journal holds last, or null for a new journal.</summary>
    public static SessionIdentity? Find(IEnumerable<StoredEvent> sessionEvents)
    {
        SessionConfigured? found = null;
        foreach (var stored in sessionEvents)
            found = (SessionConfigured)SessionEventCodec.Instance.Decode(stored);
        return found is null ? null : new SessionIdentity(found.Seed, found.Market, found.Symbols, found.IntervalNanos, found.StartNanos, found.ConfigHash);
    }

    public static SessionIdentity? Find(IJournalStore store) => Find(store.Read(Stream));

    /// <summary>Writes this identity unless the journal ends with it; refuses another session's journal.</summary>
    /// <returns>True when the journal held this session already.</returns>
    /// <exception cref="UsageException">The journal belongs to another session.</exception>
    public bool Claim(IJournalStore store, string journalName)
    {
        var found = Find(store);
        if (found is not null && Difference(found) is { } difference)
            throw new UsageException($"{journalName} belongs to another session: {difference}. Use the same options, or another --data-dir.");
        if (found is not null && found.ConfigHash == ConfigHash)
            return true;
        var head = store.Heads().FirstOrDefault(head => head.Stream == Stream);
        var data = SessionEventCodec.Instance.Encode(new SessionConfigured(Seed, Market, Symbols, IntervalNanos, StartNanos, ConfigHash), StartNanos);
        var result = store.Append([new AppendRequest(Stream, head?.LastSequence ?? 0, [data])])[0];
        return result.Outcome == AppendOutcome.Appended
            ? found is not null
            : throw new IOException($"{journalName}: {result.Reason}");
    }

    private string? Difference(SessionIdentity found)
    {
        if (found.Seed != Seed)
            return $"its seed is {found.Seed}, not {Seed}";
        if (found.Market != Market)
            return $"its market is {found.Market}, not {Market}";
        if (!found.Symbols.SequenceEqual(Symbols))
            return $"it trades {string.Join(", ", found.Symbols)}, not {string.Join(", ", Symbols)}";
        if (found.IntervalNanos != IntervalNanos)
            return $"its bars are {found.IntervalNanos / 1_000_000_000} s long, not {IntervalNanos / 1_000_000_000} s";
        return found.StartNanos != StartNanos ? "it starts at another market time" : null;
    }
}
