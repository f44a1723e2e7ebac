using QuantumAI.Domain.Orders;
namespace QuantumAI.Simulation.Matching;

/// <summary>An order list: slots of its orders, −1 for those that have ended.</summary>
internal struct ListRow
{
    public ContingencyKind Kind;
    public int First;
    public int Second;
    public int Third;
    public int Alive;

    /// <summary>One of two rivals has traded, was triggered or has ended: the other goes, and its going means nothing to the first.</summary>
    public bool IsDecided;

    public readonly int this[int place] => place switch { 0 => First, 1 => Second, _ => Third };

    public void Set(int place, int order) => (First, Second, Third) = (
        place == 0 ? order : First, place == 1 ? order : Second, place == 2 ? order : Third);

    /// <summary>Place of the order that ends when the one at a place trades, is triggered or ends; −1 when there is none.</summary>
    public readonly int RivalPlaceOf(int place) => Kind switch
    {
        _ when IsDecided => -1,
        ContingencyKind.OneCancelsOther => 1 - place,
        ContingencyKind.OneTriggersOneCancelsOther when place > 0 => 3 - place,
        _ => -1,
    };

    /// <summary>True for the first of a list whose other orders wait for it.</summary>
    public readonly bool HasChildren(int place) => place == 0 && Kind != ContingencyKind.OneCancelsOther;
}

/// <summary>Slots for order lists.</summary>
internal sealed class ListPool
{
    private readonly Stack<int> _free = new();
    private int _used;

    public ListRow[] Rows { get; private set; } = new ListRow[16];

    public int Take(ContingencyKind kind)
    {
        if (!_free.TryPop(out var index))
        {
            if (_used == Rows.Length)
            {
                var rows = Rows;
                Array.Resize(ref rows, _used * 2);
                Rows = rows;
            }

            index = _used++;
        }

        Rows[index] = new ListRow { Kind = kind, First = -1, Second = -1, Third = -1 };
        return index;
    }

    public void Enter(int list, int place, int order)
    {
        Rows[list].Set(place, order);
        Rows[list].Alive++;
    }

    /// <summary>An order of the list has ended; the last one frees the slot, whose places stay at −1 until it is taken again.</summary>
    public void Leave(int list, int place)
    {
        ref var row = ref Rows[list];
        row.Set(place, -1);
        if (--row.Alive == 0)
            _free.Push(list);
    }
}
