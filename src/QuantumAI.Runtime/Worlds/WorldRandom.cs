namespace QuantumAI.Runtime.Worlds;

/// <summary>The random source of a world: counter based, so that a value depends on where it is drawn and never on when.</summary>
public static class WorldRandom
{
    /// <summary>Mixes two words to one (the finaliser of SplitMix64; Steele, Lea, Flood 2014).</summary>
    public static ulong Mix(ulong seed, ulong counter)
    {
        var z = unchecked(seed + ((counter + 1) * 0x9E3779B97F4A7C15UL));
        z = unchecked((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL);
        z = unchecked((z ^ (z >> 27)) * 0x94D049BB133111EBUL);
        return z ^ (z >> 31);
    }

    public static ulong Mix(ulong seed, ulong first, ulong second) => Mix(Mix(seed, first), second);

    /// <summary>Uniform in [0, 1) from the upper 53 bits.</summary>
    public static double ToUnit(ulong value) => (value >> 11) * (1.0 / (1UL << 53));
}
