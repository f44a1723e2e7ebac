using QuantumAI.Runtime.Streams.Engine;

namespace QuantumAI.Runtime.Streams.Sources;

/// <summary>No element: completes, or fails, as soon as the stream begins.</summary>
internal sealed class EndedSource<T> : SourceStage<T>
{
    public EndedSource(StageContext context, Exception? failure)
        : base(context) => context.AtStart(() =>
        {
            if (failure is null)
                Complete();
            else
                Fail(failure);
        });

    protected override int Emit(int most) => 0;
}
