using QuantumAI.Runtime.Worlds;

namespace QuantumAI.TestKit;

/// <summary>One seeded run in a virtual world of its own. <see cref="Hold"/> plays it for many seeds, each seed twice, and compares the traces.</summary>
public sealed class Scenario : IDisposable
{
    private readonly List<string> _trace = [];

    private Scenario(int seed, int size)
    {
        (Random, Size) = (new Random(seed), size);
        World = new VirtualWorld((ulong)seed, startNanos: 0);
    }

    public VirtualWorld World { get; }

    /// <summary>The only source of the scenario's own choices; actors draw from their context.</summary>
    public Random Random { get; }

    /// <summary>Bounds the run; a failure shrinks it.</summary>
    public int Size { get; }

    /// <summary>A world that reports a fault fails the scenario unless it says so here.</summary>
    public bool MayFault { get; set; }

    /// <inheritdoc cref="Seeds.Hold"/>
    public static void Hold(int mostSize, Action<Scenario> play, int leastSize = 0, int runs = 100) => Seeds.HoldEach(
        mostSize,
        (seed, size) =>
        {
            var first = Play(seed, size, play);
            var again = Play(seed, size, play);
            for (var i = 0; i < Math.Max(first.Count, again.Count); i++)
                if (first.ElementAtOrDefault(i) != again.ElementAtOrDefault(i))
                    throw new ExpectationFailedException(
                        $"two runs of one seed differ at line {i + 1} of the trace{Environment.NewLine}  first: {first.ElementAtOrDefault(i)}{Environment.NewLine}  again: {again.ElementAtOrDefault(i)}");
        },
        leastSize,
        runs);

    /// <summary>Adds a line to the trace that both runs of a seed must have alike.</summary>
    public void Note(string line) => _trace.Add(line);

    /// <summary>A probe on a lane of its own.</summary>
    public Probe<T> Probe<T>(string name) => World.CreateLane(name).Probe<T>("probe");

    public void Dispose() => World.Dispose();

    private static List<string> Play(int seed, int size, Action<Scenario> play)
    {
        using var scenario = new Scenario(seed, size);
        play(scenario);
        if (scenario.World.Fault is { } fault && !scenario.MayFault)
            throw new ExpectationFailedException($"lane {fault.Lane} faulted in turn {fault.TurnNumber}: {fault.Exception.Message}", fault.Exception);
        scenario.NoteEnd();
        return scenario._trace;
    }

    /// <summary>What every run shows without being asked.</summary>
    private void NoteEnd()
    {
        foreach (var lane in World.Lanes)
            Note($"lane {lane.Name}: turn {lane.TurnNumber} at {lane.TurnNanos}");
        foreach (var (path, count) in World.DeadLetters.OrderBy(letter => letter.Key, StringComparer.Ordinal))
            Note($"dead letters of {path}: {count}");
    }
}
