using QuantumAI.Domain.Orders;

namespace QuantumAI.Simulation.Liquidity;

/// <summary>The levels of one side of the house. Knows nothing of the engine; setting levels does not allocate once it has grown.</summary>
internal sealed class HouseSide(OrderSide side)
{
    private readonly Stack<HouseLevel> _spare = new();
    private readonly List<HouseLevel> _changed = [];
    private readonly List<HouseLevel> _gone = [];
    private HouseLevel[] _levels = new HouseLevel[4]; // worst first: most changes are near the best
    private int _count;
    private long _stamp;

    public OrderSide Side => side;

    public int Count => _count;

    /// <summary>Best price, 0 when there is none.</summary>
    public long Best => _count == 0 ? 0 : _levels[_count - 1].Price;

    /// <summary>Worst price, 0 when there is none.</summary>
    public long Worst => _count == 0 ? 0 : _levels[0].Price;

    /// <summary>Whether the house stays out of the book on this side; what is left of its levels is kept.</summary>
    public bool IsHidden { get; set; }

    /// <summary>Levels whose orders in the engine have to go; their chunks stay until <see cref="Settle"/>.</summary>
    public List<HouseLevel> Gone => _gone;

    /// <summary>Levels that were set since the last synchronisation, while changes are noted.</summary>
    public List<HouseLevel> Changed => _changed;

    /// <summary>Whether changes are noted one by one; else a synchronisation looks at all levels.</summary>
    public bool NotesChanges { get; set; }

    /// <summary>A level, best first.</summary>
    public HouseLevel this[int index] => _levels[_count - 1 - index];

    public HouseLevel? Find(long price)
    {
        var index = IndexOf(price);
        return index < 0 ? null : _levels[index];
    }

    /// <summary>Sets what the feed shows at a price; 0 removes the level. The same size again changes nothing: what was taken stays taken.</summary>
    /// <param name="price">Of the level.</param>
    /// <param name="size">What is shown.</param>
    /// <param name="isFresh">The feed showed something else in between: what was taken is back.</param>
    public void Set(long price, long size, bool isFresh = false)
    {
        var index = IndexOf(price);
        if (size == 0)
        {
            if (index >= 0)
                RemoveAt(index);
            return;
        }

        var level = index >= 0 ? _levels[index] : Insert(~index, price);
        level.Stamp = _stamp;
        if (level.Shown == size && !isFresh)
            return;
        (level.Shown, level.Left) = (size, size);
        Note(level);
    }

    /// <summary>One level and no other.</summary>
    public void SetOnly(long price, long size)
    {
        if (_count == 1 && _levels[0] is { Chunks.Count: 0, IsQueued: false } lone)
        {
            (lone.Price, lone.Shown, lone.Left) = (price, size, size);
            Note(lone);
            return;
        }

        BeginReplacement();
        Set(price, size, isFresh: true);
        EndReplacement();
    }

    /// <summary>From here to <see cref="EndReplacement"/> all levels are named that there are.</summary>
    public void BeginReplacement() => _stamp++;

    public void EndReplacement()
    {
        var kept = 0;
        for (var i = 0; i < _count; i++)
        {
            if (_levels[i].Stamp == _stamp)
                _levels[kept++] = _levels[i];
            else
                Retire(_levels[i]);
        }

        Array.Clear(_levels, kept, _count - kept);
        _count = kept;
    }

    public void Clear()
    {
        BeginReplacement();
        EndReplacement();
    }

    /// <summary>A print takes from the best level on, down to a limit; what the orders in the engine have is not touched.</summary>
    public void Take(long limit, long quantity)
    {
        for (var i = _count - 1; i >= 0 && quantity > 0; i--)
        {
            var level = _levels[i];
            if (side == OrderSide.Buy ? level.Price < limit : level.Price > limit)
                return;
            var taken = Math.Min(quantity, level.Left);
            level.Left -= taken;
            quantity -= taken;
            Note(level);
        }
    }

    public void Note(HouseLevel level)
    {
        if (!NotesChanges || level.IsQueued)
            return;
        level.IsQueued = true;
        _changed.Add(level);
    }

    /// <summary>After a synchronisation: nothing is changed, nothing has to go.</summary>
    public void Settle()
    {
        foreach (var level in _changed)
        {
            level.IsQueued = false;
            if (level.IsGone && level.Chunks.Count == 0)
                Spare(level);
        }

        foreach (var level in _gone)
            Spare(level);
        _changed.Clear();
        _gone.Clear();
    }

    private HouseLevel Insert(int index, long price)
    {
        if (_count == _levels.Length)
            Array.Resize(ref _levels, 2 * _count);
        Array.Copy(_levels, index, _levels, index + 1, _count - index);
        var level = _spare.TryPop(out var spare) ? spare : new HouseLevel();
        (level.Price, level.Shown, level.Left, level.Resting, level.IsGone) = (price, 0, 0, 0, false);
        _levels[index] = level;
        _count++;
        return level;
    }

    private void RemoveAt(int index)
    {
        Retire(_levels[index]);
        _count--;
        Array.Copy(_levels, index + 1, _levels, index, _count - index);
        _levels[_count] = null!;
    }

    private void Retire(HouseLevel level)
    {
        (level.Shown, level.Left, level.IsGone) = (0, 0, true);
        if (level.Chunks.Count > 0)
            _gone.Add(level);
        else if (!level.IsQueued)
            Spare(level);
    }

    private void Spare(HouseLevel level)
    {
        level.Chunks.Clear();
        _spare.Push(level);
    }

    /// <summary>Index of a price, or the complement of where it belongs.</summary>
    private int IndexOf(long price)
    {
        var (low, high) = (0, _count - 1);
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var found = _levels[middle].Price;
            if (found == price)
                return middle;
            if (side == OrderSide.Buy ? found < price : found > price)
                low = middle + 1;
            else
                high = middle - 1;
        }

        return ~low;
    }
}
