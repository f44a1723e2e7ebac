using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Domain.Risk;
using QuantumAI.Runtime.Persistence;
using QuantumAI.Simulation.Models;
using QuantumAI.Simulation.Oracles;
using QuantumAI.Simulation.Processes;
using QuantumAI.Trading.Portfolio;

namespace QuantumAI.Simulation.Swarm;

/// <summary>The whole live system in one universe, from one seed: machines, accounts, venues, the journal, the load and the faults; every invariant is checked as it goes.</summary>
/// <remarks>One thread. First faults, then none and everything has to settle: each account has an owner that trades, and its books equal the venue's.</remarks>
public sealed partial class SwarmRun : IDisposable
{
    private const long CheckEverySteps = 1_000;
    private const int LastSteps = 20_000;
    private const long StartNanos = 1_767_225_600L * UnixNanos.PerSecond; // 2026-01-01
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(100);
    private readonly SwarmSettings _settings;
    private readonly Universe _universe;
    private readonly SimulatedNetwork _network;
    private readonly SwarmMarket _market;
    private readonly SwarmChaos _chaos;
    private readonly SwarmTrace _trace;
    private readonly JournalServer _database;
    private readonly JournalOracle _journalOracle;
    private readonly OwnerOracle _owners;
    private readonly List<SwarmNode> _nodes = [];
    private readonly List<SwarmAccount> _accounts = [];
    private readonly Dictionary<string, (AccountOracle Books, VenueOracle Venue)> _oracles = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _faults = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _reached = new(StringComparer.Ordinal);
    private readonly List<string> _violations = [];
    private readonly SwarmCluster _cluster;
    private readonly SwarmSupervision _supervision;
    private readonly SimulatedRandom _crashes;
    private readonly Func<SwarmVenuePlan, ISwarmVenue>? _adapters;
    private readonly SwarmJournal _journal;
    private readonly FaultInjector _injector;
    private Action? _afterStep;
    private bool _isHealed;
    private bool _isQuiet;

    private SwarmRun(SwarmSettings settings, TextWriter? trace, Func<SwarmVenuePlan, ISwarmVenue>? adapters)
    {
        if (settings.VenueKind == SwarmVenueKind.Adapter && adapters is null)
            throw new ArgumentException("the settings want a venue behind an adapter, and none was given", nameof(adapters));
        (_settings, _adapters) = (settings, adapters);
        _universe = new Universe(settings.Seed, StartNanos);
        _trace = new SwarmTrace(_universe, trace);
        _chaos = new SwarmChaos(settings.Seed, settings.Omitted) { IsHealed = settings.IsCalmCode };
        _network = new SimulatedNetwork(_universe, settings.Network) { Happened = Happen };
        _database = new JournalServer(_universe, _network, FaultInjector.JournalSite, settings.Journal) { Happened = Happen };
        _journalOracle = new JournalOracle(Violate);
        _owners = new OwnerOracle(Violate);
        _database.Committed = OnCommitted;
        _database.Acknowledged = OnAcknowledged;
        _crashes = new SimulatedRandom(settings.Seed, "crashes");
        var random = new SimulatedRandom(settings.Seed, "accounts");
        var instruments = SwarmAccount.Choose(random, settings.Symbols, settings.VenueKind);
        _market = new SwarmMarket(_universe, instruments, settings.TickNanos);
        for (var i = 0; i < settings.Nodes; i++)
            _nodes.Add(new SwarmNode($"node-{i + 1}"));
        for (var i = 0; i < settings.Accounts; i++)
            _accounts.Add(Open($"acc-{i + 1}", instruments, random));
        _journal = settings.Disk is { } disk ? OnDisk(_nodes[0], disk) : new DatabaseJournal(_database);
        _cluster = new SwarmCluster(_universe, _network, _nodes, _accounts, _chaos, _database, _owners);
        _supervision = new SwarmSupervision(_universe, _accounts, _cluster, Begin, Happen, Violate);
        _injector = new FaultInjector(
            _universe, _network, _database, _journal, _market, _nodes, _accounts, _cluster, _supervision, Happen, (account, asset, amount) => _oracles[account].Venue.Moved(asset, amount));
        _universe.Stepped = OnStep;
    }

    /// <summary>Runs what the settings say, until its end or the first violation.</summary>
    /// <param name="settings">Everything follows from these.</param>
    /// <param name="trace">Gets a line for everything that happens; null = nobody reads it.</param>
    /// <param name="adapters">Makes venues behind adapters; null where the settings want none.</param>
    /// <param name="cancellation">Ends it early; the result is what there is then.</param>
    /// <exception cref="ArgumentException">The settings want a venue that nobody makes.</exception>
    public static SwarmResult Run(
        SwarmSettings settings, TextWriter? trace = null, Func<SwarmVenuePlan, ISwarmVenue>? adapters = null, CancellationToken cancellation = default)
    {
        using var run = new SwarmRun(settings, trace, adapters);
        run.Play(cancellation);
        return run.Summary();
    }

