using System.Runtime.CompilerServices;
using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Lanes;

namespace QuantumAI.Runtime.Streams.Engine;

/// <summary>The one actor per lane that runs the stages of all streams there, a bounded piece per turn.</summary>
internal sealed class StreamLane : Actor<LaneWork>
{
    /// <summary>Elements and pieces of work of one turn; then the lane's other entries have theirs.</summary>
    private const int TurnBudget = 1024;

    private const int MostElementsPerPiece = 256;

    private static readonly ConditionalWeakTable<Lane, StreamLane> Hosts = [];
    private static readonly Lock HostsGate = new();

    private readonly Ring<LaneWork> _ready = new();
    private readonly Ring<IFlush> _flushes = new();
    private readonly LaneWork _continue;
    private int _budget;
    private int _spawned;
    private ActorRef<LaneWork> _self = null!;

    private StreamLane(Lane lane)
    {
        Lane = lane;
        _continue = new LaneWork(this, null, () => { });
    }

    public Lane Lane { get; }

    /// <summary>The present turn's time.</summary>
    public long NowNanos => Lane.TurnNanos;

    public static StreamLane Of(Lane lane)
    {
        lock (HostsGate)
        {
            if (Hosts.TryGetValue(lane, out var host))
                return host;
            host = new StreamLane(lane);
            host._self = lane.Spawn("streams", host);
            Hosts.Add(lane, host);
            return host;
        }
    }

    public ulong NextRandom() => Context.NextRandom();

    public ActorRef<T> Spawn<T>(string name, Actor<T> actor, int capacity) =>
        Lane.Spawn($"{name}-{Interlocked.Increment(ref _spawned)}", actor, capacity);

    public void AddReady(LaneWork work) => _ready.Enqueue(in work);

    public void Enter(LaneWork work) => _self.TellNextTurn(in work);

    /// <summary>Asks for one <see cref="IFlush.Flush"/> before the present turn's end.</summary>
    public void AddFlush(IFlush bridge) => _flushes.Enqueue(in bridge);

    /// <summary>How many elements the present piece of work may hand on before it has to schedule itself again.</summary>
    public int Quantum => Math.Clamp(_budget, 1, MostElementsPerPiece);

    public void Spend(int elements) => _budget -= elements;

    protected override void Receive(in LaneWork message)
    {
        _budget = TurnBudget;
        message.Run();
        while (_ready.Count > 0 && --_budget > 0)
            _ready.Dequeue().Run();
        while (_flushes.Count > 0)
            _flushes.Dequeue().Flush();
        if (_ready.Count > 0)
            _continue.Signal();
    }
}

/// <summary>Holds back what it shows to another lane until the turn's end, so that a wake-up is paid per turn and not per element.</summary>
internal interface IFlush
{
    void Flush();
}
