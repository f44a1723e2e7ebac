namespace QuantumAI.Runtime.Sharding;

/// <summary>What the coordinator must do about a shard or a node.</summary>
internal enum ShardStepKind : byte
{
    Unspecified = 0,

    /// <summary>Ask for the next epoch for the node.</summary>
    Claim = 1,

    /// <summary>Start the shard on the node.</summary>
    Start = 2,

    /// <summary>Buffer new messages, let the owner drain.</summary>
    Drain = 3,

    /// <summary>The owner is gone: stop what is left of it, wait for nothing.</summary>
    Abandon = 4,

    /// <summary>The node owns nothing any more.</summary>
    Left = 5,
}

internal readonly record struct ShardStep(ShardStepKind Kind, int Shard, string Node, long Epoch = 0);

/// <summary>Decides who owns which shard. No clock, no actors: events in, steps out, in shard order.</summary>
/// <remarks>Each shard has one owner at most; the next one is claimed only when the last one has drained, crashed or broken.</remarks>
internal sealed class ShardAllocation
{
    private readonly string _region;
    private readonly int _mostHandOvers;
    private readonly SortedSet<string> _members = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _leaving = new(StringComparer.Ordinal);
    private readonly Queue<ShardStep> _steps = new();
    private readonly ShardStatus[] _shards;

    public ShardAllocation(string region, int shards, int mostHandOvers)
    {
        (_region, _mostHandOvers) = (region, mostHandOvers);
        _shards = [.. Enumerable.Range(0, shards).Select(shard => new ShardStatus(shard, ShardPhase.Unowned, null, 0))];
    }

    public ShardStatus this[int shard] => _shards[shard];

    public ShardStatus[] Snapshot() => [.. _shards];

    public bool TryTakeStep(out ShardStep step) => _steps.TryDequeue(out step);

    public void Join(string node)
    {
        if (_leaving.Contains(node) || !_members.Add(node))
            throw new InvalidOperationException($"{node} is a member of {_region} already");
        Plan();
    }

    /// <summary>The node gives its shards away one after the other; <see cref="ShardStepKind.Left"/> says when it has none.</summary>
    public void Leave(string node)
    {
        if (!_members.Remove(node))
            return;
        _leaving.Add(node);
        foreach (var status in _shards.Where(status => status.Phase == ShardPhase.Faulted && status.Node == node).ToArray())
            Release(status.Shard);
        Plan();
    }

    /// <summary>The node is gone with all that it ran.</summary>
    public void Crash(string node)
    {
        var wasLeaving = _leaving.Remove(node);
        if (!wasLeaving && !_members.Remove(node))
            return;
        foreach (var status in _shards.Where(status => status.Node == node && status.Phase != ShardPhase.Claiming).ToArray())
        {
            _steps.Enqueue(new ShardStep(ShardStepKind.Abandon, status.Shard, node, status.Epoch));
            Release(status.Shard);
        }

        if (wasLeaving)
            _steps.Enqueue(new ShardStep(ShardStepKind.Left, -1, node));
        Plan();
    }

    /// <summary>An epoch was given. When the node may not own the shard any more, the epoch is spent and the next one is claimed.</summary>
    public void Claimed(int shard, long epoch)
    {
        var (_, phase, node, last) = _shards[shard];
        if (phase != ShardPhase.Claiming || epoch <= last)
            throw new InvalidOperationException($"shard {shard} of {_region} was given epoch {epoch} after {last} while {phase}");
        if (node == CandidateOf(shard))
        {
            _shards[shard] = new ShardStatus(shard, ShardPhase.Owned, node, epoch);
            _steps.Enqueue(new ShardStep(ShardStepKind.Start, shard, node!, epoch));
        }
        else
        {
            _shards[shard] = new ShardStatus(shard, ShardPhase.Unowned, null, epoch);
        }

        Plan();
    }

    /// <summary>The pause after a refused claim is over.</summary>
    public void ClaimAgain(int shard)
    {
        Release(shard);
        Plan();
    }

    /// <summary>No entity of that ownership is live. False when that is no news.</summary>
    public bool Drained(int shard, long epoch)
    {
        if (_shards[shard].Phase != ShardPhase.HandingOver || _shards[shard].Epoch != epoch)
            return false;
        Release(shard);
        Plan();
        return true;
    }

    /// <summary>An owner's shard ended without being asked.</summary>
    public void Broken(int shard) => _shards[shard] = _shards[shard] with { Phase = ShardPhase.Faulted };

    private void Release(int shard) => _shards[shard] = new ShardStatus(shard, ShardPhase.Unowned, null, _shards[shard].Epoch);

    private string? CandidateOf(int shard) => ShardHash.Candidate(_region, shard, _members);

    private void Plan()
    {
        var moving = _shards.Count(status => status.Phase == ShardPhase.HandingOver);
        foreach (var (shard, phase, node, epoch) in _shards.Where(status => status.Phase is ShardPhase.Unowned or ShardPhase.Owned).ToArray())
        {
            var candidate = CandidateOf(shard);
            if (phase == ShardPhase.Unowned && candidate is not null)
            {
                _shards[shard] = new ShardStatus(shard, ShardPhase.Claiming, candidate, epoch);
                _steps.Enqueue(new ShardStep(ShardStepKind.Claim, shard, candidate));
            }
            else if (phase == ShardPhase.Owned && candidate != node && moving < _mostHandOvers)
            {
                moving++;
                _shards[shard] = _shards[shard] with { Phase = ShardPhase.HandingOver };
                _steps.Enqueue(new ShardStep(ShardStepKind.Drain, shard, node!, epoch));
            }
        }

        foreach (var node in _leaving.Where(node => _shards.All(status => status.Node != node)).ToArray())
        {
            _leaving.Remove(node);
            _steps.Enqueue(new ShardStep(ShardStepKind.Left, -1, node));
        }
    }
}
