namespace QuantumAI.Runtime.Supervision;

/// <summary>Counts restarts within a sliding window of world time.</summary>
internal sealed class RestartWindow
{
    /// <summary>Without a limit the count only chooses the pause, which has long reached its longest by then.</summary>
    private const int MostRemembered = 64;

    private readonly Queue<long> _restarts = new();

    /// <summary>Restarts still inside the window: the attempt number of the next one.</summary>
    public int Count => _restarts.Count;

    /// <summary>Whether one more restart is within the limit; counts it if so.</summary>
    public bool TryAdd(long nowNanos, SupervisorStrategy strategy)
    {
        while (_restarts.TryPeek(out var oldest) && nowNanos - oldest >= strategy.WindowNanos)
            _restarts.Dequeue();
        if (strategy.MostRestarts >= 0 && _restarts.Count >= strategy.MostRestarts)
            return false;
        if (strategy.MostRestarts < 0 && _restarts.Count == MostRemembered)
            _restarts.Dequeue();
        _restarts.Enqueue(nowNanos);
        return true;
    }
}
