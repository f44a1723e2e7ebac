using QuantumAI.Domain.Market;
using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Sharding;
using QuantumAI.Runtime.Sharding.InProcess;
using QuantumAI.Simulation.Models;
using QuantumAI.Simulation.Oracles;
using QuantumAI.Simulation.Processes;

namespace QuantumAI.Simulation.Swarm;

/// <summary>What the owner of an account is told.</summary>
internal abstract record AccountWord
{
    /// <summary>An operator's wish. It may be lost or come twice on its way.</summary>
    public sealed record Operate(Action<SwarmSession> Wish) : AccountWord;

    /// <summary>Give the account away.</summary>
    public sealed record GiveAway : AccountWord;

    /// <summary>What was begun is finished.</summary>
    public sealed record Finished : AccountWord;
}

/// <summary>Who works on which account: the runtime's shard region over virtual machines, in a process that nothing happens to.</summary>
/// <remarks>
/// A machine that is not heard of for as long as a lease lasts, and the rest of what its orders may still be valid for, has lost its accounts; it may be
/// alive, and is fenced by the epochs that its successors have.
/// </remarks>
internal sealed class SwarmCluster
{
    /// <summary>For how long a machine that is not heard of may act as an owner.</summary>
    public const long LeaseNanos = 10 * UnixNanos.PerSecond;

    /// <summary>And then those in which an order that was decided under it may still be sent.</summary>
    public const long OwnershipNanos = LeaseNanos + (13 * UnixNanos.PerSecond);
    private readonly Universe _universe;
    private readonly IReadOnlyList<SwarmNode> _nodes;
    private readonly InProcessCluster _cluster;
    private readonly IShardRegion<AccountWord> _region;
    private readonly Dictionary<string, ShardTerm> _owned = new(StringComparer.Ordinal);
    private readonly SimulatedProcess _process;
    private readonly OwnerOracle _owners;
    private readonly SimulatedNetwork _network;

    /// <param name="universe">Where it is.</param>
    /// <param name="network">What lies between people and owners.</param>
    /// <param name="nodes">The machines.</param>
    /// <param name="accounts">By name.</param>
    /// <param name="chaos">Of the run.</param>
    /// <param name="database">Gives the epochs.</param>
    /// <param name="owners">Is told who owns what.</param>
    public SwarmCluster(
        Universe universe, SimulatedNetwork network, IReadOnlyList<SwarmNode> nodes, IEnumerable<SwarmAccount> accounts, SwarmChaos chaos, JournalServer database, OwnerOracle owners)
    {
        (_universe, _network, _nodes, _owners) = (universe, network, nodes, owners);
        _process = universe.Start("coordinator", chaos: chaos);
        _cluster = new InProcessCluster(_process.World, database.Leases.ClientOf(_process, _process.Name, OwnershipNanos));
        var byName = accounts.ToDictionary(account => account.Name, StringComparer.Ordinal);
        _region = _cluster.StartRegion(new ShardRegionProps<AccountWord>("accounts", context => new Props<AccountWord>(() => new OwnerActor(this, byName[context.EntityId], context)))
        {
            Shards = 8,
            Remembered = new MemoryRememberedEntities(),
            StopMessage = static () => new AccountWord.GiveAway(),
            StopDeadlineNanos = 20 * UnixNanos.PerSecond,
        });
        foreach (var node in nodes)
            Join(node);
        foreach (var account in byName.Keys.Order(StringComparer.Ordinal))
            _region.Start(account);
        Look();
    }

    /// <summary>Sends an operator's word to whoever owns an account: it may be lost, come twice, or after a later one.</summary>
    public void Tell(string account, AccountWord word) => _network.Send("operators", _process.Name, () => _process.Enter(() => _region.Tell(account, word)));

    /// <summary>The ownership under which an account's present owner works; null when nobody owns it.</summary>
    public (SwarmNode Node, long Epoch)? OwnerOf(string account) =>
        _owned.TryGetValue(account, out var term) && NodeOf(term) is { } node ? (node, term.Epoch) : null;

    public void Join(SwarmNode node) => _process.Enter(() =>
    {
        if (node.IsMember || _cluster.Nodes.Contains(node.Name))
            return;
        (node.IsMember, node.HeardNanos) = (true, _universe.NowNanos);
        _cluster.Join(node.Name);
    });

    /// <summary>A machine gives its accounts away in good order.</summary>
    public void Leave(SwarmNode node) => _process.Enter(() =>
    {
        if (!node.IsMember)
            return;
        node.IsMember = false;
        _ = _cluster.LeaveAsync(node.Name);
    });

    /// <summary>A machine has ended, and says so by starting again.</summary>
    public void Lose(SwarmNode node) => _process.Enter(() =>
    {
        node.IsMember = false;
        _owners.Lost(node.Name);
        if (_cluster.Nodes.Contains(node.Name))
            _cluster.Crash(node.Name);
    });

    private SwarmNode? NodeOf(ShardTerm term) => _region.State[term.Shard] is { Epoch: var epoch, Node: { } name } && epoch == term.Epoch
        ? _nodes.First(node => node.Name == name)
        : null;

    private void Look()
    {
        foreach (var node in _nodes)
        {
            if (node.IsHeard)
                node.HeardNanos = _universe.NowNanos;
            if (node.IsMember && _universe.NowNanos - node.HeardNanos > OwnershipNanos)
                Lose(node);
            else if (node is { IsMember: false, IsHeard: true, IsLeaving: false })
                Join(node);
        }

        _universe.After(UnixNanos.PerSecond, Look);
    }

    private sealed class OwnerActor(SwarmCluster cluster, SwarmAccount account, EntityContext context) : Actor<AccountWord>
    {
        protected override void OnStart()
        {
            cluster._owned[account.Name] = context.Term;
            if (cluster.NodeOf(context.Term) is { } node)
                cluster._owners.Began(account.Name, node.Name, context.Epoch);
        }

        protected override void OnStop() => cluster._owners.Ended(account.Name, context.Epoch);

        protected override void Receive(in AccountWord message)
        {
            switch (message)
            {
                case AccountWord.Operate { Wish: var wish }:
                    var session = account.Session;
                    if (session is { IsRunning: true })
                        cluster._universe.After(UnixNanos.PerMillisecond, () => session.Process.Enter(() => wish(session)));
                    break;
                case AccountWord.GiveAway:
                    GiveAway();
                    break;
                case AccountWord.Finished:
                    Context.Stop();
                    break;
            }
        }

        private void GiveAway()
        {
            cluster._owned.Remove(account.Name);
            var self = Context.Self;
            if (account.Session is { IsRunning: true } session && session.Epoch == context.Epoch)
            {
                session.Drain(() => cluster._process.Enter(() => self.TellReserved(new AccountWord.Finished())));
                return;
            }

            Context.Stop();
        }
    }
}
