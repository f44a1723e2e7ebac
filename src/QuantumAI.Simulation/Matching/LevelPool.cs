namespace QuantumAI.Simulation.Matching;

/// <summary>The orders at one price.</summary>
internal struct PriceLevel
{
    /// <summary>The higher, the better; see <see cref="PriceLadder.KeyOf"/>.</summary>
    public long Key;
    public long Shown;

    /// <summary>Shown and hidden.</summary>
    public long Total;
    public OrderChain Orders;
}

/// <summary>Slots for price levels of all ladders.</summary>
internal sealed class LevelPool
{
    private int[] _free = [];
    private int _freeCount;
    private int _used;

    public PriceLevel[] Levels { get; private set; } = new PriceLevel[64];

    public int Take(long key)
    {
        if (_freeCount == 0 && _used == Levels.Length)
        {
            var levels = Levels;
            Array.Resize(ref levels, _used * 2);
            Levels = levels;
        }

        var index = _freeCount > 0 ? _free[--_freeCount] : _used++;
        Levels[index] = new PriceLevel { Key = key, Orders = new OrderChain() };
        return index;
    }

    public void Free(int index)
    {
        if (_freeCount == _free.Length)
            Array.Resize(ref _free, Levels.Length);
        _free[_freeCount++] = index;
    }
}
