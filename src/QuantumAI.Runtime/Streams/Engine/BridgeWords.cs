using System.Runtime.InteropServices;

namespace QuantumAI.Runtime.Streams.Engine;

/// <summary>What both lanes of a bridge touch, each word that changes often in cache lines of its own.</summary>
[StructLayout(LayoutKind.Explicit, Size = 640)]
internal struct BridgeWords
{
    [FieldOffset(128)]
    public long Tail;

    [FieldOffset(256)]
    public long Head;

    [FieldOffset(384)]
    public int WriterWaits;

    [FieldOffset(512)]
    public int ReaderWaits;

    [FieldOffset(520)]
    public bool IsEnded;

    [FieldOffset(524)]
    public bool IsCancelled;
}
