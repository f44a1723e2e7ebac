using QuantumAI.Simulation.Models;
using QuantumAI.Simulation.Processes;

namespace QuantumAI.Simulation.Swarm;

/// <summary>A machine: what runs on it shares its fate.</summary>
internal sealed class SwarmNode(string name)
{
    private readonly List<SimulatedProcess> _processes = [];

    public string Name => name;

    /// <summary>What its processes write to; null where they write to a database.</summary>
    public SimulatedDisk? Disk { get; set; }

    /// <summary>Whether the machine is on.</summary>
    public bool IsUp { get; set; } = true;

    public bool IsFrozen { get; private set; }

    /// <summary>It gives its accounts away and shall get none.</summary>
    public bool IsLeaving { get; set; }

    /// <summary>Whether nothing passes between it and the journal's server.</summary>
    public bool IsCutOff { get; set; }

    /// <summary>Whether it is a member of the cluster.</summary>
    public bool IsMember { get; set; }

    /// <summary>When it was last heard of.</summary>
    public long HeardNanos { get; set; }

    /// <summary>By how much the clocks of its next processes are ahead.</summary>
    public long SkewNanos { get; set; }

    /// <summary>How long it may still count on what it owns, as far as it knows.</summary>
    public long LeaseNanos(long nowNanos) => HeardNanos + SwarmCluster.LeaseNanos - nowNanos;

    public bool IsHeard => IsUp && !IsFrozen && !IsCutOff;

    public void Add(SimulatedProcess process)
    {
        _processes.RemoveAll(one => !one.IsAlive);
        _processes.Add(process);
        if (IsFrozen)
            process.Freeze();
    }

    public void Crash()
    {
        IsUp = false;
        foreach (var process in _processes)
            process.Kill();
        _processes.Clear();
    }

    public void Freeze()
    {
        IsFrozen = true;
        _processes.ForEach(process => process.Freeze());
    }

    public void Thaw()
    {
        IsFrozen = false;
        _processes.ForEach(process => process.Thaw());
    }
}
