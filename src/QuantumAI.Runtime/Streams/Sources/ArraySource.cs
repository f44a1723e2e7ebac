using QuantumAI.Runtime.Streams.Engine;

namespace QuantumAI.Runtime.Streams.Sources;

/// <summary>Elements that lie in memory: no call per element.</summary>
internal sealed class ArraySource<T>(StageContext context, ReadOnlyMemory<T> items) : SourceStage<T>(context)
{
    private int _next;

    protected override int Emit(int most)
    {
        var piece = items.Span.Slice(_next, Math.Min(most, items.Length - _next));
        var down = Down;
        var emitted = 0;
        while (emitted < piece.Length)
        {
            if (down.Push(in piece[emitted++]))
                continue;
            HasDemand = false;
            break;
        }

        _next += emitted;
        if (HasDemand && _next == items.Length)
            Complete();
        return emitted;
    }
}
