using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Lanes;
using QuantumAI.Runtime.Worlds;

namespace QuantumAI.TestKit;

/// <summary>An actor whose messages a test expects, in a virtual world. An expectation runs the world; it never waits.</summary>
/// <remarks>
/// Messages are expected in the order in which they came. Signals may overtake messages, so ends of watched actors stand in a line
/// of their own. An expectation lets virtual time pass until its deadline at most, and stops when it has what it waits for: the
/// clock then stands after the arrival by at most a 64th of the time waited. <see cref="LastNanos"/> is exact.
/// </remarks>
public sealed class Probe<T>
{
    private const int StepsPerWait = 64;
    private readonly VirtualWorld _world;
    private readonly List<Arrival<T>> _messages = [];
    private readonly List<Arrival<ActorRef>> _ends = [];
    private readonly ActorRef<ActorRef> _watcher;
    private int _taken;
    private int _endsTaken;

    internal Probe(Lane lane, string name)
    {
        _world = (VirtualWorld)lane.World;
        Ref = lane.Spawn(name, new ProbeActor<T>(_messages.Add), capacity: int.MaxValue);
        _watcher = lane.Spawn($"{name}-watcher", new ProbeWatcher(_ends.Add), capacity: int.MaxValue);
    }

    public ActorRef<T> Ref { get; }

    /// <summary>Everything that has come so far, expected or not.</summary>
    public IReadOnlyList<T> Received => [.. _messages.Select(arrival => arrival.Item)];

    /// <summary>World time at which the last expected message came.</summary>
    public long LastNanos { get; private set; }

    /// <summary>The next message.</summary>
    public T Next(long withinNanos = 0) => Take("a message", withinNanos);

    /// <summary>The next message, which must be a <typeparamref name="TMessage"/>.</summary>
    public TMessage Expect<TMessage>(long withinNanos = 0)
        where TMessage : T
    {
        var next = Take(typeof(TMessage).Name, withinNanos);
        return next is TMessage expected ? expected : throw Failure(typeof(TMessage).Name, withinNanos, _taken - 1);
    }

    /// <summary>The next message must equal <paramref name="expected"/>.</summary>
    public void Expect(T expected, long withinNanos = 0)
    {
        if (!EqualityComparer<T>.Default.Equals(Take($"{expected}", withinNanos), expected))
            throw Failure($"{expected}", withinNanos, _taken - 1);
    }

    /// <summary>The next messages must be these, all within the time.</summary>
    public void ExpectInOrder(IReadOnlyList<T> expected, long withinNanos = 0)
    {
        var (first, deadline) = (_taken, _world.NowNanos + withinNanos);
        foreach (var one in expected)
            if (!Pass(deadline, () => _taken < _messages.Count) || !EqualityComparer<T>.Default.Equals(_messages[_taken++].Item, one))
                throw Failure($"in order {string.Join(", ", expected)}", withinNanos, first);
        LastNanos = _taken > first ? _messages[_taken - 1].Nanos : LastNanos;
    }

    /// <summary>The first message of its kind that fits; those before it are passed over.</summary>
    public TMessage FishFor<TMessage>(Func<TMessage, bool> fits, long withinNanos = 0)
        where TMessage : T
    {
        var (first, deadline) = (_taken, _world.NowNanos + withinNanos);
        while (Pass(deadline, () => _taken < _messages.Count))
            if (Taken() is TMessage message && fits(message))
                return message;
        throw Failure($"to fish a {typeof(TMessage).Name}", withinNanos, first);
    }

    /// <summary>No message and no end of a watched actor for this long.</summary>
    public void ExpectNothing(long forNanos = 0)
    {
        if (Pass(_world.NowNanos + forNanos, () => _taken < _messages.Count || _endsTaken < _ends.Count))
            throw Failure("nothing", forNanos, _taken);
    }

    /// <summary>Watches an actor; <see cref="ExpectTerminated"/> takes its end.</summary>
    public void Watch(ActorRef other) => _watcher.Tell(other);

    /// <summary>A watched actor ends; ends come in the order in which they were expected.</summary>
    public void ExpectTerminated(ActorRef other, long withinNanos = 0)
    {
        if (!Pass(_world.NowNanos + withinNanos, () => _endsTaken < _ends.Count) || _ends[_endsTaken++].Item != other)
            throw Failure($"the end of {other}", withinNanos, _taken);
    }

    /// <summary>Answers the last expected message at the address that it carries.</summary>
    public void Reply<TReply>(Func<T, ReplyTo<TReply>> address, TReply reply)
    {
        if (_taken == 0)
            throw new InvalidOperationException($"{Ref} has expected no message that it could answer");
        address(_messages[_taken - 1].Item).Tell(reply);
    }

    private T Take(string wanted, long withinNanos)
    {
        if (!Pass(_world.NowNanos + withinNanos, () => _taken < _messages.Count))
            throw Failure(wanted, withinNanos, _taken);
        return Taken();
    }

    private T Taken()
    {
        LastNanos = _messages[_taken].Nanos;
        return _messages[_taken++].Item;
    }

    /// <summary>Runs the world in growing steps until it is done or the deadline has passed.</summary>
    private bool Pass(long deadline, Func<bool> isDone)
    {
        var start = _world.NowNanos;
        _world.AdvanceTo(start); // also what is due now
        while (!isDone() && _world.NowNanos < deadline)
            _world.AdvanceTo(Math.Min(deadline, _world.NowNanos + Math.Max(1, (_world.NowNanos - start) / StepsPerWait)));
        return isDone();
    }

    private ExpectationFailedException Failure(string wanted, long withinNanos, int first) => ProbeReport.Failure(
        _world, Ref.Path, $"{wanted} within {withinNanos} ns",
        [.. _messages.Skip(first).Select(ProbeReport.Line), .. _ends.Skip(_endsTaken).Select(end => $"the end of {ProbeReport.Line(end)}")]);
}
