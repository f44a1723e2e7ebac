using QuantumAI.Runtime.Lanes;
using QuantumAI.Runtime.Streams.Engine;

namespace QuantumAI.Runtime.Streams.Junctions;

/// <summary>Sends each element to the substream of its key, which begins with the key's first element.</summary>
/// <remarks>Each substream has a small ring; an element for a full one waits here, and upstream with it.</remarks>
internal sealed class GroupSplit<T, TKey> : Inlet<T>
    where TKey : notnull
{
    private const int RingOfGroup = 16;

    private readonly StageContext _context;
    private readonly int _mostGroups;
    private readonly Func<T, TKey> _keyOf;
    private readonly SubstreamOverflow _overflow;
    private readonly Dictionary<TKey, Group> _groups = [];
    private Group? _heldFor;
    private T _held = default!;
    private long _index;
    private bool _isEnded;
    private bool _isCompleting;
    private Exception? _failure;

    public GroupSplit(StageContext context, int mostGroups, Func<T, TKey> keyOf, SubstreamOverflow overflow)
    {
        (_context, _mostGroups, _keyOf, _overflow) = (context, mostGroups, keyOf, overflow);
        context.AtStart(PullMore);
    }

    /// <summary>Connects the substream of a new key.</summary>
    public Action<TKey, IOutlet<T>> Opened { get; set; } = null!;

    /// <summary>All substreams have been told to end; the argument is upstream's failure.</summary>
    public Action<Exception?> Ended { get; set; } = null!;

    public override bool Push(in T item)
    {
        Group? group;
        try
        {
            group = GroupOf(_keyOf(item));
        }
        catch (Exception fault) when (fault is not null)
        {
            Up.Cancel();
            End(new StreamElementException("GroupBy", _index, fault));
            return false;
        }

        _index++;
        if (group is null)
        {
            _context.Meter.Dropped++;
            return true;
        }

        if (group.TryAdd(in item))
            return !_isEnded;
        (_heldFor, _held) = (group, item);
        _context.Meter.Held++;
        return false;
    }

    public override void Complete() => End(null);

    public override void Fail(Exception cause) => End(cause);

    /// <summary>Nothing is wanted any more.</summary>
    public void Cancel()
    {
        if (_isEnded)
            return;
        _isEnded = true;
        DiscardHeld();
        if (!_isCompleting)
            Up.Cancel();
    }

    private void DiscardHeld()
    {
        if (_heldFor is null)
            return;
        (_heldFor, _held) = (null, default!);
        _context.Meter.Held--;
        _context.Meter.Discarded++;
    }

    private Group? GroupOf(TKey key)
    {
        if (_groups.TryGetValue(key, out var group))
            return group;
        if (_groups.Count == _mostGroups)
        {
            return _overflow == SubstreamOverflow.Drop
                ? null
                : throw new InvalidOperationException($"the key {key} would open substream {_mostGroups + 1} of {_mostGroups}");
        }

        group = new Group(this, _context.Nested());
        Opened(key, group);
        _groups.Add(key, group);
        group.Context.Begin();
        return group;
    }

    /// <summary>A substream has room or has cancelled: what waits for it moves on.</summary>
    private void Release(Group group)
    {
        if (!ReferenceEquals(_heldFor, group))
            return;
        var held = _held; // out of here first: what it is handed to may cancel everything, and it is not to be discarded then
        (_heldFor, _held) = (null, default!);
        if (!group.TryAdd(in held))
        {
            (_heldFor, _held) = (group, held);
            return;
        }

        _context.Meter.Held--;
        if (_isEnded)
            return;
        if (_isCompleting)
            EndGroups();
        else
            PullMore();
    }

    private void PullMore()
    {
        if (!_isEnded)
            Up.Pull();
    }

    private void End(Exception? failure)
    {
        _isCompleting = true;
        _failure = failure;
        if (_heldFor is null)
            EndGroups();
    }

    private void EndGroups()
    {
        _isEnded = true;
        foreach (var group in _groups.Values)
            group.Complete();
        Ended(_failure);
    }

    /// <summary>The beginning of one substream.</summary>
    private sealed class Group : IOutlet<T>
    {
        private readonly GroupSplit<T, TKey> _split;
        private readonly Ring<T> _items = new();
        private readonly LaneWork _work;
        private Inlet<T> _down = null!;
        private bool _hasDemand;
        private bool _isCompleting;
        private bool _isEnded;

        public Group(GroupSplit<T, TKey> split, StageContext context)
        {
            (_split, Context) = (split, context);
            _work = context.Work(Drain);
        }

        public StageContext Context { get; }

        public void Connect(Inlet<T> downstream) => _down = downstream;

        public bool TryAdd(in T item)
        {
            if (_isEnded)
            {
                Context.Meter.Discarded++;
                return true;
            }

            if (_items.Count == RingOfGroup)
                return false;
            if (_hasDemand && _items.Count == 0)
            {
                _hasDemand = _down.Push(in item);
                return true;
            }

            _items.Enqueue(in item);
            Context.Meter.Held++;
            return true;
        }

        public void Complete()
        {
            _isCompleting = true;
            _work.Schedule();
        }

        public void Pull()
        {
            _hasDemand = true;
            _work.Schedule();
        }

        public void Cancel()
        {
            if (_isEnded)
                return;
            _isEnded = true;
            Context.Meter.Discarded += _items.Count;
            Context.Meter.Held -= _items.Count;
            while (_items.Count > 0)
                _items.Dequeue();
            _work.Schedule();
        }

        private void Drain()
        {
            while (_hasDemand && !_isEnded && _items.Count > 0)
            {
                Context.Meter.Held--;
                _hasDemand = _down.Push(_items.Dequeue());
            }

            _split.Release(this);
            if (!_isCompleting || _isEnded || _items.Count > 0)
                return;
            _isEnded = true;
            _down.Complete();
        }
    }
}
