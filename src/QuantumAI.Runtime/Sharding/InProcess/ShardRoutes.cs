using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Sharding.Entities;

namespace QuantumAI.Runtime.Sharding.InProcess;

/// <summary>Where the messages of each shard go: to its owner, into its buffer, or back. Used on the region's lane only.</summary>
/// <remarks>The region sends through it, the coordinator beside it opens and closes; a closed shard's messages wait in order.</remarks>
internal sealed class ShardRoutes<T>(int shards, int bufferCapacity)
{
    private readonly Route[] _routes = [.. Enumerable.Range(0, shards).Select(_ => new Route())];

    /// <summary>Sends on, keeps, or refuses: a counted dead letter.</summary>
    public void Send(in ShardingEnvelope<T> envelope, ActorRef region)
    {
        if (envelope.EntityId is null)
        {
            envelope.Refuse(region, "no-entity");
            return;
        }

        var route = _routes[ShardHash.ShardOf(envelope.EntityId, shards)];
        if (route.Owner is { } owner)
            SendOn(in envelope, owner);
        else if (route.IsRefusing)
            envelope.Refuse(region, "faulted");
        else if (route.Buffer.Count - route.Returned >= bufferCapacity)
            envelope.Refuse(region, "buffer-full");
        else
            route.Buffer.Enqueue(envelope);
    }

    /// <summary>The shard has an owner: what waits goes there first.</summary>
    public void Open(int shard, ActorRef<ShardWord<T>> owner)
    {
        var route = _routes[shard];
        while (route.Buffer.TryDequeue(out var envelope))
            owner.TellReserved(new ShardWord<T>(ShardWordKind.Deliver, envelope)); // its room was that in the buffer
        (route.Owner, route.Returned) = (owner, 0);
    }

    /// <summary>Messages wait from now on.</summary>
    public void Close(int shard) => (_routes[shard].Owner, _routes[shard].IsRefusing) = (null, false);

    /// <summary>What the last owner had not handled comes before what has waited here; it has room of its own.</summary>
    public void Return(int shard, IReadOnlyList<ShardingEnvelope<T>> envelopes)
    {
        var route = _routes[shard];
        route.Buffer = new Queue<ShardingEnvelope<T>>(envelopes.Concat(route.Buffer));
        route.Returned = envelopes.Count;
    }

    /// <summary>Nobody will come for these messages, nor for later ones until <see cref="Close"/>.</summary>
    public void Refuse(int shard, ActorRef region)
    {
        var route = _routes[shard];
        (route.Owner, route.IsRefusing, route.Returned) = (null, true, 0);
        while (route.Buffer.TryDequeue(out var envelope))
            envelope.Refuse(region, "faulted");
    }

    private static void SendOn(in ShardingEnvelope<T> envelope, ActorRef<ShardWord<T>> owner)
    {
        if (!owner.TryTell(new ShardWord<T>(ShardWordKind.Deliver, envelope)))
            envelope.Refuse(owner, "mailbox-full");
    }

    private sealed class Route
    {
        public ActorRef<ShardWord<T>>? Owner { get; set; }

        public Queue<ShardingEnvelope<T>> Buffer { get; set; } = new();

        /// <summary>How many of the buffer came back from the last owner.</summary>
        public int Returned { get; set; }

        public bool IsRefusing { get; set; }
    }
}

/// <summary>The region's mailbox: one place that all messages pass, so that a move of a shard can neither lose nor reorder them.</summary>
internal sealed class RegionActor<T>(ShardRoutes<T> routes) : Actor<ShardingEnvelope<T>>
{
    protected override void Receive(in ShardingEnvelope<T> message) => routes.Send(in message, Context.Self);
}
