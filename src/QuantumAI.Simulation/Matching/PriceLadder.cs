namespace QuantumAI.Simulation.Matching;

/// <summary>Price levels of one side in order. The best is at hand; another is found by two binary searches.</summary>
/// <remarks>
/// Keys lie in blocks of at most <see cref="BlockSize"/>, the best at the end, so that levels near the touch come and go with short moves,
/// and no price, wherever it is, moves more than a block and now and then the row of blocks. A tree was not taken: its nodes
/// are scattered, and a search near the touch would walk as far as any other.
/// </remarks>
internal sealed class PriceLadder(bool lowestFirst, LevelPool levels)
{
    private const int BlockSize = 128;
    private const int FewInBlock = BlockSize / 4;

    private readonly Stack<Block> _spare = new();
    private Block[] _blocks = new Block[1];
    private int _blockCount;

    /// <summary>Index of the best level, −1 when there is none.</summary>
    public int Best { get; private set; } = -1;

    /// <summary>Key of the best level; undefined when there is none.</summary>
    public long BestKey { get; private set; }

    public long BestPrice => Best < 0 ? 0 : PriceOf(BestKey);

    public long KeyOf(long price) => lowestFirst ? -price : price;

    public long PriceOf(long key) => lowestFirst ? -key : key;

    public int FindOrAdd(long key)
    {
        if (Best >= 0 && key == BestKey)
            return Best;
        if (_blockCount == 0)
            InsertBlock(0);
        var place = BlockOf(key);
        var block = _blocks[place];
        var at = block.FirstNotBelow(key);
        if (at < block.Count && block.Keys[at] == key)
            return block.Levels[at];
        if (block.Count == BlockSize)
        {
            InsertBlock(place + 1);
            block.MoveUpperHalfTo(_blocks[place + 1]);
            if (at > block.Count)
            {
                at -= block.Count;
                block = _blocks[place + 1];
            }
        }

        var level = levels.Take(key);
        block.Insert(at, key, level);
        FindBest();
        return level;
    }

    /// <summary>Takes an empty level out.</summary>
    public void Remove(int level)
    {
        var key = levels.Levels[level].Key;
        var place = BlockOf(key);
        var block = _blocks[place];
        block.RemoveAt(block.FirstNotBelow(key));
        levels.Free(level);
        if (block.Count < FewInBlock)
            Merge(place);
        FindBest();
    }

    /// <summary>Goes on to the next worse level; starts with the best. The ladder must not change meanwhile.</summary>
    public bool TryNext(ref LadderCursor cursor, out int level)
    {
        if (cursor.Block == 0)
            cursor = new LadderCursor(_blockCount, _blockCount == 0 ? 0 : _blocks[_blockCount - 1].Count);
        if (cursor is { Block: > 1, Left: 0 })
            cursor = new LadderCursor(cursor.Block - 1, _blocks[cursor.Block - 2].Count);
        if (cursor.Left == 0)
        {
            level = -1;
            return false;
        }

        cursor = cursor with { Left = cursor.Left - 1 };
        level = _blocks[cursor.Block - 1].Levels[cursor.Left];
        return true;
    }

    private void FindBest()
    {
        if (_blockCount == 0)
        {
            Best = -1;
            return;
        }

        var block = _blocks[_blockCount - 1];
        Best = block.Levels[block.Count - 1];
        BestKey = block.Keys[block.Count - 1];
    }

    /// <summary>The last block that begins at or below a key, else the first.</summary>
    private int BlockOf(long key)
    {
        var (low, high) = (0, _blockCount - 1);
        if (high == 0 || key >= _blocks[high].Keys[0])
            return high;
        while (low < high)
        {
            var middle = (low + high + 1) >> 1;
            if (_blocks[middle].Keys[0] <= key)
                low = middle;
            else
                high = middle - 1;
        }

        return low;
    }

    /// <summary>Joins a block of few levels with a neighbour of few, and drops an empty one: memory follows the number of levels.</summary>
    private void Merge(int place)
    {
        if (_blocks[place].Count > 0)
        {
            var upper = place + 1 < _blockCount && _blocks[place + 1].Count < FewInBlock ? place + 1 : place;
            if (upper == 0 || _blocks[upper - 1].Count >= FewInBlock)
                return;
            _blocks[upper].MoveAllTo(_blocks[upper - 1]);
            place = upper;
        }

        _spare.Push(_blocks[place]);
        Array.Copy(_blocks, place + 1, _blocks, place, _blockCount - place - 1);
        _blocks[--_blockCount] = null!;
    }

    private void InsertBlock(int place)
    {
        if (_blockCount == _blocks.Length)
            Array.Resize(ref _blocks, _blockCount * 2);
        Array.Copy(_blocks, place, _blocks, place + 1, _blockCount - place);
        _blocks[place] = _spare.TryPop(out var block) ? block : new Block();
        _blockCount++;
    }

    private sealed class Block
    {
        public readonly long[] Keys = new long[BlockSize];
        public readonly int[] Levels = new int[BlockSize];
        public int Count;

        public int FirstNotBelow(long key)
        {
            var (low, count) = (0, Count);
            while (count > 0)
            {
                var half = count >> 1;
                if (Keys[low + half] < key)
                    (low, count) = (low + half + 1, count - half - 1);
                else
                    count = half;
            }

            return low;
        }

        public void Insert(int at, long key, int level)
        {
            Array.Copy(Keys, at, Keys, at + 1, Count - at);
            Array.Copy(Levels, at, Levels, at + 1, Count - at);
            (Keys[at], Levels[at]) = (key, level);
            Count++;
        }

        public void RemoveAt(int at)
        {
            Count--;
            Array.Copy(Keys, at + 1, Keys, at, Count - at);
            Array.Copy(Levels, at + 1, Levels, at, Count - at);
        }

        public void MoveUpperHalfTo(Block other)
        {
            Count /= 2;
            Array.Copy(Keys, Count, other.Keys, 0, Count);
            Array.Copy(Levels, Count, other.Levels, 0, Count);
            other.Count = Count;
        }

        public void MoveAllTo(Block lower)
        {
            Array.Copy(Keys, 0, lower.Keys, lower.Count, Count);
            Array.Copy(Levels, 0, lower.Levels, lower.Count, Count);
            lower.Count += Count;
            Count = 0;
        }
    }
}

/// <summary>A place on a ladder; the default is before the best level.</summary>
/// <param name="Block">Number of the block, from 1.</param>
/// <param name="Left">Levels of it that are still to come.</param>
internal readonly record struct LadderCursor(int Block, int Left);
