using System.Text;
using QuantumAI.Runtime.Persistence;
using QuantumAI.Simulation.Models;
using QuantumAI.Simulation.Processes;
using QuantumAI.TestKit;

namespace QuantumAI.Simulation.Tests.Models;

/// <summary>A writer on a disk that fails in every way, its process killed and its power cut at random moments.</summary>
public sealed class FileJournalProperties
{
    private static readonly DiskFaults Bad = new() { FullPpm = 30_000, FullNanos = 3, SyncFailsPpm = 60_000, PowerPpm = 30_000, SectorBytes = 64 };

    [Fact]
    public void Prop_what_was_acknowledged_is_there_and_nothing_else_but_what_was_sent() => Check(200);

    [Fact]
    [Trait("Size", "proof")]
    public void Prop_what_was_acknowledged_is_there_and_nothing_else_but_what_was_sent_long() => Check(20_000);

    private static void Check(int runs)
    {
        var (crashes, kept) = (0, 0);
        Seeds.HoldEach(60, (seed, steps) =>
        {
            var run = new Run((ulong)seed);
            for (var i = 0; i < steps; i++)
                run.Step();
            run.End();
            (crashes, kept) = (crashes + run.Crashes, kept + run.Kept);
        }, leastSize: 10, runs: runs);
        Assert.True(crashes > runs / 4 && kept > runs / 20, $"{crashes} crashes and {kept} commits kept without an acknowledgement are too few to tell");
    }

    private sealed class Run
    {
        private readonly Universe _universe;
        private readonly SimulatedDisk _disk;
        private readonly SimulatedRandom _random;
        private readonly HashSet<string> _sent = [];
        private readonly List<string> _acknowledged = [];
        private FileJournal? _journal;
        private SimulatedProcess? _process;
        private int _numbered;
        private long _epoch;

        public Run(ulong seed)
        {
            _universe = new Universe(seed, 0);
            _random = new SimulatedRandom(seed, "run");
            _disk = new SimulatedDisk(_universe, Bad) { PowerLost = () => Crashes++ };
        }

        public int Crashes { get; private set; }

        public int Kept { get; private set; }

        public void Step()
        {
            _universe.Step(_universe.NowNanos + 1);
            if (!_disk.IsOn)
                Kill(powerOn: true);
            switch (_random.Below(12))
            {
                case 0:
                    Kill(powerOn: false);
                    break;
                case 1:
                    Crashes++;
                    Kill(powerOn: false);
                    _disk.Crash();
                    break;
                default:
                    Work();
                    break;
            }
        }

        public void End()
        {
            _disk.Heal();
            Kill(powerOn: true);
            _disk.Crash();
            Open();
            Assert.True(_journal!.Append([new AppendRequest("s", _journal.Read("s").Count(), [Event("last")], _journal.Take("s"))])[0].Outcome == AppendOutcome.Appended);
        }

        private void Kill(bool powerOn)
        {
            _process?.Kill();
            (_process, _journal) = (null, null);
            if (powerOn)
                _disk.PowerOn();
        }

        private void Work()
        {
            try
            {
                if (_journal is null)
                    Open();
                if (_random.Below(6) == 0)
                    _epoch = _journal!.Take("s");
                else
                    Append();
            }
            catch (StoreFailedException)
            {
            }
        }

        private void Open()
        {
            _process ??= _universe.Start("writer");
            _journal = FileJournal.Open(_disk, "journal", _process);
            var stored = _journal.Read("s").Select(Text).ToList();
            Assert.Equal(_acknowledged, stored.Take(_acknowledged.Count));
            Assert.All(stored, text => Assert.Contains(text, _sent));
            Assert.Equal(stored.Count, stored.Distinct().Count());
            Kept += stored.Count - _acknowledged.Count;
            _acknowledged.Clear();
            _acknowledged.AddRange(stored);
            Assert.True(_journal.Claim("s", 0) >= _epoch, "an epoch that was given is forgotten");
        }

        private void Append()
        {
            var names = Enumerable.Range(0, _random.Below(3) + 1).Select(_ => $"{++_numbered}").ToArray();
            _sent.UnionWith(names);
            var epoch = _journal!.Claim("s", 0);
            var result = _journal.Append([new AppendRequest("s", _journal.Read("s").Count(), [.. names.Select(Event)], epoch)])[0];
            Assert.Equal(AppendOutcome.Appended, result.Outcome);
            _acknowledged.AddRange(names);
        }

        private static EventData Event(string text) => new("Moved", Encoding.UTF8.GetBytes(text), 1);

        private static string Text(StoredEvent stored) => Encoding.UTF8.GetString(stored.Data.Payload.Span);
    }
}
