namespace QuantumAI.Runtime.Lanes;

/// <summary>Holds a lane's gate until disposed, or nothing where the world has one thread only.</summary>
internal readonly ref struct LaneExclusion
{
    private readonly Lock? _gate;

    public LaneExclusion(Lock? gate)
    {
        _gate = gate;
        gate?.Enter();
    }

    public void Dispose() => _gate?.Exit();
}
