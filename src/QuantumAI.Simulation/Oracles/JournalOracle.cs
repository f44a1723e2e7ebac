using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Simulation.Oracles;

/// <summary>What holds of every stream: numbers without a gap, epochs that only grow, nothing acknowledged that is not there.</summary>
/// <param name="violated">Is told what does not hold, in words.</param>
public sealed class JournalOracle(Action<string> violated)
{
    private readonly Dictionary<string, (long Sequence, long Epoch)> _streams = new(StringComparer.Ordinal);

    /// <summary>Events of all streams so far.</summary>
    public long Events { get; private set; }

    /// <summary>An append was written.</summary>
    public void Committed(AppendRequest request)
    {
        Events += request.Events.Count;
        var (sequence, epoch) = _streams.GetValueOrDefault(request.Stream);
        if (request.ExpectedSequence != sequence)
            violated($"{request.Stream} goes on at {request.ExpectedSequence + 1} after {sequence}");
        if (request.Epoch < epoch)
            violated($"{request.Stream}: an owner of epoch {request.Epoch} writes after one of epoch {epoch}");
        _streams[request.Stream] = (request.ExpectedSequence + request.Events.Count, Math.Max(epoch, request.Epoch));
    }

    /// <summary>A writer was told that its append is durable.</summary>
    public void Acknowledged(AppendRequest request, long lastSequence)
    {
        if (lastSequence > _streams.GetValueOrDefault(request.Stream).Sequence)
            violated($"{request.Stream}: {lastSequence} is acknowledged and not in the journal");
    }

    /// <summary>Compares where streams end in the journal with what was committed.</summary>
    public void Check(IEnumerable<StreamHead> heads)
    {
        foreach (var head in heads)
        {
            if (head.LastSequence != _streams.GetValueOrDefault(head.Stream).Sequence)
                violated($"{head.Stream} ends at {head.LastSequence}, committed was up to {_streams.GetValueOrDefault(head.Stream).Sequence}");
        }
    }
}
