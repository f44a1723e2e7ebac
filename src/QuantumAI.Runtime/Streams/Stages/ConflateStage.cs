using QuantumAI.Runtime.Lanes;
using QuantumAI.Runtime.Streams.Engine;

namespace QuantumAI.Runtime.Streams.Stages;

/// <summary>One waiting element per key, in the order in which the keys began to wait.</summary>
internal sealed class ConflateStage<T, TKey>(StageContext context, int mostKeys, Func<T, TKey> keyOf, Func<T, T, T>? merge) : DetachedStage<T, T>(context)
    where TKey : notnull
{
    private readonly Dictionary<TKey, T> _latest = [];
    private readonly Ring<TKey> _order = new();
    private long _index;

    protected override bool HasRoom => _latest.Count < mostKeys;

    protected override int Held => _latest.Count;

    public override bool Push(in T item)
    {
        try
        {
            Keep(item);
        }
        catch (Exception fault) when (fault is not null)
        {
            return Break("Conflate", _index, fault);
        }

        _index++;
        return Accept();
    }

    protected override bool TryTake(out T item)
    {
        if (_order.Count > 0)
            return _latest.Remove(_order.Dequeue(), out item!);
        item = default!;
        return false;
    }

    protected override void Forget()
    {
        _latest.Clear();
        while (_order.Count > 0)
            _order.Dequeue();
    }

    private void Keep(T item)
    {
        var key = keyOf(item);
        if (!_latest.TryGetValue(key, out var earlier))
        {
            _latest.Add(key, item);
            _order.Enqueue(in key);
            return;
        }

        _latest[key] = merge is null ? item : merge(earlier, item);
        Context.Meter.Conflated++;
    }
}
