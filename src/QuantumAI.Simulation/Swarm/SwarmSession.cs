using QuantumAI.Domain.Market;
using QuantumAI.Domain.Signals;
using QuantumAI.Runtime.Persistence;
using QuantumAI.Simulation.Processes;
using QuantumAI.Trading;
using QuantumAI.Trading.Control;
using QuantumAI.Trading.Market;

namespace QuantumAI.Simulation.Swarm;

/// <summary>A trading process of one account on one machine: the actors that trade live, with their journal, their venue and their market behind connections.</summary>
internal sealed class SwarmSession
{
    private const long DrainLookNanos = 50 * UnixNanos.PerMillisecond;
    private static readonly Dictionary<string, double> Crash = new() { ["crash"] = -0.2, ["jump"] = 0.2 };
    private readonly Universe _universe;

    /// <exception cref="Exception">The journal does not answer, or has another owner: the process has to end.</exception>
    public SwarmSession(
        Universe universe, SimulatedNetwork network, SwarmAccount account, string node, long epoch, SimulatedProcess process, IJournalStore store, SwarmSettings settings)
    {
        (_universe, Account, Node, Epoch, Process) = (universe, account, node, epoch, process);
        var world = process.World;
        var wire = new VenueWire(account.Venue, universe, network, process, node);
        var journal = new GroupCommitJournal(world.CreateLane("journal"), store);
        Trading = new TradingSession(
            world,
            new SessionSettings(
                account.Name, SwarmAccount.Currency, account.Deposit, SwarmAccount.Agent, 100_000, account.Limits, new TrendParameters(AdxMin: 5),
                settings.IsPlainVenue ? Domain.Orders.VenueCapabilities.Plain : null)
            { Epoch = epoch, Stress = Crash, Reconciliation = new(settings.External, TimeSpan.FromSeconds(15), Rereads: 3) },
            [.. account.Instruments.Select((entry, id) => new SessionSymbol(entry.Instrument, BarOrigin.Trades, account.PastOf(universe.Seed, id, universe.NowNanos)))],
            journal, wire.Requests, Board);
        Feed = new FeedWire(universe, network, process, node, account.Venue.Site, Trading.Watchers);
    }

    public SwarmAccount Account { get; }

    public string Node { get; }

    public long Epoch { get; }

    public SimulatedProcess Process { get; }

    public StatusBoard Board { get; } = new();

    public TradingSession Trading { get; }

    public FeedWire Feed { get; }

    /// <summary>Whether it runs: alive, and none of its actors has failed.</summary>
    public bool IsRunning => Process.IsAlive && Process.World.Fault is null;

    /// <summary>Whether everything decided is durable and nobody has anything to do.</summary>
    public bool IsSettled => Trading.Books.IsSettled && Process.World.IsIdle;

    /// <summary>Stops deciding, finishes what is begun, ends.</summary>
    public void Drain(Action ended)
    {
        Feed.IsClosed = true;
        _universe.After(DrainLookNanos, () => LookAgain(ended));
    }

    private void LookAgain(Action ended)
    {
        if (IsRunning && (Process.IsFrozen || !IsSettled))
        {
            _universe.After(DrainLookNanos, () => LookAgain(ended));
            return;
        }

        Process.Kill();
        ended();
    }
}
