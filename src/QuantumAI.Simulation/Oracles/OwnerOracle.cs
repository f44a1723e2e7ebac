namespace QuantumAI.Simulation.Oracles;

/// <summary>Who is at work where: at most one owner of each account, except that one of a lost machine may not know yet that it is over.</summary>
/// <param name="violated">Is told what does not hold, in words.</param>
public sealed class OwnerOracle(Action<string> violated)
{
    private readonly Dictionary<string, (string Node, long Epoch)> _owners = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _writers = new(StringComparer.Ordinal);

    /// <summary>An owner begins its work on an account.</summary>
    public void Began(string account, string node, long epoch)
    {
        if (_owners.TryGetValue(account, out var owner) && owner.Epoch != epoch)
            violated($"{account}: {node} owns it with epoch {epoch} while {owner.Node} does with epoch {owner.Epoch}");
        _owners[account] = (node, epoch);
    }

    /// <summary>An owner has finished what it began, or its machine is lost.</summary>
    public void Ended(string account, long epoch)
    {
        if (_owners.TryGetValue(account, out var owner) && owner.Epoch == epoch)
            _owners.Remove(account);
    }

    /// <summary>A machine is lost with all that it owned.</summary>
    public void Lost(string node)
    {
        foreach (var account in _owners.Where(entry => entry.Value.Node == node).Select(entry => entry.Key).ToArray())
            _owners.Remove(account);
    }

    /// <summary>A process has taken an account's stream over: whoever wrote before must not write any more.</summary>
    public void TookOver(string stream, int process) => _writers[stream] = process;

    /// <summary>A process has written to a stream.</summary>
    public void Wrote(string stream, int process)
    {
        if (_writers.TryGetValue(stream, out var writer) && process < writer)
            violated($"{stream}: process {process} writes after process {writer} has taken it over");
    }
}
