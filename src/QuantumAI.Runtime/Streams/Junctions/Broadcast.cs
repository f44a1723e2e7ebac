using QuantumAI.Runtime.Streams.Engine;

namespace QuantumAI.Runtime.Streams.Junctions;

/// <summary>Every element to every open branch, when all of them have demand: the slowest sets the pace.</summary>
internal sealed class Broadcast<T> : Inlet<T>
{
    private readonly Branch<T>[] _branches;
    private bool _isPushing;
    private bool _isPulled;

    public Broadcast(StageContext context, int branches) =>
        _branches = [.. Enumerable.Range(0, branches).Select(_ => new Branch<T>(context, PullWhenAllWant, BranchCancelled))];

    public IReadOnlyList<IOutlet<T>> Branches => _branches;

    public override bool Push(in T item)
    {
        _isPushing = true;
        foreach (var branch in _branches)
        {
            if (!branch.IsCancelled)
                branch.Push(in item);
        }

        _isPushing = false;
        return _isPulled = AllWant();
    }

    public override void Complete() => End(null);

    public override void Fail(Exception cause) => End(cause);

    private bool AllWant()
    {
        var open = 0;
        foreach (var branch in _branches)
        {
            if (branch.IsCancelled)
                continue;
            if (!branch.HasDemand)
                return false;
            open++;
        }

        return open > 0;
    }

    private void PullWhenAllWant()
    {
        if (_isPushing || _isPulled || !AllWant())
            return;
        _isPulled = true;
        Up.Pull();
    }

    private void BranchCancelled()
    {
        if (Array.TrueForAll(_branches, branch => branch.IsCancelled))
            Up.Cancel();
        else
            PullWhenAllWant();
    }

    private void End(Exception? failure)
    {
        _isPulled = true;
        foreach (var branch in _branches)
            branch.End(failure);
    }
}
