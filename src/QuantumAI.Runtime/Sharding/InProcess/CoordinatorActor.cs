using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Lanes;
using QuantumAI.Runtime.Sharding.Entities;
using QuantumAI.Runtime.Worlds;

namespace QuantumAI.Runtime.Sharding.InProcess;

/// <summary>Carries out what <see cref="ShardAllocation"/> decides: claims epochs, starts shards on lanes of nodes, drains and abandons them.</summary>
/// <param name="props">The region's.</param>
/// <param name="ownership">Gives the epochs.</param>
/// <param name="routes">The region's, on the same lane.</param>
/// <param name="region">In whose name messages are refused.</param>
/// <param name="laneOf">The lane of a shard on a node.</param>
/// <param name="publish">Shows the shards to other threads.</param>
internal sealed class CoordinatorActor<T>(
    ShardRegionProps<T> props,
    IShardOwnership ownership,
    ShardRoutes<T> routes,
    ActorRef region,
    Func<string, int, Lane> laneOf,
    Action<IReadOnlyList<ShardStatus>> publish) : Actor<CoordinatorWord>
{
    private readonly ShardAllocation _allocation = new(props.Name, props.Shards, props.MostHandOvers);
    private readonly ActorRef<ShardWord<T>>?[] _owners = new ActorRef<ShardWord<T>>?[props.Shards];
    private readonly int[] _refusedClaims = new int[props.Shards];
    private readonly Dictionary<string, Action> _leaving = [];
    private readonly Dictionary<ActorRef, int> _shards = [];

    protected override void Receive(in CoordinatorWord message)
    {
        switch (message)
        {
            case CoordinatorWord.NodeJoined(var node):
                _allocation.Join(node);
                break;
            case CoordinatorWord.NodeLeaves(var node, var left):
                _leaving.Add(node, left);
                _allocation.Leave(node);
                break;
            case CoordinatorWord.NodeCrashed(var node):
                Context.Lane.World.Probe(RuntimeProbes.NodeLost);
                _allocation.Crash(node);
                break;
            case CoordinatorWord.ClaimAnswered(var shard, var claim):
                OnClaim(shard, claim);
                break;
            case CoordinatorWord.ClaimPauseOver(var shard):
                _allocation.ClaimAgain(shard);
                break;
            case CoordinatorWord.ShardDrained<T>(var term, var leftovers):
                OnDrained(term, leftovers);
                break;
            case CoordinatorWord.DrainDeadlinePassed(var term) when IsHandingOver(term):
                Context.Lane.World.Probe(RuntimeProbes.DrainDeadline);
                _owners[term.Shard]!.Stop(); // what waits there becomes dead letters; its end says that no entity is live
                break;
            case CoordinatorWord.ListEntities(var shard, var reply):
                List(shard, reply);
                return;
        }

        CarryOut();
    }

    protected override void OnSignal(ActorSignal signal)
    {
        if (signal is not Terminated ended || !_shards.Remove(ended.Actor, out var shard))
            return;
        _owners[shard] = null;
        if (_allocation[shard].Phase == ShardPhase.HandingOver)
        {
            Context.CancelTimer(DeadlineOf(shard));
            _allocation.Drained(shard, _allocation[shard].Epoch);
        }
        else
        {
            _allocation.Broken(shard);
            routes.Refuse(shard, region);
        }

        CarryOut();
    }

    private static (string Key, int Shard) DeadlineOf(int shard) => ("drain-deadline", shard);

    private bool IsHandingOver(ShardTerm term) =>
        _allocation[term.Shard] is var status && status.Phase == ShardPhase.HandingOver && status.Epoch == term.Epoch;

    private void CarryOut()
    {
        while (_allocation.TryTakeStep(out var step))
        {
            switch (step.Kind)
            {
                case ShardStepKind.Claim:
                    Claim(step);
                    break;
                case ShardStepKind.Start:
                    Start(step);
                    break;
                case ShardStepKind.Drain:
                    Drain(step);
                    break;
                case ShardStepKind.Abandon:
                    Context.CancelTimer(DeadlineOf(step.Shard));
                    Dismiss(step.Shard);
                    routes.Close(step.Shard);
                    break;
                case ShardStepKind.Left when _leaving.Remove(step.Node, out var left):
                    left();
                    break;
            }
        }

        publish(_allocation.Snapshot());
    }

    private void Claim(ShardStep step)
    {
        var (self, shard) = (Context.Self, step.Shard);
        routes.Close(shard);
        ownership.Claim(props.Name, shard, step.Node, claim => self.TellReserved(new CoordinatorWord.ClaimAnswered(shard, claim)));
    }

    private void OnClaim(int shard, ShardClaim claim)
    {
        if (claim.Refusal is null)
        {
            _refusedClaims[shard] = 0;
            _allocation.Claimed(shard, claim.Epoch);
            return;
        }

        Context.Lane.World.Probe(RuntimeProbes.ClaimRefused);
        var pauseNanos = props.Backoff.PauseNanos(_refusedClaims[shard]++, WorldRandom.ToUnit(Context.NextRandom()));
        Context.StartTimer(("claim-pause", shard), Math.Max(1, pauseNanos), new CoordinatorWord.ClaimPauseOver(shard));
    }

    private void Start(ShardStep step)
    {
        var (self, term) = (Context.Self, new ShardTerm(props.Name, step.Shard, step.Epoch));
        var shard = laneOf(step.Node, step.Shard).Spawn("shard", new Props<ShardWord<T>>(
            () => new ShardActor<T>(props, term, (of, leftovers) => self.TellReserved(new CoordinatorWord.ShardDrained<T>(of, leftovers))))
        {
            Capacity = props.MailboxCapacity,
            Supervision = ShardActor<T>.Supervision,
        });
        _owners[step.Shard] = shard;
        _shards.Add(shard, step.Shard);
        Context.Watch(shard);
        routes.Open(step.Shard, shard);
    }

    private void Drain(ShardStep step)
    {
        routes.Close(step.Shard);
        _owners[step.Shard]!.TellReserved(new ShardWord<T>(ShardWordKind.Drain)); // after all that was sent there
        if (!Context.Lane.World.Keeps(Safeguard.DrainBeforeHandOver))
        {
            Forget(step.Shard);
            _allocation.Drained(step.Shard, step.Epoch);
            return;
        }

        var passed = new CoordinatorWord.DrainDeadlinePassed(new ShardTerm(props.Name, step.Shard, step.Epoch));
        Context.StartTimer(DeadlineOf(step.Shard), props.StopDeadlineNanos, passed);
    }

    private void OnDrained(ShardTerm term, IReadOnlyList<ShardingEnvelope<T>> leftovers)
    {
        if (!IsHandingOver(term))
        {
            foreach (var envelope in leftovers)
                envelope.Refuse(region, "late");
            return;
        }

        Context.CancelTimer(DeadlineOf(term.Shard));
        Dismiss(term.Shard);
        routes.Return(term.Shard, leftovers);
        _allocation.Drained(term.Shard, term.Epoch);
    }

    private void Dismiss(int shard) => Forget(shard)?.Stop();

    private ActorRef<ShardWord<T>>? Forget(int shard)
    {
        if (_owners[shard] is not { } owner)
            return null;
        Context.Unwatch(owner);
        _shards.Remove(owner);
        _owners[shard] = null;
        return owner;
    }

    private void List(int shard, ReplyTo<IReadOnlyList<string>> reply)
    {
        if (_owners[shard] is { } owner)
            owner.Tell(new ShardWord<T>(ShardWordKind.List, Reply: reply));
        else
            reply.Tell([]);
    }
}
