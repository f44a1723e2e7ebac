using QuantumAI.Runtime.Worlds;

namespace QuantumAI.Simulation.Processes;

/// <summary>Draws of one purpose: what one purpose draws changes nothing for another, so that a fault can be left out of a run and the rest stays.</summary>
/// <param name="seed">Of the run.</param>
/// <param name="purpose">Its name.</param>
public sealed class SimulatedRandom(ulong seed, string purpose)
{
    private readonly ulong _stream = WorldRandom.Mix(seed, Hash(purpose));
    private ulong _draws;

    /// <summary>64 bits.</summary>
    public ulong Next() => WorldRandom.Mix(_stream, ++_draws);

    /// <summary>Uniform in [0, 1).</summary>
    public double Unit() => WorldRandom.ToUnit(Next());

    /// <summary>Uniform in 0 … <paramref name="count"/> − 1.</summary>
    public int Below(int count) => (int)(Next() % (ulong)count);

    /// <summary>Uniform in <paramref name="least"/> … <paramref name="most"/>, both possible.</summary>
    public long Between(long least, long most) => least + (long)(Next() % (ulong)(most - least + 1));

    /// <summary>True with the given probability in parts per million.</summary>
    public bool Chance(long ppm) => ppm > 0 && (long)(Next() % 1_000_000) < ppm;

    /// <summary>A wait without memory: most are short and some are long, none above eight times the mean.</summary>
    /// <remarks>By halving, not by a logarithm: the same bits on every machine.</remarks>
    public long Wait(long meanNanos)
    {
        var halvings = 0;
        for (var bits = Next(); halvings < 7 && (bits & 1) == 1; bits >>= 1)
            halvings++;
        return Between(0, meanNanos) + (halvings * meanNanos);
    }

    public T Pick<T>(IReadOnlyList<T> choices) => choices[Below(choices.Count)];

    private static ulong Hash(string text)
    {
        var hash = 0UL;
        foreach (var letter in text)
            hash = WorldRandom.Mix(hash, letter);
        return hash;
    }
}
