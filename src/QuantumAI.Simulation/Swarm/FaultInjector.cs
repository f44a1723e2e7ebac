using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Simulation.Models;
using QuantumAI.Simulation.Processes;
using QuantumAI.Trading.Risk;

namespace QuantumAI.Simulation.Swarm;

/// <summary>Carries out the plan of a run: what each kind of fault does, and how it ends.</summary>
internal sealed class FaultInjector(
    Universe universe,
    SimulatedNetwork network,
    JournalServer database,
    SwarmJournal journal,
    SwarmMarket market,
    IReadOnlyList<SwarmNode> nodes,
    IReadOnlyList<SwarmAccount> accounts,
    SwarmCluster cluster,
    SwarmSupervision supervision,
    Action<string, string> happened,
    Action<string, string, Money> transferred)
{
    /// <summary>The journal's server, as a site of the network.</summary>
    public const string JournalSite = "journal";
    private readonly SimulatedRandom _outages = new(universe.Seed, "outages");
    private int _transfers;
    private int _manual;

    public void Plan(IReadOnlyList<PlannedFault> faults)
    {
        foreach (var fault in faults)
            universe.After(fault.AfterNanos, () => Begin(fault));
    }

    /// <summary>Ends everything that goes wrong, for good.</summary>
    public void Heal()
    {
        network.Heal();
        database.Heal();
        journal.Heal();
        supervision.Heal();
        market.Heal();
        foreach (var account in accounts)
            account.Venue.Heal();
        foreach (var node in nodes)
            Restore(node);
    }

    /// <summary>A machine has lost its power in the middle of a write: its disk has taken that already.</summary>
    public void LosePower(SwarmNode node)
    {
        node.Crash();
        universe.After(_outages.Wait(4 * UnixNanos.PerSecond), () => Boot(node));
    }

    private void Begin(PlannedFault fault)
    {
        var (node, account) = (nodes[fault.Target % nodes.Count], accounts[fault.Target % accounts.Count]);
        if (TryBegin(fault, node, account))
            happened(PlannedFault.WordOf(fault.Kind), $"{node.Name} {account.Name}");
    }

    /// <summary>False when there is nothing that it could happen to.</summary>
    private bool TryBegin(PlannedFault fault, SwarmNode node, SwarmAccount account)
    {
        switch (fault.Kind)
        {
            case FaultKind.NodeCrash when node.IsUp:
                node.Crash();
                node.Disk?.Crash();
                universe.After(fault.LengthNanos, () => Boot(node));
                break;
            case FaultKind.ProcessCrash when account.Session is { Process.IsAlive: true } running:
                running.Process.Kill();
                break;
            case FaultKind.NodeFreeze when !node.IsFrozen:
                node.Freeze();
                universe.After(fault.LengthNanos, node.Thaw);
                break;
            case FaultKind.NodeLeave when node is { IsMember: true, IsLeaving: false } && nodes.Count(one => one is { IsMember: true, IsLeaving: false }) > 1:
                node.IsLeaving = true;
                cluster.Leave(node);
                universe.After(fault.LengthNanos + (30 * UnixNanos.PerSecond), () => node.IsLeaving = false);
                break;
            case FaultKind.JournalPartition:
                node.IsCutOff = true;
                Cut(node.Name, JournalSite, both: true, fault.LengthNanos, () => node.IsCutOff = false);
                break;
            case FaultKind.VenuePartition:
                Cut(node.Name, account.Venue.Site, both: true, fault.LengthNanos);
                break;
            case FaultKind.OneWayPartition:
                Cut(node.Name, account.Venue.Site, both: false, fault.LengthNanos);
                break;
            case FaultKind.JournalOutage:
                database.BeginOutage(fault.LengthNanos);
                break;
            case FaultKind.DiskFull:
                journal.Fill(fault.LengthNanos);
                break;
            case FaultKind.OpenTransaction when node.Disk is null && account.Session is { IsRunning: true } session:
                database.FreezeInTransaction(session.Process);
                break;
            case FaultKind.SlowDisk:
                supervision.SlowDiskFor(fault.LengthNanos);
                break;
            case FaultKind.SlowAgents:
                supervision.SlowAgentsFor(fault.LengthNanos);
                break;
            case FaultKind.MarketGap when account.Session?.Feed is FeedWire feed:
                feed.Break("the market's connection");
                break;
            case FaultKind.MarketSilence:
                market.BeSilentFor(fault.LengthNanos);
                break;
            case FaultKind.CrossedBook when account.Venue.IsOpenToOthers:
                market.BeCrossedFor(fault.LengthNanos);
                break;
            case FaultKind.OperatorHalt or FaultKind.OperatorFlatten:
                supervision.Halt(account, fault.Kind == FaultKind.OperatorFlatten, fault.LengthNanos);
                break;
            case FaultKind.Transfer when account.Venue.IsOpenToOthers:
                Transfer(account);
                break;
            case FaultKind.ManualTrade when account.Venue.IsOpenToOthers:
                account.Venue.TradeByHand($"hand-{++_manual}", fault.Target);
                break;
            case FaultKind.PoisonMessage when account.Session is { IsRunning: true } session:
                session.Process.Enter(() => session.Trading.RiskGate.TellReserved(new PoisonousMessage()));
                break;
            case FaultKind.VenueRestart:
                account.Venue.Restart();
                break;
            case FaultKind.ClockJump:
                node.SkewNanos = ((fault.Target % 2) == 0 ? 1 : -1) * Math.Min(fault.LengthNanos, 10 * UnixNanos.PerSecond) / 4;
                break;
            default:
                return false;
        }

        return true;
    }

    /// <summary>Nobody knows what it means.</summary>
    internal sealed record PoisonousMessage : RiskMessage;

    private void Boot(SwarmNode node)
    {
        if (node.IsUp)
            return;
        node.IsUp = true;
        node.Disk?.PowerOn();
        cluster.Lose(node);
    }

    private void Restore(SwarmNode node)
    {
        if (node.IsFrozen)
            node.Thaw();
        (node.IsCutOff, node.IsLeaving, node.SkewNanos) = (false, false, 0);
        Boot(node);
    }

    private void Cut(string here, string there, bool both, long nanos, Action? mended = null)
    {
        network.Cut(here, there);
        if (both)
            network.Cut(there, here);
        universe.After(nanos, () =>
        {
            network.Mend(here, there);
            network.Mend(there, here);
            mended?.Invoke();
        });
    }

    private void Transfer(SwarmAccount account)
    {
        var amount = Money.Whole(1 + (_transfers % 5));
        account.Venue.Transfer(SwarmAccount.Currency, amount, $"transfer-{++_transfers}");
        transferred(account.Name, SwarmAccount.Currency, amount);
    }
}
