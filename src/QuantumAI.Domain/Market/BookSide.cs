namespace QuantumAI.Domain.Market;

/// <summary>The levels of one side of a book in one array, best last: most changes are near the best, so that little moves. Allocates only while it grows.</summary>
internal sealed class BookSide(bool isBid)
{
    private long[] _ranks = new long[16]; // rising: a bid's price, an ask's price negated
    private long[] _sizes = new long[16];

    public int Count { get; private set; }

    /// <summary>The best level; there is one.</summary>
    public DepthLevel Best => new(RankOf(_ranks[Count - 1]), _sizes[Count - 1]);

    public int CopyBest(Span<DepthLevel> levels)
    {
        var count = Math.Min(levels.Length, Count);
        for (var i = 0; i < count; i++)
            levels[i] = new DepthLevel(RankOf(_ranks[Count - 1 - i]), _sizes[Count - 1 - i]);
        return count;
    }

    public void Clear() => Count = 0;

    public void Set(IReadOnlyList<DepthLevel> levels)
    {
        if (levels is DepthLevel[] array)
        {
            foreach (ref readonly var level in array.AsSpan())
                Set(level.PriceUnits, level.SizeUnits);
            return;
        }

        for (var i = 0; i < levels.Count; i++)
            Set(levels[i].PriceUnits, levels[i].SizeUnits);
    }

    private void Set(long price, long size)
    {
        var rank = RankOf(price);
        var index = _ranks.AsSpan(0, Count).BinarySearch(rank);
        if (size == 0)
        {
            if (index >= 0)
                RemoveAt(index);
        }
        else if (index >= 0)
        {
            _sizes[index] = size;
        }
        else
        {
            Insert(~index, rank, size);
        }
    }

    private long RankOf(long price) => isBid ? price : -price;

    private void Insert(int index, long rank, long size)
    {
        if (Count == _ranks.Length)
        {
            Array.Resize(ref _ranks, 2 * Count);
            Array.Resize(ref _sizes, 2 * Count);
        }

        Array.Copy(_ranks, index, _ranks, index + 1, Count - index);
        Array.Copy(_sizes, index, _sizes, index + 1, Count - index);
        (_ranks[index], _sizes[index]) = (rank, size);
        Count++;
    }

    private void RemoveAt(int index)
    {
        Count--;
        Array.Copy(_ranks, index + 1, _ranks, index, Count - index);
        Array.Copy(_sizes, index + 1, _sizes, index, Count - index);
    }
}
