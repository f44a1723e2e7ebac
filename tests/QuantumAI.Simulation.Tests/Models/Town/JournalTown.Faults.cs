using QuantumAI.Simulation.Models;

namespace QuantumAI.Simulation.Tests.Models.Town;

/// <content>What goes wrong, and its end.</content>
internal sealed partial class JournalTown
{
    private JournalFaults Draw() => new()
    {
        UnreachablePpm = Rate(20_000),
        OutagePpm = Rate(8_000),
        OutageNanos = _random.Between(Second / 10, 4 * Second),
        UnknownPpm = Rate(120_000),
        ContentionPpm = Rate(30_000),
        DiskFullPpm = Rate(5_000),
        DiskFullNanos = _random.Between(Second / 10, 4 * Second),
        CommitNanos = _random.Between(0, 20_000_000),
        SlowPpm = Rate(20_000),
    };

    /// <summary>A kind of fault is absent from a third of the seeds.</summary>
    private long Rate(long most) => _random.Below(3) == 0 ? 0 : _random.Between(1, most);

    private void NextFault()
    {
        if (Universe.NowNanos >= FaultyNanos)
            return;
        Strike(_random.Pick(_nodes));
        Universe.After(_random.Wait(Second), NextFault);
    }

    private void Strike(TownNode node)
    {
        if (node.Process is not { } process)
            return;
        switch (_random.Below(4))
        {
            case 0:
                Count("kill", process.Name);
                node.Kill();
                Universe.After(_random.Between(0, 5 * Second), () => StartAgain(node));
                break;
            case 1:
                Count("freeze", process.Name);
                process.Freeze();
                if (_random.Below(3) == 0)
                    Database.FreezeInTransaction(process);
                Universe.After(_random.Between(0, 8 * Second), process.Thaw);
                break;
            default:
                var (from, to) = _random.Below(2) == 0 ? (node.Site, DatabaseSite) : (DatabaseSite, node.Site);
                Count("cut", $"{from} {to}");
                _network.Cut(from, to);
                if (_random.Below(2) == 0)
                    _network.Cut(to, from);
                Universe.After(_random.Between(0, 6 * Second), () =>
                {
                    _network.Mend(from, to);
                    _network.Mend(to, from);
                });
                break;
        }
    }

    private void StartAgain(TownNode node)
    {
        if (node.Process is null)
            node.Start();
    }

    private void Heal()
    {
        _network.Heal();
        Database.Heal();
        foreach (var node in _nodes)
        {
            node.Process?.Thaw();
            StartAgain(node);
        }
    }
}
