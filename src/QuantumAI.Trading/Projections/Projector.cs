using QuantumAI.Domain.Instruments;
using QuantumAI.Runtime.Persistence;
using QuantumAI.Trading.Portfolio;

namespace QuantumAI.Trading.Projections;

/// <summary>Folds the whole journal, position by position, into the rows of the read models. Pure: the same events give the same rows.</summary>
/// <remarks>
/// Streams other than <c>account/…</c> move the cursor and nothing else. One caller at a time; after an exception it is of no use
/// any more. Memory: the open and the last thousand closed orders of each account.
/// </remarks>
/// <param name="instruments">Every instrument that the accounts traded.</param>
public sealed class Projector(IReadOnlyDictionary<string, Instrument> instruments)
{
    private const string AccountStreams = "account/";
    private readonly Dictionary<string, AccountProjection> _accounts = new(StringComparer.Ordinal);
    private long _count;

    /// <summary>The last event that was folded.</summary>
    public ViewCursor Cursor { get; private set; } = ViewCursor.Start;

    /// <param name="stored">The next event; positions are left out where a stream is quarantined.</param>
    /// <param name="changes">Where rows go; null when they are in the store already.</param>
    /// <exception cref="InvalidDataException">It comes before the last one, or its payload is damaged.</exception>
    /// <exception cref="UnknownEventException">A newer build wrote it.</exception>
    public void Apply(StoredEvent stored, ViewChanges? changes)
    {
        if (stored.Position <= Cursor.Position)
            throw new InvalidDataException($"the journal gave position {stored.Position} after {Cursor.Position}");
        if (stored.Stream.StartsWith(AccountStreams, StringComparison.Ordinal))
        {
            if (!_accounts.TryGetValue(stored.Stream, out var account))
                _accounts.Add(stored.Stream, account = new AccountProjection(stored.Stream[AccountStreams.Length..], instruments));
            account.Apply(AccountEventCodec.Instance.Decode(stored), stored, changes);
        }

        Cursor = ViewCursor.At(stored, ++_count);
    }
}
