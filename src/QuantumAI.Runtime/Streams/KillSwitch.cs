using QuantumAI.Runtime.Streams.Engine;
using QuantumAI.Runtime.Streams.Stages;

namespace QuantumAI.Runtime.Streams;

/// <summary>Ends any number of streams at the places where its flow is built in. Thread safe; once triggered it stays so.</summary>
public sealed class KillSwitch
{
    private readonly Lock _gate = new();
    private readonly List<LaneWork> _stages = [];
    private bool _isTriggered;

    /// <summary>The failure that <see cref="Abort"/> was given; null after <see cref="Shutdown"/>.</summary>
    internal Exception? Cause { get; private set; }

    public bool IsTriggered
    {
        get
        {
            lock (_gate)
                return _isTriggered;
        }
    }

    /// <summary>Cancels upstream and completes downstream, where what is in buffers drains.</summary>
    public void Shutdown() => Trigger(null);

    /// <summary>Cancels upstream and fails downstream with <paramref name="cause"/>.</summary>
    public void Abort(Exception cause) => Trigger(cause);

    /// <summary>Hands on every element until the switch is triggered; then a turn of its lane later nothing passes.</summary>
    public Flow<T, T> Flow<T>() => new(upstream =>
    {
        var stage = new KillSwitchStage<T>(upstream.Context, this);
        stage.Follow(upstream);
        return stage;
    });

    internal void Add(LaneWork stage)
    {
        lock (_gate)
            _stages.Add(stage);
    }

    internal void Remove(LaneWork stage)
    {
        lock (_gate)
            _stages.Remove(stage);
    }

    private void Trigger(Exception? cause)
    {
        LaneWork[] stages;
        lock (_gate)
        {
            if (_isTriggered)
                return;
            Cause = cause;
            _isTriggered = true;
            stages = [.. _stages];
        }

        foreach (var stage in stages)
            stage.Signal();
    }
}
