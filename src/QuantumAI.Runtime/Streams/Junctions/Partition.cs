using QuantumAI.Runtime.Streams.Engine;

namespace QuantumAI.Runtime.Streams.Junctions;

/// <summary>Every element to one branch; when that has no demand the element waits here, and upstream with it.</summary>
internal sealed class Partition<T> : Inlet<T>
{
    private readonly StageContext _context;
    private readonly Func<T, int> _branchOf;
    private readonly Branch<T>[] _branches;
    private readonly LaneWork _work;
    private Branch<T>? _heldFor;
    private T _held = default!;
    private long _index;
    private bool _isEnding;
    private Exception? _failure;

    public Partition(StageContext context, int branches, Func<T, int> branchOf)
    {
        (_context, _branchOf) = (context, branchOf);
        _work = context.Work(Drain);
        _branches = [.. Enumerable.Range(0, branches).Select(_ => new Branch<T>(context, _work.Schedule, BranchCancelled))];
        context.AtStart(PullMore);
    }

    public IReadOnlyList<IOutlet<T>> Branches => _branches;

    public override bool Push(in T item)
    {
        Branch<T> branch;
        try
        {
            var number = _branchOf(item);
            branch = (uint)number < (uint)_branches.Length
                ? _branches[number]
                : throw new InvalidOperationException($"the branch must be below {_branches.Length}, was {number}");
        }
        catch (Exception fault) when (fault is not null)
        {
            Up.Cancel();
            End(new StreamElementException("Partition", _index, fault));
            return false;
        }

        _index++;
        if (!branch.IsCancelled && !branch.HasDemand)
        {
            (_heldFor, _held) = (branch, item);
            _context.Meter.Held++;
            return false;
        }

        Send(branch, in item);
        return !_isEnding && AnyOpen();
    }

    public override void Complete() => End(null);

    public override void Fail(Exception cause) => End(cause);

    private bool AnyOpen() => Array.Exists(_branches, branch => !branch.IsCancelled);

    private void Send(Branch<T> branch, in T item)
    {
        if (branch.IsCancelled)
            _context.Meter.Discarded++;
        else
            branch.Push(in item);
    }

    private void Drain()
    {
        if (_heldFor is not { } branch || !(branch.HasDemand || branch.IsCancelled))
            return;
        var item = _held;
        (_heldFor, _held) = (null, default!);
        _context.Meter.Held--;
        Send(branch, in item);
        if (_isEnding)
            EndBranches();
        else
            PullMore();
    }

    private void PullMore()
    {
        if (!_isEnding && AnyOpen())
            Up.Pull();
    }

    private void BranchCancelled()
    {
        _work.Schedule();
        if (!_isEnding && !AnyOpen())
            Up.Cancel();
    }

    private void End(Exception? failure)
    {
        _isEnding = true;
        _failure = failure;
        if (_heldFor is null)
            EndBranches();
    }

    private void EndBranches()
    {
        foreach (var branch in _branches)
            branch.End(_failure);
    }
}