    public void Dispose()
    {
        foreach (var process in _universe.Processes.ToArray())
            process.Kill();
        _accounts.ForEach(account => account.Venue.Dispose());
        _market.Dispose();
        _database.Dispose();
    }

    private void Play(CancellationToken cancellation)
    {
        _injector.Plan(_settings.Faults);
        foreach (var account in _accounts)
            ScheduleLoad(account, new SwarmLoad(_settings.Seed, account), new SimulatedRandom(_settings.Seed, $"pace-{account.Name}"));
        var end = StartNanos + (_settings.Length.Ticks * 100);
        RunUntil(end, cancellation);
        Happen("healed", "every fault ends");
        _isHealed = _chaos.IsHealed = true;
        _injector.Heal();
        var healed = end + (_settings.Healing.Ticks * 100);
        RunUntil(healed - (Quiet.Ticks * 100), cancellation);
        _isQuiet = true;
        _supervision.ResumeAll();
        RunUntil(healed - (Silence.Ticks * 100), cancellation);
        _market.BeSilentFor(long.MaxValue / 2);
        RunUntil(healed, cancellation);
        if (_violations.Count > 0 || cancellation.IsCancellationRequested)
            return;
        for (var left = LastSteps; left > 0 && _accounts.Any(account => account.Session is { IsRunning: true, IsSettled: false }) && _universe.Step(long.MaxValue); left--)
        {
            // what the last bars brought becomes durable
        }

        CheckAll();
        _accounts.ForEach(CheckSettled);
        foreach (var node in _nodes)
        {
            node.Crash();
            node.Disk?.Crash();
        }

        _accounts.ForEach(CheckAgain);
    }

    private void RunUntil(long nanos, CancellationToken cancellation)
    {
        while (_violations.Count == 0 && !cancellation.IsCancellationRequested && _universe.Step(nanos))
        {
            var afterStep = _afterStep;
            _afterStep = null;
            afterStep?.Invoke();

            if (_universe.Steps % CheckEverySteps == 0)
                CheckAll();
        }
    }

    private void OnStep(SimulatedProcess process, Runtime.Lanes.Lane? lane)
    {
        _trace.Step(process, lane);
        if (!_isHealed && _supervision.IsSession(process) && _crashes.Chance(_settings.CrashPpm))
        {
            Happen("crash-at-step", process.Name);
            _afterStep += process.Kill;
        }
    }

    private SwarmAccount Open(string name, IReadOnlyList<(Instrument Instrument, Price FirstPrice)> instruments, SimulatedRandom random)
    {
        var deposit = Money.Whole(100_000);
        AccountOracle? books = null;
        VenueOracle? oracle = null;
        var plan = new SwarmVenuePlan(
            _universe, _network, $"venue-{name}", _settings, [.. instruments.Select(entry => entry.Instrument)], SwarmAccount.Currency, deposit, Happen,
            (id, symbol, terms) =>
            {
                _trace.Say("arrived", $"{name} {id}");
                oracle!.Arrived(id, symbol, terms);
            },
            what => _trace.Say("said", $"{name} {what}"));
        var venue = _settings.VenueKind == SwarmVenueKind.BuiltIn ? new SwarmVenue(plan) : _adapters!(plan);
        var account = new SwarmAccount(
            name, venue, [.. instruments.Select((entry, id) => (venue.Instruments[id], entry.FirstPrice))],
            SwarmAccount.Draw(random, plan.Instruments.Select(instrument => instrument.Symbol)), deposit);
        books = new AccountOracle(
            venue.Instruments.ToDictionary(instrument => instrument.Symbol, StringComparer.Ordinal), account.Limits,
            symbol => PriceOf(venue.Instruments, symbol), what => Violate($"{name}: {what}"));
        oracle = new VenueOracle(books, SwarmAccount.Currency, deposit, what => Violate($"{name}: {what}"));
        _oracles.Add(name, (books, oracle));
        _market.Add(venue.Hear);
        _market.Add(marketEvent => account.Session?.Feed?.Send(marketEvent));
        return account;
    }

