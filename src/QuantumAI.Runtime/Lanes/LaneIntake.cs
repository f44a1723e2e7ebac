using QuantumAI.Runtime.Actors;

namespace QuantumAI.Runtime.Lanes;

/// <summary>What the senders of a lane write: the gate, the queue's end, and whether the lane must be woken. In cache lines of its own.</summary>
/// <remarks>A world of one thread needs no gate.</remarks>
internal sealed class LaneIntake : OwnCacheLines
{
    private const int FirstSharedEntries = 32;
    private const int FirstEntries = 4;
    private readonly Lane _lane;
    private readonly ChunkWriter<LaneEntry> _entries;
    private readonly bool _isShared;
    private SpinGate _gate;

    public LaneIntake(Lane lane, bool isShared)
    {
        (_lane, _isShared, _entries) = (lane, isShared, new ChunkWriter<LaneEntry>(isShared ? FirstSharedEntries : FirstEntries, isShared));
    }

    public ChunkReader<LaneEntry> Reader => _entries.Reader;

    /// <summary>Whether the calling thread runs the lane; a world of one thread keeps that in a field.</summary>
    public bool IsRunningHere => ReferenceEquals(_isShared ? Lane.RunningOnThisThread : _lane.World.RunningLane, _lane);

    /// <summary>Whether the lane runs or waits in its world's run queue; changed under the gate.</summary>
    public bool IsScheduled { get; set; }

    /// <summary>Set under the gate, for good: nothing enters any more.</summary>
    public bool IsStopped { get; set; }

    public void Enter()
    {
        if (_isShared)
            _gate.Enter();
    }

    public void Exit()
    {
        if (_isShared)
            _gate.Exit();
    }

    /// <summary>Whether what is sent must say where it comes from: the world records, or runs a recording again.</summary>
    public bool IsTapped { get; set; }

    /// <summary>Adds an entry of a re-run, whatever the mailbox holds.</summary>
    public void AddReplayed(ActorCell? cell, object? content)
    {
        Enter();
        AddAndExit(cell, content);
    }

    /// <summary>Adds an entry and leaves the gate, which the caller has entered.</summary>
    public void AddAndExit(ActorCell? cell, object? content)
    {
        _entries.Enqueue(new LaneEntry(cell, content));
        ScheduleAndExit();
    }

    /// <summary>Makes sure that the lane will run, and leaves the gate.</summary>
    public void ScheduleAndExit()
    {
        var mustSchedule = !IsScheduled;
        IsScheduled = true;
        Exit();
        if (mustSchedule)
            _lane.World.Schedule(_lane);
    }
}
