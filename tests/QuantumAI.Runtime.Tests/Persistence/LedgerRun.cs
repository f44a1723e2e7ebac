using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Persistence;
using QuantumAI.Runtime.Worlds;
using QuantumAI.TestKit.Journals;

namespace QuantumAI.Runtime.Tests.Persistence;

/// <summary>One seeded life of a ledger: senders who repeat themselves, a bad journal, crashes; afterwards everything must add up.</summary>
internal sealed class LedgerRun(int seed) : IDisposable
{
    private const string Stream = "ledger";
    private readonly VirtualWorld _world = new((ulong)seed, 0);
    private readonly MemoryJournalStore _store = new();
    private readonly MemorySnapshotStore _snapshots = new();
    private readonly List<Order> _orders = [];
    private FaultyJournal? _journal;
    private ActorRef<Move>? _ref;
    private LedgerActor? _actor;
    private ulong _draws;
    private long _epoch;

    public int Repeats { get; private set; }

    public int Crashes { get; private set; }

    public void Dispose()
    {
        _world.Dispose();
        _store.Dispose();
        _snapshots.Dispose();
    }

    /// <summary>Runs, comes to rest without faults, and checks.</summary>
    public void Play(int steps)
    {
        _journal = new FaultyJournal(_store, Draw);
        Restart();
        for (var step = 0; step < steps; step++)
            Step();
        ComeToRest();
        CheckAgainstModel();
    }

    private void Step()
    {
        switch (Draw(20))
        {
            case < 7:
                Send(new Order(new CommandId(1, (ulong)_orders.Count + 1), Draw(8) == 0 ? 1000 + Draw(500) : Draw(200) - 90));
                break;
            case < 9 when _orders.Count > 0:
                Repeats++;
                Send(_orders[Draw(_orders.Count)], isNew: false);
                break;
            case 9 when Draw(8) == 0:
                Crashes++;
                Restart();
                break;
            case 10:
                _world.AdvanceTo(_world.NowNanos + (Draw(200) * 1_000_000L));
                break;
            default:
                _journal!.Step();
                break;
        }

        if (Draw(2) == 0)
            _world.RunUntilIdle();
        CheckActor();
    }

    private void Restart()
    {
        _ref?.Stop(); // a writer that has died writes no more, whatever waits in its mailbox
        _journal!.Cut();
        foreach (var order in _orders)
            order.Open = 0;
        var limits = new PersistenceLimits
        {
            StashCapacity = 4 + Draw(20),
            MostInFlight = 1 + Draw(12),
            DeduplicationWindow = 1 + Draw(30),
            PageEvents = 1 + Draw(9),
            Attempts = 12,
        };
        var plan = new SnapshotPlan<LedgerState>(_snapshots, new LedgerSnapshots(), 1 + Draw(20));
        _actor = new LedgerActor(Stream, _journal, ++_epoch, Draw(2) == 0 ? plan : null, limits);
        _ref = _world.CreateLane($"life-{_epoch}").Spawn("ledger", _actor);
    }

    private void Send(Order order, bool isNew = true)
    {
        if (isNew)
            _orders.Add(order);
        order.Open++;
        var epoch = _epoch;
        _ref!.Tell(new Move(order.Amount, order.Id, _ => OnEffect(order), (_, state, outcome) => OnReply(order, epoch, state, outcome)));
    }

    private void OnEffect(Order order) => order.Effects += _store.FindCommand(Stream, order.Id) is not null || order.Amount <= 0
        ? 1 : throw new InvalidOperationException($"the effect of {order.Id} ran before its events were durable");

