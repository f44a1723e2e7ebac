using QuantumAI.Runtime.Lanes;
using QuantumAI.Runtime.Streams.Engine;

namespace QuantumAI.Runtime.Streams.Stages;

internal sealed class BufferStage<T>(StageContext context, int capacity, OverflowPolicy policy) : DetachedStage<T, T>(context)
{
    private readonly Ring<T> _items = new();

    protected override bool HasRoom => policy != OverflowPolicy.BackPressure || _items.Count < capacity;

    protected override int Held => _items.Count;

    public override bool Push(in T item)
    {
        if (_items.Count == capacity && !MakeRoom())
            return policy != OverflowPolicy.Fail;
        _items.Enqueue(in item);
        return Accept();
    }

    protected override bool TryTake(out T item)
    {
        var isThere = _items.Count > 0;
        item = isThere ? _items.Dequeue() : default!;
        return isThere;
    }

    protected override void Forget()
    {
        while (_items.Count > 0)
            _items.Dequeue();
    }

    private bool MakeRoom()
    {
        Context.Meter.Dropped++;
        if (policy == OverflowPolicy.Fail)
        {
            Up.Cancel();
            Fail(new BufferOverflowException($"a buffer of {capacity} elements is full"));
        }

        if (policy != OverflowPolicy.DropOldest)
            return false;
        _items.Dequeue();
        return true;
    }
}
