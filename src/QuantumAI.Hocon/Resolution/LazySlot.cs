using QuantumAI.Hocon.Parsing;

namespace QuantumAI.Hocon.Resolution;

internal enum SlotState
{
    Unspecified = 0,
    Untouched = 1,
    InProgress = 2,
    Done = 3,
}

/// <summary>
/// A place for a value, an object's key or an array's element, with its assignments, oldest first.
/// An assignment is a <see cref="Node"/>, or a <see cref="LazySlot"/> of an object merged in by a substitution.
/// </summary>
internal sealed class LazySlot
{
    private Dictionary<int, LazySlot>? _below;

    public LazySlot(LazyObject owner, string key, ArraySegment<object> items)
    {
        Owner = owner;
        Key = key;
        Items = items;
    }

    public LazySlot(LazySlot arrayHome, Node element)
    {
        ArrayHome = arrayHome;
        Items = new ArraySegment<object>([element]);
    }

    /// <summary>The object this is a field of; null for an array element.</summary>
    public LazyObject? Owner { get; }

    /// <summary>For an array element, the slot that holds the array.</summary>
    public LazySlot? ArrayHome { get; }

    public string? Key { get; }

    public ArraySegment<object> Items { get; }

    public SlotState State { get; set; } = SlotState.Untouched;

    /// <summary>While in progress, the assignment being evaluated: a look-back sees only those below it.</summary>
    public int Index { get; set; }

    /// <summary>When done, the value; null when every assignment was an optional substitution without a target.</summary>
    public LazyValue? Result { get; set; }

    /// <summary>When done with a value, the assignment that gave it.</summary>
    public int Winner { get; set; } = -1;

    /// <summary>When done, the number of lowest assignments that lost: they are neither the value nor merged into it.</summary>
    public int LostCount { get; set; }

    /// <summary>The same place as it was before the assignment at this index.</summary>
    public LazySlot Below(int index)
    {
        _below ??= [];
        if (!_below.TryGetValue(index, out var slot))
            _below[index] = slot = Owner is null ? this : new LazySlot(Owner, Key!, Items[..index]);
        return slot;
    }

    public string Describe() => Owner is null
        ? ArrayHome!.Describe() + "[]"
        : Owner.Home is { } home ? $"{home.Describe()}.{HoconPath.RenderKey(Key!)}" : HoconPath.RenderKey(Key!);

    public HoconOrigin OriginOf(int index) => Items[index] switch
    {
        Node node => node.Origin,
        LazySlot slot => slot.OriginOf(slot.Winner < 0 ? slot.Items.Count - 1 : slot.Winner),
        _ => throw new InvalidOperationException("an assignment is a node or a slot"),
    };

    public string DescribeItem(int index) => Items[index] switch
    {
        Node node => node.Describe(),
        LazySlot slot => slot.DescribeItem(slot.Winner < 0 ? slot.Items.Count - 1 : slot.Winner),
        _ => throw new InvalidOperationException("an assignment is a node or a slot"),
    };
}
