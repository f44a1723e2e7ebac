using QuantumAI.Runtime.Sharding;

namespace QuantumAI.Runtime.Tests.Sharding;

/// <summary>Epochs that come when the test says so.</summary>
internal sealed class HeldOwnership : IShardOwnership
{
    private readonly MemoryShardOwnership _owners = new();
    private readonly List<(string Region, int Shard, string Node, Action<ShardClaim> Answered)> _held = [];

    public bool IsHolding { get; set; } = true;

    public int Held => _held.Count;

    public void Claim(string region, int shard, string node, Action<ShardClaim> answered)
    {
        if (IsHolding)
            _held.Add((region, shard, node, answered));
        else
            _owners.Claim(region, shard, node, answered);
    }

    /// <summary>Gives the epoch, or refuses to.</summary>
    public void Answer(int index, bool isRefused = false)
    {
        var (region, shard, node, answered) = _held[index];
        _held.RemoveAt(index);
        if (isRefused)
            answered(new ShardClaim(0, "test"));
        else
            _owners.Claim(region, shard, node, answered);
    }

    public void AnswerAll()
    {
        while (_held.Count > 0)
            Answer(0);
    }
}
