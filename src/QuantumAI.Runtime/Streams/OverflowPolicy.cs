namespace QuantumAI.Runtime.Streams;

/// <summary>What a full buffer does with one more element.</summary>
public enum OverflowPolicy
{
    Unspecified = 0,

    /// <summary>Does not ask for it: upstream waits, nothing is lost.</summary>
    BackPressure = 1,

    /// <summary>Removes its oldest element and takes the new one. Counted.</summary>
    DropOldest = 2,

    /// <summary>Refuses the new element. Counted.</summary>
    DropNewest = 3,

    /// <summary>Fails the stream with a <see cref="BufferOverflowException"/>.</summary>
    Fail = 4,
}
