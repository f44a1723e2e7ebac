using System.Runtime.InteropServices;

namespace QuantumAI.Runtime.Lanes;

/// <summary>An object that one core writes for every message: what lies before it in memory shares no cache line with its fields.</summary>
internal abstract class OwnCacheLines
{
#pragma warning disable CS0169, IDE0051 // It is there for its size: fields of a base class come before those of the class.
    private Pad _pad;
#pragma warning restore CS0169, IDE0051

    /// <summary>A pair of cache lines, because processors fetch them in pairs.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 128)]
    private struct Pad;
}
