using System.Globalization;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Runtime.Lanes;
using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Trading.Portfolio;

/// <summary>An account and the journal stream that is its only truth, on the account's lane.</summary>
/// <remarks>
/// <see cref="Current"/> is folded up to the last appended event, so that the next decision sees every reservation;
/// <see cref="Durable"/> up to the last event known to be on disk, and is what is shown and told to others.
/// </remarks>
public sealed class AccountBooks
{
    private readonly EventStream<AccountEvent> _stream;
    private readonly Queue<long> _times = new();

    /// <summary>Takes the account's stream over, so that an earlier owner is fenced, and folds its history.</summary>
    /// <param name="account">Its name.</param>
    /// <param name="instruments">What it may trade, by symbol.</param>
    /// <param name="journal">Where the stream is.</param>
    /// <param name="shard">Which part of an account that several streams share; 0 when it is whole.</param>
    /// <param name="epoch">The ownership that was given to this process; null takes the stream over from whoever has it.</param>
    /// <exception cref="StreamLostException">The stream has an owner of a higher epoch.</exception>
    public AccountBooks(string account, IReadOnlyDictionary<string, Instrument> instruments, IJournal journal, int shard = 0, long? epoch = null)
    {
        (Name, Stream) = (account, StreamOf(account, shard));
        Current = new Account(instruments);
        Durable = new Account(instruments);
        _stream = new EventStream<AccountEvent>(Stream, journal, AccountEventCodec.Instance, OwnedEpoch(journal, Stream, epoch));
        foreach (var (accountEvent, timeNanos) in _stream.Recover())
        {
            Current.Apply(accountEvent, timeNanos);
            Durable.Apply(accountEvent, timeNanos);
            LastEventNanos = timeNanos;
        }

        (RecoveredSequence, RecoveredHash) = (_stream.AppendedSequence, AccountStateHash.Of(Current));
        _stream.BecameDurable += OnDurable;
    }

    /// <summary>Called on the lane for each event after it became durable and was applied to <see cref="Durable"/>.</summary>
    public event Action<AccountEvent>? BecameDurable;

    /// <summary>Called on the lane for each event when it is handed to the journal: only for a simulation that acts before it is durable.</summary>
    public event Action<AccountEvent>? Appended;

    public string Name { get; }

    /// <summary>The journal stream.</summary>
    public string Stream { get; }

    /// <summary>Sequence of the last event of the history with which these books began; 0 for a new account.</summary>
    public long RecoveredSequence { get; }

    /// <summary>Hash of the account as that history left it.</summary>
    public string RecoveredHash { get; }

    public Account Current { get; }

    public Account Durable { get; }

    /// <summary>World time of the last recovered or appended event; 0 when there is none.</summary>
    public long LastEventNanos { get; private set; }

    /// <summary>Last prices by symbol, as the account's lane knows them.</summary>
    public Dictionary<string, Price> Marks { get; } = new(StringComparer.Ordinal);

    /// <summary>Sequence of the last event that was appended. Thread safe, a glimpse.</summary>
    public long AppendedSequence => _stream.AppendedSequence;

    /// <summary>Whether everything appended is durable. Thread safe, a glimpse.</summary>
    public bool IsSettled => _stream.AppendedSequence == _stream.DurableSequence;

    /// <summary>Where the events of an account, or of one of its shards, are.</summary>
    public static string StreamOf(string account, int shard = 0) => shard == 0 ? $"account/{account}" : string.Create(CultureInfo.InvariantCulture, $"account/{account}/{shard}");

    public void Attach(Lane lane) => _stream.Attach(lane);

    /// <summary>Applies the events of one decision and appends them together.</summary>
    /// <param name="events">In order; none is no decision.</param>
    /// <param name="nowNanos">World time.</param>
    /// <param name="cause">What led to them (<see cref="AccountCause"/>).</param>
    public void Record(IReadOnlyList<AccountEvent> events, long nowNanos, EventCause cause)
    {
        if (events.Count == 0)
            return;
        foreach (var accountEvent in events)
        {
            Current.Apply(accountEvent, nowNanos);
            _times.Enqueue(nowNanos);
        }

        LastEventNanos = nowNanos;
        _stream.Append(events, nowNanos, cause);
        foreach (var accountEvent in events)
            Appended?.Invoke(accountEvent);
    }

    private static long OwnedEpoch(IJournal journal, string stream, long? given)
    {
        if (given is not { } epoch)
            return journal.Take(stream);
        var owner = journal.Claim(stream, epoch);
        return owner == epoch ? epoch : throw new StreamLostException($"stream {stream} is owned by epoch {owner}, this process was given {epoch}");
    }

    private void OnDurable(AccountEvent accountEvent)
    {
        Durable.Apply(accountEvent, _times.Dequeue());
        BecameDurable?.Invoke(accountEvent);
    }
}