    /// <summary>Starts a process for an account.</summary>
    private void Begin(SwarmAccount account, SwarmNode node, long epoch)
    {
        var drift = _settings.DriftPpm == 0 ? 0 : new SimulatedRandom(_settings.Seed, $"drift-{node.Name}").Between(-_settings.DriftPpm, _settings.DriftPpm);
        var process = _universe.Start($"{node.Name}/{account.Name}", node.SkewNanos, drift, _chaos, _supervision.SlownessOf(node, _journal));
        node.Add(process);
        account.Session = new SwarmSession(
            _universe, _network, account, node, epoch, process, _journal, _settings, (session, failure) =>
            {
                if (failure is InvalidDataException)
                    Violate($"{account.Name}: {failure.Message}");
                if (failure is null)
                    _owners.TookOver(account.Stream, process.Number);
                _trace.Say(failure is null ? "started" : "not-started", $"{process.Name}#{process.Number} epoch {session.Epoch} {failure?.Message}");
            });
    }

    private Price? PriceOf(IReadOnlyList<Instrument> instruments, string symbol)
    {
        for (var i = 0; i < instruments.Count; i++)
        {
            if (instruments[i].Symbol == symbol)
                return _market.BidOf(i) is { } units ? instruments[i].Price(units) : null;
        }

        return null;
    }

    private FilesJournal OnDisk(SwarmNode node, DiskFaults faults)
    {
        node.Disk = new SimulatedDisk(_universe, faults, node.Name) { Happened = Happen, PowerLost = () => _afterStep += () => _injector.LosePower(node) };
        return new FilesJournal(node.Disk, OnCommitted, OnAcknowledged);
    }

    private void OnAcknowledged(AcknowledgedAppend acknowledged) => _journalOracle.Acknowledged(acknowledged.Request, acknowledged.LastSequence);

    private void OnCommitted(CommittedAppend committed)
    {
        var request = committed.Request;
        _journalOracle.Committed(request);
        if (committed.Writer is { } writer)
            _owners.Wrote(request.Stream, writer.Number);
        if (_accounts.Find(account => account.Stream == request.Stream) is not { } account)
            return;
        var events = new AccountEvent[request.Events.Count];
        for (var i = 0; i < events.Length; i++)
        {
            events[i] = AccountEventCodec.Instance.Decode(new StoredEvent(request.Stream, request.ExpectedSequence + i + 1, request.Events[i]));
            _trace.Say("committed", $"{account.Name} {request.ExpectedSequence + i + 1} {events[i]}");
            if (events[i] is OrderDenied denied)
                Reach($"denied:{(DenialCode)denied.Code}");
            if (events[i] is TradingHalted halted && !IsCaused(halted, events))
                Violate($"{account.Name}: it is halted, and nothing has happened that should: {halted.Detail}");
        }

        _oracles[account.Name].Books.Apply(events, request.Epoch, request.Events[0].TimeNanos, (from, move) => Reach($"order:{from}+{move}"));
    }

    /// <summary>A halt is caused by people, by a loss, by a venue that contradicts itself, or comes with what it is about.</summary>
    private bool IsCaused(TradingHalted halted, AccountEvent[] append) => halted.Scope != HaltScope.Account
        || halted.Detail.StartsWith("drawdown", StringComparison.Ordinal) || Array.Exists(append, one => one is OrderFilled)
        || _faults.Keys.Any(kind => kind.Contains("conflict", StringComparison.Ordinal));

    private void ScheduleLoad(SwarmAccount account, SwarmLoad load, SimulatedRandom pace) => _universe.After(
        pace.Wait(_settings.OrderMeanNanos) + 1, () =>
        {
            if (!_isQuiet && account.Session is { IsRunning: true, Process.IsFrozen: false, Feed.IsClosed: false } session)
                session.Process.Enter(() => load.Act(session));
            ScheduleLoad(account, load, pace);
        });

    private void Happen(string kind, string what)
    {
        _faults[kind] = _faults.GetValueOrDefault(kind) + 1;
        _trace.Say("fault", $"{kind} {what}");
    }

    private void Reach(string branch) => _reached[branch] = _reached.GetValueOrDefault(branch) + 1;

    private void Must(bool holds, string what)
    {
        if (!holds)
            Violate(what);
    }

    private void Violate(string what)
    {
        if (_violations.Count < 10)
            _violations.Add($"{(_universe.NowNanos - StartNanos) / 1e9:0.000} s: {what}");
        _trace.Say("violation", what);
    }

    private SwarmResult Summary()
    {
        foreach (var (branch, times) in _chaos.Reached.Concat(_chaos.Fired.Select(site => new KeyValuePair<string, long>($"buggify:{site.Key}", site.Value))))
            _reached[branch] = _reached.GetValueOrDefault(branch) + times;
        return new SwarmResult(
            _settings, _trace.Hash, _universe.Steps, TimeSpan.FromTicks((_universe.NowNanos - StartNanos) / 100), _faults, _reached, _violations)
        {
            Traffic = (_journalOracle.Events, _oracles.Values.Sum(oracle => oracle.Venue.Arrivals), _oracles.Values.Sum(oracle => oracle.Venue.Trades)),
        };
    }
}
