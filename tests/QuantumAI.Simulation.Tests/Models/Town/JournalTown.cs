using QuantumAI.Runtime.Persistence;
using QuantumAI.Runtime.Worlds;
using QuantumAI.Simulation.Models;
using QuantumAI.Simulation.Processes;

namespace QuantumAI.Simulation.Tests.Models.Town;

/// <summary>
/// A few programs on one database: ledgers that move between them under leases, clients that repeat themselves, every fault of the
/// journal's model, kills, freezes and partitions. Then all is healed, and everything must add up.
/// </summary>
internal sealed partial class JournalTown : IDisposable
{
    public const int Shards = 2;
    private const string DatabaseSite = "database";
    private const long Second = 1_000_000_000;
    private const long FaultyNanos = 40 * Second;
    private const long HealedNanos = 90 * Second;
    private readonly SimulatedRandom _random;
    private readonly SimulatedNetwork _network;
    private readonly List<TownNode> _nodes = [];
    private readonly List<TownCommand> _commands = [];
    private readonly TownOracle _oracle = new();
    private ulong _trace;
    private int _numbers;

    /// <param name="seed">Of everything.</param>
    /// <param name="omitted">What keeps nobody from anything in this town; null = nothing is left out.</param>
    public JournalTown(ulong seed, Safeguard? omitted = null)
    {
        Chaos = omitted is { } safeguard ? new Omission(safeguard) : null;
        Universe = new Universe(seed, 0);
        _random = new SimulatedRandom(seed, "town");
        _network = new SimulatedNetwork(Universe, new NetworkSettings(_random.Between(100_000, 20_000_000), BreakPpm: _random.Between(0, 20_000)));
        Database = new JournalServer(Universe, _network, DatabaseSite, Draw()) { Happened = Count, Committed = _oracle.Committed, Owned = _oracle.Owned, Acknowledged = _oracle.Acknowledged };
        Database.Leases.Granted = _oracle.Granted;
        Universe.Stepped = (process, lane) => Note($"{Universe.NowNanos} {process.Number} {lane?.Name}");
    }

    public Universe Universe { get; }

    public IChaos? Chaos { get; }

    public JournalServer Database { get; }

    public SortedDictionary<string, int> Faults { get; } = new(StringComparer.Ordinal);

    /// <summary>Of every step, fault and answer.</summary>
    public ulong Trace => _trace;

    public static string StreamOf(int shard) => $"ledger/{shard}";

    public void Dispose()
    {
        _nodes.ForEach(node => node.Dispose());
        Database.Dispose();
    }

    public int NextNumber() => ++_numbers;

    public void Note(string what)
    {
        foreach (var letter in what)
            _trace = WorldRandom.Mix(_trace, letter);
    }

    public Action Restart(TownNode node) => () =>
    {
        node.Kill();
        node.Start();
    };

    public void LogAcknowledged(string stream, long sequence, Booked booked) => _oracle.Told(stream, sequence, booked.Number);

    /// <summary>Runs with faults, then without, and checks.</summary>
    public void Play()
    {
        for (var number = 1; number <= _random.Between(1, 3); number++)
        {
            _nodes.Add(new TownNode(this, number));
            _nodes[^1].Start();
        }

        Universe.After(0, NextCommand);
        Universe.After(0, NextFault);
        RunTo(FaultyNanos);
        Heal();
        RunTo(HealedNanos);
        _oracle.Check(Database.Truth);
        foreach (var command in _commands.Where(command => !command.Id.IsNone))
            Assert.True(command.IsDone, $"command {command.Number} was never carried out");
        Assert.All(_nodes, node => Assert.NotEmpty(Database.Truth.Read(node.LogStream)));
    }

    private void Count(string kind, string what)
    {
        Note($"{kind} {what}");
        Faults[kind] = Faults.GetValueOrDefault(kind) + 1;
    }

    private void RunTo(long nanos)
    {
        while (Universe.Step(nanos))
            _oracle.Check();
    }

    private void NextCommand()
    {
        if (Universe.NowNanos >= FaultyNanos)
            return;
        var number = NextNumber();
        var id = _random.Below(3) == 0 ? CommandId.None : CommandId.OfText($"{number}");
        _commands.Add(new TownCommand(number, id, _random.Below(Shards)));
        Send(_commands[^1]);
        Universe.After(_random.Wait(400_000_000), NextCommand);
    }

    /// <summary>A command with an id is sent until it is done; one without is sent again only when it is said that nothing was recorded.</summary>
    private void Send(TownCommand command)
    {
        if (command.IsDone)
            return;
        var isSent = Recipient(command.Shard).TryTell(command.Shard, new Book(command.Number, command.Id, (result, last) => OnAnswer(command, result, last)));
        if (!isSent || !command.Id.IsNone)
            Universe.After(_random.Between(Second / 2, 3 * Second), () => Send(command));
    }

    /// <summary>While things go wrong, anybody; afterwards whoever has the shard, or a command might miss its owner each time by chance.</summary>
    private TownNode Recipient(int shard)
    {
        var drawn = _random.Pick(_nodes);
        return Universe.NowNanos < FaultyNanos ? drawn : _nodes.Find(node => node.Site == Database.Leases.OwnerOf("ledgers", shard)?.Owner) ?? drawn;
    }

    private void OnAnswer(TownCommand command, CommandResult result, long lastSequence)
    {
        Note($"{command.Number} {result} {lastSequence}");
        if (result is CommandResult.Persisted or CommandResult.Duplicate)
        {
            command.IsDone = true;
            _oracle.Told(StreamOf(command.Shard), lastSequence, command.Number);
        }
        else if (result == CommandResult.Rejected)
        {
            _oracle.Denied(command, Universe.NowNanos);
            if (command.Id.IsNone)
                Universe.After(Second, () => Send(command));
        }
    }
}
