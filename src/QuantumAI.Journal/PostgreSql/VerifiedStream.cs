using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Journal.PostgreSql;

/// <summary>A stream on its way through the verification: how far its chain was followed, and what its head says.</summary>
/// <param name="name">The stream.</param>
/// <param name="head">The end that is stored.</param>
/// <param name="quarantinedFrom">The first event that need not be right; null when all must be.</param>
internal sealed class VerifiedStream(string name, StreamHead head, long? quarantinedFrom)
{
    /// <summary>Events since the last link.</summary>
    private readonly List<EventData> _append = [];

    private byte[] _link = HashChain.Origin;

    public string Name => name;

    /// <summary>The last event that was seen.</summary>
    public long Sequence { get; private set; }

    /// <summary>Events at and behind the quarantine that were seen; their sequences may be anything.</summary>
    public long Excused { get; private set; }

    /// <summary>Events behind the quarantine that should be there and were not seen.</summary>
    public long ExcusedMissing => quarantinedFrom is { } from ? Math.Max(0, head.LastSequence - from + 1 - Excused) : 0;

    public bool IsExcused(long sequence) => sequence >= quarantinedFrom;

    /// <summary>Follows one event; answers what is wrong with it, or null.</summary>
    public (long Sequence, string What)? Follow(long sequence, EventData data, byte[]? link)
    {
        if (IsExcused(sequence))
        {
            Excused++;
            return null;
        }

        if (sequence != Sequence + 1)
            return sequence > Sequence ? (Sequence + 1, $"is missing, {sequence} follows {Sequence}") : (sequence, $"is out of place, it comes after {Sequence}");
        Sequence = sequence;
        _append.Add(data);
        return link is null ? null : EndAppend(link);
    }

    /// <summary>Compares the chain's end with the stored one.</summary>
    public (long Sequence, string What)? End()
    {
        if (quarantinedFrom is { } from)
            return Sequence == from - 1 ? null : (Sequence + 1, $"is missing, the stream is quarantined from {from} only");
        if (Sequence != head.LastSequence)
            return (Sequence + 1, $"is missing or out of place: the stream ends at {Sequence}, its head says {head.LastSequence}");
        if (_append.Count > 0)
            return (Sequence - _append.Count + 1, "begins an append that has no link");
        return head.Link.Span.SequenceEqual(_link) ? null : (Math.Max(1, Sequence), "does not match the stream's head");
    }

    private (long Sequence, string What)? EndAppend(byte[] link)
    {
        var first = Sequence - _append.Count + 1;
        _link = HashChain.Next(_link, _append);
        _append.Clear();
        if (link.AsSpan().SequenceEqual(_link))
            return null;
        return (first, first == Sequence
            ? "does not match its link: the event was changed, or its link"
            : $"to {Sequence} do not match their link: an event of this append was changed, or the link");
    }
}
