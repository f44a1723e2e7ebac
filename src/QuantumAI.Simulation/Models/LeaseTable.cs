using QuantumAI.Simulation.Processes;

namespace QuantumAI.Simulation.Models;

/// <summary>Rows (region, shard) → (owner, epoch, end), on the server of the journal and by its clock.</summary>
/// <remarks>
/// A lease is given when the row is free, over, the same owner's, or of another node of the site that asks (one program that moves its
/// own shards); each grant has a higher epoch than all before it, over outages too. Questions and answers travel on connections: what
/// is asked may be done though nobody hears of it. One thread, that of the universe.
/// </remarks>
public sealed class LeaseTable
{
    private readonly Dictionary<(string Region, int Shard), LeaseGrant> _rows = [];
    private readonly Universe _universe;
    private readonly SimulatedNetwork _network;
    private readonly JournalServer _server;

    internal LeaseTable(Universe universe, SimulatedNetwork network, JournalServer server) =>
        (_universe, _network, _server) = (universe, network, server);

    /// <summary>Is told of each grant and each renewal when it is durable, whether its owner learns of it or not.</summary>
    public Action<LeaseGrant> Granted { get; set; } = static _ => { };

    /// <summary>Is told of each lease that was given back, with the time as its end.</summary>
    public Action<LeaseGrant> Released { get; set; } = static _ => { };

    /// <summary>A process' way to the table.</summary>
    /// <param name="process">Who asks and is answered; nobody hears the answers of a dead one.</param>
    /// <param name="site">Where it runs.</param>
    /// <param name="ttlNanos">For how long leases are asked for by <see cref="LeaseClient"/> as a region's ownership.</param>
    public LeaseClient ClientOf(SimulatedProcess process, string site, long ttlNanos) => new(_universe, _network, _server, this, process, site, ttlNanos);

    /// <summary>The row as it is now; it may be over. Null when the shard was never owned.</summary>
    public LeaseGrant? Row(string region, int shard) => _rows.GetValueOrDefault((region, shard));

    /// <summary>Who owns a shard now; null when nobody does.</summary>
    public LeaseGrant? OwnerOf(string region, int shard) => Row(region, shard) is { } row && row.UntilNanos > _universe.NowNanos ? row : null;

    internal LeaseReply Claim(string region, int shard, string node, string site, long ttlNanos)
    {
        if (OwnerOf(region, shard) is { } owner && owner.Owner != node && owner.Site != site)
            return new LeaseReply(0, $"shard {shard} of {region} is owned by {owner.Owner}, epoch {owner.Epoch}");
        var epoch = (Row(region, shard)?.Epoch ?? 0) + 1;
        return Grant(new LeaseGrant(region, shard, node, site, epoch, _universe.NowNanos, _universe.NowNanos + ttlNanos));
    }

    internal LeaseReply Renew(string region, int shard, string node, long epoch, long ttlNanos) =>
        OwnerOf(region, shard) is { } owner && owner.Owner == node && owner.Epoch == epoch
            ? Grant(owner with { FromNanos = _universe.NowNanos, UntilNanos = Math.Max(owner.UntilNanos, _universe.NowNanos + ttlNanos) })
            : new LeaseReply(0, $"shard {shard} of {region} is no longer owned by {node} with epoch {epoch}");

    /// <summary>Giving back what is another's, or over, changes nothing.</summary>
    internal LeaseReply Release(string region, int shard, string node, long epoch)
    {
        if (OwnerOf(region, shard) is { } owner && owner.Owner == node && owner.Epoch == epoch)
        {
            _rows[(region, shard)] = owner with { UntilNanos = _universe.NowNanos };
            Released(_rows[(region, shard)]);
        }

        return new LeaseReply(epoch, null);
    }

    private LeaseReply Grant(LeaseGrant grant)
    {
        _rows[(grant.Region, grant.Shard)] = grant;
        Granted(grant);
        return new LeaseReply(grant.Epoch, null);
    }
}

/// <summary>What the table says.</summary>
internal readonly record struct LeaseReply(long Epoch, string? Refusal);
