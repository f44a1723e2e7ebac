namespace QuantumAI.Hocon;

/// <summary>
/// A resolved value. Immutable and safe to share between threads. Equality compares content only, never origins.
/// </summary>
public abstract class HoconValue : IEquatable<HoconValue>
{
    private readonly HoconHistory? _history;

    private protected HoconValue(HoconOrigin origin, HoconHistory? history)
    {
        Origin = origin;
        _history = history;
    }

    /// <summary>Where the value itself is written; for a substituted value, where the target is written.</summary>
    public HoconOrigin Origin { get; }

    /// <summary>Where the key was assigned: the place of the substitution when there is one, else <see cref="Origin"/>.</summary>
    public HoconOrigin SetAt => _history?.SetAt ?? Origin;

    /// <summary>The earlier assignments of the same key which this one replaced, newest first.</summary>
    public IReadOnlyList<HoconOverride> Overridden => _history?.Overridden ?? [];

    /// <summary>The word for this kind of value in messages: object, array, string, number, boolean or null.</summary>
    public abstract string KindName { get; }

    /// <summary>The text of a scalar as it takes part in string concatenation, or null for objects and arrays.</summary>
    public abstract string? ScalarText { get; }

    /// <summary>Levels of nesting, 1 for a scalar.</summary>
    internal virtual int Depth => 1;

    /// <summary>Number of values in this tree, itself included, as if nothing were shared.</summary>
    internal virtual long ValueCount => 1;

    /// <summary>Characters of all keys and scalars in this tree, as if nothing were shared.</summary>
    internal virtual long TextChars => ScalarText?.Length ?? 0;

    private protected HoconHistory? History => _history;

    internal abstract HoconValue WithHistory(HoconHistory history);

    /// <inheritdoc/>
    public abstract bool Equals(HoconValue? other);

    /// <inheritdoc/>
    public sealed override bool Equals(object? obj) => obj is HoconValue other && Equals(other);

    /// <inheritdoc/>
    public abstract override int GetHashCode();

    /// <summary>The value as JSON text on one line.</summary>
    public override string ToString() => Rendering.HoconRenderer.ToJson(this, Rendering.HoconRenderOptions.Compact);
}
