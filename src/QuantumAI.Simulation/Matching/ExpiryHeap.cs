namespace QuantumAI.Simulation.Matching;

/// <summary>Good-till-date orders, the first to expire on top: by date, then by order id. Each order knows its place in it.</summary>
internal sealed class ExpiryHeap(OrderPool pool)
{
    private int[] _orders = new int[16];
    private int _count;

    public int Count => _count;

    /// <summary>The order that expires first; there must be one.</summary>
    public int First => _orders[0];

    public void Add(int order)
    {
        if (_count == _orders.Length)
            Array.Resize(ref _orders, _count * 2);
        Rise(_count++, order);
    }

    public void Remove(int order)
    {
        var place = pool.Details[order].HeapPlace;
        var last = _orders[--_count];
        if (place == _count)
            return;
        if (place > 0 && IsBefore(last, _orders[(place - 1) / 2]))
            Rise(place, last);
        else
            Sink(place, last);
    }

    private void Rise(int place, int order)
    {
        for (; place > 0 && IsBefore(order, _orders[(place - 1) / 2]); place = (place - 1) / 2)
            Set(place, _orders[(place - 1) / 2]);
        Set(place, order);
    }

    private void Sink(int place, int order)
    {
        while (true)
        {
            var child = (2 * place) + 1;
            if (child + 1 < _count && IsBefore(_orders[child + 1], _orders[child]))
                child++;
            if (child >= _count || !IsBefore(_orders[child], order))
                break;
            Set(place, _orders[child]);
            place = child;
        }

        Set(place, order);
    }

    private void Set(int place, int order)
    {
        _orders[place] = order;
        pool.Details[order].HeapPlace = place;
    }

    private bool IsBefore(int left, int right)
    {
        var (leftNanos, rightNanos) = (pool.Details[left].ExpiresNanos, pool.Details[right].ExpiresNanos);
        return leftNanos != rightNanos ? leftNanos < rightNanos : pool.Nodes[left].Id < pool.Nodes[right].Id;
    }
}