    private void OnReply(Order order, long epoch, LedgerState state, CommandOutcome<Moved> outcome)
    {
        if (epoch == _epoch)
            Assert.True(--order.Open >= 0, "a command had two replies");
        switch (outcome.Result)
        {
            case CommandResult.Persisted or CommandResult.Duplicate:
                order.IsAcknowledged = true;
                var place = _store.FindCommand(Stream, order.Id);
                Assert.Equal(outcome.LastSequence, place?.LastSequence);
                Assert.Equal(order.Amount, Enumerable.Range(0, outcome.Events.Count).Sum(i => outcome.Events[i].Amount));
                break;
            case CommandResult.Refused:
                Assert.True(state.Balance + order.Amount < 0 && (!order.IsAcknowledged || epoch != _epoch), $"{order.Id} was refused after it had been carried out");
                break;
            default:
                Assert.True(outcome.Result == CommandResult.Accepted ? order.Amount == 0 : outcome.Reason is not null);
                break;
        }
    }

    /// <summary>With epochs and command ids, nothing but a journal that stays away may stop the actor.</summary>
    private void CheckActor()
    {
        Assert.Null(_world.Fault);
        if (_actor!.Stopped is not { } stop)
            return;
        Assert.True(stop.Cause == StopCause.JournalUnavailable, stop.Reason);
        Restart();
    }

    private void ComeToRest()
    {
        _journal!.IsFaulty = false;
        for (var round = 0; round < 30; round++)
        {
            for (var i = 0; i < 200 && (_journal.IsBusy || i == 0); i++)
            {
                _journal.Step();
                _world.RunUntilIdle();
            }

            _world.AdvanceTo(_world.NowNanos + 100_000_000_000);
            CheckActor();
        }

        Assert.False(_journal.IsBusy);
        Assert.All(_orders, order => Assert.Equal(0, order.Open));
    }

    private void CheckAgainstModel()
    {
        var (balance, moves) = (0L, 0L);
        var events = _store.Read(Stream).Select(MovedCodec.Instance.Decode).ToArray();
        foreach (var place in _store.RecentCommands(Stream, int.MaxValue))
        {
            var order = _orders[(int)place.Id.Low - 1];
            Assert.Equal(moves + 1, place.FirstSequence);
            Assert.Equal(order.Amount > 1000 ? 2 : 1, place.LastSequence - place.FirstSequence + 1);
            Assert.Equal(order.Amount, events[(int)moves..(int)place.LastSequence].Sum(moved => moved.Amount));
            balance += order.Amount;
            moves = place.LastSequence;
            Assert.True(balance >= 0, $"{order.Id} was carried out against a state that did not last");
        }

        Assert.Equal(events.Length, moves);
        Assert.Equal(new LedgerState(balance, moves), _actor!.Shown);
        Assert.Equal(_actor.Shown, _actor.Ahead);
        Assert.All(_orders, order => Assert.True(order.Amount <= 0 || order.Effects <= 2, "an effect ran twice"));
        Assert.All(_orders.Where(order => order.IsAcknowledged), order => Assert.NotNull(_store.FindCommand(Stream, order.Id)));
        CheckRecovery();
    }

    /// <summary>A fresh actor finds the same state, with snapshots and without.</summary>
    private void CheckRecovery()
    {
        foreach (var plan in new[] { null, new SnapshotPlan<LedgerState>(_snapshots, new LedgerSnapshots(), 5) })
        {
            var fresh = new LedgerActor(Stream, new InlineJournal(_store), ++_epoch, plan, new PersistenceLimits { PageEvents = 3 });
            _world.CreateLane($"fresh-{_epoch}").Spawn("ledger", fresh);
            _world.RunUntilIdle();
            Assert.Equal(_actor!.Shown, fresh.Shown);
        }
    }

    private int Draw(int below) => (int)(WorldRandom.Mix((ulong)seed, ++_draws) % (ulong)below);

    /// <summary>A command as its sender knows it.</summary>
    private sealed class Order(CommandId id, long amount)
    {
        public CommandId Id => id;

        public long Amount => amount;

        /// <summary>Messages without a reply in the present life of the actor.</summary>
        public int Open { get; set; }

        public int Effects { get; set; }

        public bool IsAcknowledged { get; set; }
    }
}
