namespace QuantumAI.Hocon;

/// <summary>
/// The place a value was written. <see cref="Line"/> counts from 1; 0 means the source has no lines
/// (an environment variable, or a source as a whole).
/// </summary>
/// <param name="Source">Name of the file, or a description such as <c>environment variable HOME</c>.</param>
/// <param name="Line">Line within the source, from 1, or 0.</param>
public sealed record HoconOrigin(string Source, int Line)
{
    /// <summary>The source as a whole, without a line.</summary>
    public static HoconOrigin Whole(string source) => new(source, 0);

    /// <inheritdoc/>
    public override string ToString() => Line > 0 ? $"{Source}:{Line}" : Source;
}
