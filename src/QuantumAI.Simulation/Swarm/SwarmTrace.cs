using System.Globalization;
using QuantumAI.Runtime.Lanes;
using QuantumAI.Runtime.Tracing;
using QuantumAI.Simulation.Processes;

namespace QuantumAI.Simulation.Swarm;

/// <summary>Everything that happens in a run, in order: hashed always, written down when somebody wants to read it.</summary>
/// <param name="universe">Its time.</param>
/// <param name="output">Gets a line for each; null = only the hash.</param>
internal sealed class SwarmTrace(Universe universe, TextWriter? output)
{
    private readonly long _beganNanos = universe.NowNanos;
    private TraceHash _hash;

    public string Hash => _hash.ToString();

    /// <summary>A process has run a few messages of a lane.</summary>
    public void Step(SimulatedProcess process, Lane? lane)
    {
        _hash.Add(process.Number);
        _hash.Add(universe.NowNanos);
        if (lane is null)
            return;
        _hash.Add(lane.Id);
        _hash.Add(lane.TurnNumber);
        if (output is not null)
            Write($"step {process.Name}#{process.Number} {lane.Name} turn {lane.TurnNumber}");
    }

    /// <summary>Something worth a word happened.</summary>
    public void Say(string kind, string what)
    {
        _hash.Add(universe.NowNanos);
        _hash.Add(kind);
        _hash.Add(what);
        if (output is not null)
            Write($"{kind} {what}");
    }

    private void Write(string line) =>
        output!.Write(string.Create(CultureInfo.InvariantCulture, $"{(universe.NowNanos - _beganNanos) / 1e9:0.000000000} {line}\n"));
}
