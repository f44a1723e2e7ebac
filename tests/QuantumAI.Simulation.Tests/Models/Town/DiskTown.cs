using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Persistence;
using QuantumAI.Simulation.Models;
using QuantumAI.Simulation.Processes;

namespace QuantumAI.Simulation.Tests.Models.Town;

/// <summary>One program on one machine with a ledger in a file: the disk fails, the power is cut, the program is killed. Then all is healed, and everything must add up.</summary>
internal sealed class DiskTown : IDisposable
{
    private const string Ledger = "ledger";
    private const long Second = 1_000_000_000;
    private const long FaultyNanos = 40 * Second;
    private const long HealedNanos = 60 * Second;
    private readonly Universe _universe;
    private readonly SimulatedRandom _random;
    private readonly SimulatedDisk _disk;
    private readonly List<TownCommand> _commands = [];
    private readonly List<(long Sequence, int Number)> _told = [];
    private SimulatedProcess? _process;
    private FileJournal? _file;
    private GroupCommitJournal? _journal;
    private ActorRef<Book>? _ledger;

    public DiskTown(ulong seed)
    {
        _universe = new Universe(seed, 0);
        _random = new SimulatedRandom(seed, "town");
        var faults = new DiskFaults
        {
            FullPpm = _random.Between(0, 30_000),
            FullNanos = _random.Between(1, 4 * Second),
            SyncFailsPpm = _random.Between(0, 60_000),
            PowerPpm = _random.Between(0, 30_000),
            CommitNanos = _random.Between(0, 20_000_000),
            SlowPpm = _random.Between(0, 20_000),
        };
        _disk = new SimulatedDisk(_universe, faults) { Happened = (kind, _) => Faults[kind] = Faults.GetValueOrDefault(kind) + 1 };
    }

    public SortedDictionary<string, int> Faults { get; } = new(StringComparer.Ordinal);

    public void Dispose() => _journal?.Dispose();

    public void Play()
    {
        Start();
        _universe.After(0, NextCommand);
        _universe.After(Second, NextCrash);
        RunTo(FaultyNanos);
        _disk.Heal();
        RunTo(HealedNanos);
        Kill();
        _disk.Crash();
        Check();
    }

    private void RunTo(long nanos)
    {
        while (_universe.Step(nanos))
        {
            if (!_disk.IsOn)
                Restart();
        }
    }

    private void Restart()
    {
        Kill();
        _disk.PowerOn();
        _universe.After(_random.Between(0, Second), Start);
    }

    private void Kill()
    {
        _process?.Kill();
        (_process, _ledger) = (null, null);
    }

    private void Start()
    {
        if (_process is not null)
            return;
        _process = _universe.Start("program", slowness: _disk.SlownessNanos);
        try
        {
            _file = FileJournal.Open(_disk, "journal", _process);
            _journal = new GroupCommitJournal(_process.World.CreateLane(JournalServer.JournalLane), _file);
            _ledger = _process.World.CreateLane(Ledger).Spawn(Ledger, new TownLedger(Ledger, _journal, _journal.Take(Ledger)));
        }
        catch (StoreFailedException)
        {
            Restart();
        }
    }

    private void NextCommand()
    {
        if (_universe.NowNanos >= FaultyNanos)
            return;
        var number = _commands.Count + 1;
        _commands.Add(new TownCommand(number, _random.Below(3) == 0 ? CommandId.None : CommandId.OfText($"{number}"), 0));
        Send(_commands[^1]);
        _universe.After(_random.Wait(Second / 4), NextCommand);
    }

    private void Send(TownCommand command)
    {
        if (command.IsDone)
            return;
        var ledger = _ledger;
        _process?.Enter(() => ledger?.Tell(new Book(command.Number, command.Id, (result, last) => OnAnswer(command, result, last))));
        if (ledger is null || !command.Id.IsNone)
            _universe.After(_random.Between(Second / 2, 3 * Second), () => Send(command));
    }

    private void OnAnswer(TownCommand command, CommandResult result, long lastSequence)
    {
        if (result is CommandResult.Persisted or CommandResult.Duplicate)
        {
            command.IsDone = true;
            _told.Add((lastSequence, command.Number));
        }
        else if (result == CommandResult.Rejected && command.Id.IsNone)
        {
            _universe.After(Second, () => Send(command));
        }
    }

    private void NextCrash()
    {
        if (_universe.NowNanos >= FaultyNanos)
            return;
        if (_random.Below(2) == 0)
            _disk.Crash();
        Restart();
        _universe.After(_random.Wait(4 * Second), NextCrash);
    }

    /// <summary>Each number once, each decision upon the state that lasted, and whatever was told is there after the power was cut once more.</summary>
    private void Check()
    {
        using var journal = FileJournal.Open(_disk, "journal");
        var held = journal.Read(Ledger).Select(BookedCodec.Instance.Decode).ToArray();
        Assert.Equal(Enumerable.Range(1, held.Length).Select(count => (long)count), held.Select(booked => booked.Count));
        Assert.Equal(held.Length, held.Select(booked => booked.Number).Distinct().Count());
        Assert.All(_told, told => Assert.Equal(told.Number, held[(int)told.Sequence - 1].Number));
        Assert.All(_commands.Where(command => !command.Id.IsNone), command => Assert.True(command.IsDone, $"command {command.Number} was never carried out"));
    }
}
