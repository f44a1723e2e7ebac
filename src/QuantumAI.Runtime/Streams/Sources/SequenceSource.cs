using QuantumAI.Runtime.Streams.Engine;

namespace QuantumAI.Runtime.Streams.Sources;

/// <summary>Elements of a sequence, taken on demand and on the lane.</summary>
internal sealed class SequenceSource<T>(StageContext context, Func<IEnumerator<T>> open) : SourceStage<T>(context)
{
    private IEnumerator<T>? _items;
    private long _index;

    protected override int Emit(int most)
    {
        for (var emitted = 0; emitted < most;)
        {
            T item;
            try
            {
                _items ??= open();
                if (!_items.MoveNext())
                {
                    Complete();
                    return emitted;
                }

                item = _items.Current;
            }
            catch (Exception fault) when (!IsEnded)
            {
                Fail(new StreamElementException("From", _index, fault));
                return emitted;
            }

            _index++;
            emitted++;
            if (!Hand(in item))
                return emitted;
        }

        return most;
    }

    protected override void Release() => _items?.Dispose();
}
