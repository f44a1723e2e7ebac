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
    private readonly HashSet<string> _alarms = new(StringComparer.Ordinal);
    private readonly Universe _universe;
    private readonly SimulatedNetwork _network;
    private readonly SwarmJournal _journal;
    private readonly SwarmSettings _settings;
    private readonly Action<SwarmSession, Exception?> _composed;

    /// <summary>Begins to open the venue; when it is open the actors are put together.</summary>
    /// <param name="universe">Where it is.</param>
    /// <param name="network">Over which it reaches the venue.</param>
    /// <param name="account">What it works on.</param>
    /// <param name="node">Where it runs.</param>
    /// <param name="epoch">Its ownership.</param>
    /// <param name="process">An empty one.</param>
    /// <param name="journal">Where it writes.</param>
    /// <param name="settings">Of the run.</param>
    /// <param name="composed">Told when it trades, or why it cannot: the process has ended then.</param>
    public SwarmSession(
        Universe universe, SimulatedNetwork network, SwarmAccount account, SwarmNode node, long epoch, SimulatedProcess process, SwarmJournal journal, SwarmSettings settings,
        Action<SwarmSession, Exception?> composed)
    {
        (_universe, _network, _journal, _settings, _composed) = (universe, network, journal, settings, composed);
        (Account, Node, Epoch, Process, BegunNanos) = (account, node.Name, epoch, process, universe.NowNanos);
        process.Enter(() => account.Venue.Open(
            process, node.Name, nowNanos => nowNanos + node.LeaseNanos(universe.NowNanos), Compose, reason => End(new IOException(reason))));
    }

    public SwarmAccount Account { get; }

    public string Node { get; }

    public long Epoch { get; }

    public SimulatedProcess Process { get; }

    public StatusBoard Board { get; } = new();

    /// <summary>When it began to start.</summary>
    public long BegunNanos { get; }

    public TradingSession Trading { get; private set; } = null!; // while it runs

    public SwarmFeed Feed { get; private set; } = null!; // while it runs

    /// <summary>Whether it trades: alive, put together, and none of its actors has failed.</summary>
    public bool IsRunning => Process.IsAlive && Trading is not null && Process.World.Fault is null;

    /// <summary>Whether everything decided is durable and nobody has anything to do.</summary>
    public bool IsSettled => Trading.Books.IsSettled && Process.World.IsIdle;

    /// <summary>Keeps what people are told of orders that nobody knows of: the board forgets it.</summary>
    public void ReadAlarms()
    {
        foreach (var line in Board.Recent)
        {
            if (line.Text.StartsWith("CRITICAL nobody knows", StringComparison.Ordinal))
                _alarms.Add(line.Text);
        }
    }

    /// <summary>Whether people have been told that nobody knows what became of an order.</summary>
    public bool IsAlarmedOf(string clientOrderId) => _alarms.Any(alarm => alarm.Contains($" {clientOrderId}:", StringComparison.Ordinal));

    /// <summary>Stops deciding, finishes what is begun, ends.</summary>
    public void Drain(Action ended)
    {
        Feed.IsClosed = true;
        _universe.After(DrainLookNanos, () => LookAgain(ended));
    }

    private void Compose(SwarmLink link)
    {
        try
        {
            var world = Process.World;
            var journal = new GroupCommitJournal(world.CreateLane(Models.JournalServer.JournalLane), _journal.Open(Account, Process, Node));
            Trading = new TradingSession(
                world,
                new SessionSettings(
                    Account.Name, SwarmAccount.Currency, Account.Deposit, SwarmAccount.Agent, 100_000, Account.Limits, new TrendParameters(AdxMin: 5), link.Capabilities)
                { Epoch = Epoch, Stress = Crash, Reconciliation = new(_settings.External, TimeSpan.FromSeconds(15), Rereads: 3) },
                [.. Account.Instruments.Select((entry, id) => new SessionSymbol(entry.Instrument, BarOrigin.Trades, Account.PastOf(_universe.Seed, id, _universe.NowNanos)))],
                journal, link.Requests, Board);
            Feed = FeedOf(link);
        }
        catch (Exception failure) when (failure is StreamLostException or IOException or InvalidDataException)
        {
            End(failure);
            return;
        }

        _composed(this, null);
    }

    private SwarmFeed FeedOf(SwarmLink link)
    {
        if (link.DeliverMarket is not { } deliver)
            return new FeedWire(_universe, _network, Process, Node, Account.Venue.Site, Trading.Watchers);
        var feed = new AdapterFeed(Account.Instruments.Count);
        deliver(Trading.Watchers, Process.World.CreateLane("quotes").Spawn("quotes", feed.NewListener(), capacity: 16_384));
        return feed;
    }

    private void End(Exception failure)
    {
        Process.Kill();
        _composed(this, failure);
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
