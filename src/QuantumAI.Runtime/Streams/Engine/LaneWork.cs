namespace QuantumAI.Runtime.Streams.Engine;

/// <summary>Something a stage does on its lane. It waits at most once at a time, however often it is asked for, so a lane's queue of them is bounded.</summary>
internal sealed class LaneWork(StreamLane host, StreamRun? stream, Action run)
{
    private int _isQueued;

    /// <summary>Runs within the present turn. Only from other work of the same lane.</summary>
    public void Schedule()
    {
        if (Interlocked.Exchange(ref _isQueued, 1) == 0)
            host.AddReady(this);
    }

    /// <summary>Enters the lane. From any thread.</summary>
    public void Signal()
    {
        if (Interlocked.Exchange(ref _isQueued, 1) == 0)
            host.Enter(this);
    }

    /// <remarks>The exchange is a full fence: who signalled before it has written what this run reads, who signals after it queues again.</remarks>
    public void Run()
    {
        Interlocked.Exchange(ref _isQueued, 0);
        try
        {
            run();
        }
        catch (Exception fault) when (stream is not null)
        {
            // A fault that no stage has turned into a failure ends its stream, not the lane with everybody else's actors.
            stream.Abort(fault);
        }
    }
}
