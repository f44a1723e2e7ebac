using QuantumAI.Runtime.Worlds;

namespace QuantumAI.Runtime.Sharding.InProcess;

/// <summary>Shard regions and singletons over one or several virtual nodes in one world: a program on one machine, or a simulated cluster.</summary>
/// <remarks>
/// Thread safe; in the virtual world, called by the thread that drives it. A node is a name: a region's shard has a lane of its own
/// on each node that ever owned it, which is why names are limited; a node that comes back under its name finds its lanes.
/// </remarks>
/// <param name="world">Where everything runs.</param>
/// <param name="ownership">Gives the epochs; in memory when null. What must be fenced across restarts of the process needs a durable one.</param>
public sealed class InProcessCluster(World world, IShardOwnership? ownership = null)
{
    /// <summary>Most names of nodes, ever.</summary>
    public const int MostNodes = 64;

    private readonly IShardOwnership _ownership = ownership ?? new MemoryShardOwnership();
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, IClusterMember> _regions = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, Departure?> _nodes = new(StringComparer.Ordinal);
    private readonly HashSet<string> _names = [];

    /// <summary>Nodes that are there, also those that are leaving, sorted (ordinal).</summary>
    public IReadOnlyList<string> Nodes
    {
        get
        {
            lock (_gate)
                return [.. _nodes.Keys];
        }
    }

    /// <summary>Creates a region over the nodes of now and later.</summary>
    /// <exception cref="ArgumentException">A bound is not one, or the name is taken.</exception>
    public IShardRegion<TMessage> StartRegion<TMessage>(ShardRegionProps<TMessage> props) => Start(props);

    /// <summary>Creates a singleton; it starts with the first node.</summary>
    /// <exception cref="ArgumentException">A bound is not one, or the name is taken.</exception>
    public ISingleton<TMessage> StartSingleton<TMessage>(SingletonProps<TMessage> props) => new InProcessSingleton<TMessage>(
        Start(new ShardRegionProps<TMessage>(props.Name, props.Actor)
        {
            Shards = 1,
            MostEntities = 1,
            BufferCapacity = props.BufferCapacity,
            MailboxCapacity = props.MailboxCapacity,
            StopMessage = props.StopMessage,
            StopDeadlineNanos = props.StopDeadlineNanos,
            Backoff = props.Backoff,
            Failed = props.Failed,
            Remembered = new AlwaysRemembered(InProcessSingleton<TMessage>.EntityId),
        }),
        props.MailboxCapacity);

    /// <summary>A node is there: shards that belong to it are handed over to it.</summary>
    /// <exception cref="InvalidOperationException">It is there already, or is still leaving, or there were <see cref="MostNodes"/> names.</exception>
    public void Join(string node)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(node);
        lock (_gate)
        {
            if (_nodes.TryGetValue(node, out var departure))
                throw new InvalidOperationException($"node {node} is {(departure is null ? "a member already" : "still leaving")}");
            if (!_names.Contains(node) && _names.Count == MostNodes)
                throw new InvalidOperationException($"node {node} would be name {MostNodes + 1} of {MostNodes}");
            _names.Add(node);
            _nodes.Add(node, null);
            foreach (var region in _regions.Values)
                region.Coordinator.TellReserved(new CoordinatorWord.NodeJoined(node));
        }
    }

    /// <summary>A node goes in good order: its shards drain and move; with no other node, messages wait for the next one.</summary>
    /// <returns>Completes when it owns nothing, or has crashed on the way.</returns>
    /// <exception cref="InvalidOperationException">It is not there, or is leaving already.</exception>
    public Task LeaveAsync(string node)
    {
        lock (_gate)
        {
            if (!_nodes.TryGetValue(node, out var current) || current is not null)
                throw new InvalidOperationException($"node {node} is {(current is null ? "not a member" : "leaving already")}");
            if (_regions.Count == 0)
            {
                _nodes.Remove(node);
                return Task.CompletedTask;
            }

            var departure = new Departure(_regions.Count);
            _nodes[node] = departure;
            foreach (var region in _regions.Values)
                region.Coordinator.TellReserved(new CoordinatorWord.NodeLeaves(node, () => OnLeft(node, departure)));
            return departure.Done.Task;
        }
    }

    /// <summary>
    /// A node is gone at once: what it had taken in is lost, its shards have new owners with higher epochs without waiting. Its entities
    /// stop when the turn that their lane is in is over; unlike in a real crash, their <c>OnStop</c> runs.
    /// </summary>
    /// <exception cref="InvalidOperationException">It is not there.</exception>
    public void Crash(string node)
    {
        lock (_gate)
        {
            if (!_nodes.Remove(node, out var departure))
                throw new InvalidOperationException($"node {node} is not a member");
            departure?.Done.TrySetResult();
            foreach (var region in _regions.Values)
                region.Coordinator.TellReserved(new CoordinatorWord.NodeCrashed(node));
        }
    }

    private InProcessRegion<T> Start<T>(ShardRegionProps<T> props)
    {
        props.Validate();
        lock (_gate)
        {
            if (_regions.ContainsKey(props.Name))
                throw new ArgumentException($"{props.Name} is the name of a region already");
            var region = new InProcessRegion<T>(world, props, _ownership);
            _regions.Add(props.Name, region);
            foreach (var (node, departure) in _nodes)
            {
                if (departure is null)
                    region.Coordinator.TellReserved(new CoordinatorWord.NodeJoined(node));
            }

            return region;
        }
    }

    private void OnLeft(string node, Departure departure)
    {
        lock (_gate)
        {
            if (--departure.Waiting > 0 || departure.Done.Task.IsCompleted)
                return;
            _nodes.Remove(node);
            departure.Done.TrySetResult();
        }
    }

    /// <summary>A node that is leaving; under the gate.</summary>
    private sealed class Departure(int regions)
    {
        public int Waiting { get; set; } = regions;

        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
