using QuantumAI.Runtime.Streams.Engine;

namespace QuantumAI.Runtime.Streams.Sinks;

/// <summary>Folds all elements to one value.</summary>
internal sealed class FoldSink<T, TState>(StageContext context, TState zero, Func<TState, T, TState> fold, ResultSlot<TState> slot) : SinkStage<T>(context)
{
    private TState _state = zero;
    private long _index;

    public override bool Push(in T item)
    {
        try
        {
            _state = fold(_state, item);
        }
        catch (Exception fault) when (!IsEnded)
        {
            return Break(new StreamElementException("Fold", _index, fault));
        }

        _index++;
        Context.Meter.Out++;
        return true;
    }

    protected override void Release(Exception? failure) => slot.Value = _state;
}
