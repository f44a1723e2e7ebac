using QuantumAI.Journal;
using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Node.Composition;

/// <summary>What makes an account's session the same one: stream <c>session/ACCOUNT</c>, written before anything else.</summary>
/// <param name="Market"><c>synthetic</c>, <c>files</c> and their SHA-256, or the exchange whose market it is.</param>
/// <param name="ConfigHash">SHA-256 of the resolved configuration without the <c>http</c> section.</param>
/// <param name="Venue">Where its orders go, with the venue's environment; null = the built-in venue.</param>
internal sealed record SessionIdentity(
    ulong Seed, string Market, IReadOnlyList<string> Symbols, long IntervalNanos, long StartNanos, string ConfigHash, string? Venue = null)
{
    /// <summary>Before accounts could share a journal, its one session had this stream.</summary>
    private const string OldStream = "session";

    /// <summary>The identity that the journal holds last, or null for a new journal.</summary>
    public static SessionIdentity? Find(IEnumerable<StoredEvent> sessionEvents)
    {
        SessionConfigured? found = null;
        foreach (var stored in sessionEvents)
            found = (SessionConfigured)SessionEventCodec.Instance.Decode(stored);
        return found is null ? null : new SessionIdentity(found.Seed, found.Market, found.Symbols, found.IntervalNanos, found.StartNanos, found.ConfigHash, found.Venue);
    }

    public static SessionIdentity? Find(IJournalStore store, string account) => Find(store.Read(StreamOf(store, account)));

    /// <summary>Writes this identity unless the journal ends with it; refuses another session's journal.</summary>
    /// <returns>True when the journal held this session already.</returns>
    /// <exception cref="JournalException">Another process has begun a session of this account at the same time.</exception>
    /// <exception cref="UsageException">The journal belongs to another session.</exception>
    public bool Claim(IJournalStore store, string account, string journalName)
    {
        var stream = StreamOf(store, account);
        var found = Find(store.Read(stream));
        if (found is not null && Difference(found) is { } difference)
            throw new UsageException($"{journalName} belongs to another session: {difference}. Use the same options, or another --data-dir.");
        if (found is not null && found.ConfigHash == ConfigHash)
            return true;
        var head = store.Heads().FirstOrDefault(head => head.Stream == stream);
        var data = SessionEventCodec.Instance.Encode(new SessionConfigured(Seed, Market, Symbols, IntervalNanos, StartNanos, ConfigHash, Venue), StartNanos);
        var result = store.Append([new AppendRequest(stream, head?.LastSequence ?? 0, [data])])[0];
        return result.Outcome == AppendOutcome.Appended
            ? found is not null
            : throw new JournalException(JournalFailure.InUse, $"{journalName}: {result.Reason}");
    }

    private static string StreamOf(IJournalStore store, string account)
    {
        var streams = store.Heads().Select(head => head.Stream).ToHashSet(StringComparer.Ordinal);
        return streams.Contains(OldStream) && streams.Contains($"account/{account}") ? OldStream : $"session/{account}";
    }

    private string? Difference(SessionIdentity found)
    {
        if (found.Venue != Venue)
            return $"its orders go to {NameOf(found.Venue)}, not to {NameOf(Venue)}";
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

    private static string NameOf(string? venue) => venue ?? "the built-in venue";
}
