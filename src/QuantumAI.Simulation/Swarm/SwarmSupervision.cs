using QuantumAI.Domain.Market;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Runtime.Lanes;
using QuantumAI.Runtime.Persistence;
using QuantumAI.Simulation.Models;
using QuantumAI.Simulation.Processes;
using QuantumAI.Trading.Risk;

namespace QuantumAI.Simulation.Swarm;

/// <summary>What starts processes and operates them: each account's owner keeps one running, and operators resume what was halted.</summary>
internal sealed class SwarmSupervision
{
    private const long LookNanos = 500 * UnixNanos.PerMillisecond;
    private const long StartNanos = 60 * UnixNanos.PerSecond;
    private const long ResumeNanos = 15 * UnixNanos.PerSecond;
    private readonly Universe _universe;
    private readonly IReadOnlyList<SwarmAccount> _accounts;
    private readonly SwarmCluster _cluster;
    private readonly Action<SwarmAccount, SwarmNode, long> _begin;
    private readonly Action<string, string> _happened;
    private readonly Action<string> _violated;
    private readonly HashSet<string> _halted = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _lastFaults = new(StringComparer.Ordinal);
    private long _slowDiskUntilNanos;
    private long _slowAgentsUntilNanos;

    public SwarmSupervision(
        Universe universe, IReadOnlyList<SwarmAccount> accounts, SwarmCluster cluster, Action<SwarmAccount, SwarmNode, long> begin,
        Action<string, string> happened, Action<string> violated)
    {
        (_universe, _accounts, _cluster, _begin, _happened, _violated) = (universe, accounts, cluster, begin, happened, violated);
        Look();
        Resume();
    }

    public bool IsSession(SimulatedProcess process) => _accounts.Any(account => ReferenceEquals(account.Session?.Process, process));

    /// <summary>From now on no account is halted by an operator's wish.</summary>
    public void ResumeAll() => _halted.Clear();

    public void Heal() => _slowDiskUntilNanos = _slowAgentsUntilNanos = 0;

    public void SlowDiskFor(long nanos) => _slowDiskUntilNanos = _universe.NowNanos + nanos;

    public void SlowAgentsFor(long nanos) => _slowAgentsUntilNanos = _universe.NowNanos + nanos;

    public void Halt(SwarmAccount account, bool flattens, long nanos)
    {
        _halted.Add(account.Name);
        _cluster.Tell(account.Name, new AccountWord.Operate(session => session.Trading.Halt("anna", flattens)));
        _universe.After(nanos, () => _halted.Remove(account.Name));
    }

    /// <summary>How much later lanes of a machine run: commits take their time, agents when they are slow.</summary>
    public Func<Lane, long> SlownessOf(SwarmNode node, SwarmJournal journal)
    {
        var random = new SimulatedRandom(_universe.Seed, $"slowness-{node.Name}");
        return lane => lane.Name switch
        {
            JournalServer.JournalLane => 1 + journal.SlownessNanos(lane) + (_universe.NowNanos < _slowDiskUntilNanos ? random.Wait(2 * UnixNanos.PerSecond) : 0),
            ['s', 'y', 'm', ..] when _universe.NowNanos < _slowAgentsUntilNanos => random.Wait(UnixNanos.PerSecond),
            _ => 0,
        };
    }

    /// <summary>Each machine starts what it owns and does not run, as a service manager does.</summary>
    private void Look()
    {
        foreach (var account in _accounts)
        {
            if (account.Session is { Process.IsAlive: true, Process.World.Fault: { } fault } failed)
            {
                if (!IsExpected(fault.Exception))
                    _violated($"{account.Name}: {failed.Process.Name} has failed: {fault.Exception.Message}");
                _happened("process-failed", $"{failed.Process.Name}: {fault.Exception.Message}");
                failed.Process.Kill();
            }

            if (_cluster.OwnerOf(account.Name) is not var (node, epoch) || !node.IsUp || node.IsFrozen)
                continue;
            if (account.Session is { } present && present.Epoch == epoch && (present.IsRunning || IsStarting(present)))
                continue;
            if (account.Session is { } before && (node.Disk is not null || (!before.IsRunning && before.Epoch == epoch)))
                before.Process.Kill(); // it is stuck, or has the file that its successor needs
            _begin(account, node, epoch);
        }

        _universe.After(LookNanos, Look);
    }

    /// <summary>A lost stream, a journal that cannot be reached, and what was poisoned: everything else is a defect.</summary>
    private static bool IsExpected(Exception failure) => failure is StreamLostException or IOException
        || (failure is NotSupportedException && failure.Message.Contains(nameof(FaultInjector.PoisonousMessage), StringComparison.Ordinal));

    private bool IsStarting(SwarmSession session) =>
        session.Process.IsAlive && session.Process.World.Fault is null && _universe.NowNanos - session.BegunNanos < StartNanos;

    /// <summary>An operator looks now and then and resumes what nobody wants halted.</summary>
    private void Resume()
    {
        foreach (var account in _accounts)
        {
            if (account.Session is { IsRunning: true } session && session.Trading.Books.Current.Risk.State != TradingState.Active && !_halted.Contains(account.Name))
                _cluster.Tell(account.Name, new AccountWord.Operate(static one => one.Trading.RiskGate.TryTell(new ResumeTrading("anna"))));
        }

        _universe.After(ResumeNanos, Resume);
    }
}
