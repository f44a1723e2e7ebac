using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Runtime.Persistence;
using QuantumAI.Runtime.Worlds;
using QuantumAI.Trading.Execution;
using QuantumAI.Trading.Portfolio;
using QuantumAI.Trading.Risk;
using QuantumAI.Trading.Tests.Fakes;

namespace QuantumAI.Trading.Tests.Execution;

/// <summary>
/// One account over 1,000 commands, ended at every touch of the outside: right before each append, between each write and its
/// acknowledgement, right before each request reaches the venue and right after the venue has carried it out. What lies between
/// two touches is memory, which a crash loses anyway.
/// </summary>
public sealed class CrashEverywhereTests
{
    private const int Commands = 1_000;
    private const int CommandsAfterwards = 40;
    private static readonly Dictionary<string, Instrument> Instruments = new() { [AccountStage.Btc.Symbol] = AccountStage.Btc };

    private const string Stream = "account/" + AccountStage.Name;

    [Fact]
    public void Sim_account_must_lose_and_double_nothing_when_it_is_ended_at_a_part_of_all_touches() => HoldAtEvery(97);

    [Fact]
    [Trait("Size", "proof")]
    public void Sim_account_must_lose_and_double_nothing_when_it_is_ended_at_any_touch()
    {
        var touches = HoldAtEvery(1);
        if (Environment.GetEnvironmentVariable("QUANTUM_PROOF_DIR") is { Length: > 0 } folder)
            File.WriteAllText(Path.Combine(folder, "crash-everywhere.json"), JsonSerializer.Serialize(new { commands = Commands, touches }));
    }

    private static int HoldAtEvery(int step)
    {
        using var whole = new Run();
        whole.Play(0, Commands);
        Assert.InRange(whole.Points.Passed, 2 * Commands, 20 * Commands);
        Assert.Equal(whole.VenueTotals, whole.OwnTotals);
        var history = whole.Stored;
        var states = StateHashes(history);
        Parallel.For(0, (whole.Points.Passed / step) + 1, at => Hold(history, states, 1 + (at * step)));
        return whole.Points.Passed;
    }

    /// <param name="whole">The journal of the run that nothing ended.</param>
    /// <param name="states">The account's state after each of its events.</param>
    /// <param name="point">The touch that is not reached.</param>
    private static void Hold(IReadOnlyList<StoredEvent> whole, IReadOnlyList<string> states, int point)
    {
        using var first = new Run(diesAt: point);
        var reached = first.Play(0, Commands);
        var stored = first.Stored;
        var acknowledged = (int)first.Store.Acknowledged.GetValueOrDefault(Stream, 1);
        Assert.True(stored.Count >= acknowledged, $"point {point}: {acknowledged} events were acknowledged, {stored.Count} are there");

        // The same events byte for byte, so that the acknowledged ones give the same state as well.
        Assert.True(
            stored.SequenceEqual(whole.Take(stored.Count), SameEvent.Instance), $"point {point}: the journal is not a beginning of the whole run's");
        Assert.True(first.RecoveredStateHash() == states[stored.Count - 1], $"point {point}: another state was recovered than without the crash");

        using var next = new Run(after: first);
        next.Play(reached, Math.Min(Commands, reached + CommandsAfterwards));
        next.Settle();
        Assert.True(next.VenueTotals.SequenceEqual(next.OwnTotals), $"point {point}: {string.Join(", ", next.OwnTotals)} instead of {string.Join(", ", next.VenueTotals)}");
        var sent = next.Venue.Submitted.Select(order => order.ClientOrderId).ToArray();
        Assert.True(sent.Distinct().Count() == sent.Length, $"point {point}: an order was sent twice");
        var fills = next.Events.OfType<OrderFilled>().Select(fill => fill.TradeId).ToArray();
        Assert.True(fills.Distinct().Count() == fills.Length, $"point {point}: a trade was booked twice");
        Assert.True(
            sent.All(id => next.Events.OfType<OrderIntended>().Any(intended => intended.ClientOrderId == id)), $"point {point}: an order without an intent was sent");
    }

    private static List<string> StateHashes(IEnumerable<StoredEvent> events)
    {
        var (account, hashes) = (new Account(Instruments), new List<string>());
        foreach (var stored in events)
        {
            account.Apply(AccountEventCodec.Instance.Decode(stored), stored.Data.TimeNanos);
            hashes.Add(StateHash(account));
        }

        return hashes;
    }

    /// <summary>SHA-256 over everything that an account knows.</summary>
    private static string StateHash(Account account)
    {
        var text = new StringBuilder().AppendLine(account.Name).Append(account.Intents).Append(account.Risk);
        foreach (var (asset, balance) in account.Ledger.Balances.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            text.Append(asset).Append(balance);
        foreach (var order in account.Orders.Values.OrderBy(order => order.ClientOrderId, StringComparer.Ordinal))
            text.Append(order);
        foreach (var position in account.Positions)
            text.Append(position);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private sealed class SameEvent : IEqualityComparer<StoredEvent>
    {
        public static SameEvent Instance { get; } = new();

        public bool Equals(StoredEvent? left, StoredEvent? right) =>
            left!.Sequence == right!.Sequence && left.Data.Type == right.Data.Type && left.Data.TimeNanos == right.Data.TimeNanos
            && left.Data.Payload.Span.SequenceEqual(right.Data.Payload.Span);

        public int GetHashCode(StoredEvent stored) => stored.Sequence.GetHashCode();
    }

    /// <summary>One process over a disk and a venue that outlive it.</summary>
    private sealed class Run : IDisposable
    {
        private readonly IJournalStore _disk;
        private readonly AccountStage _stage;

        public Run(int diesAt = int.MaxValue, Run? after = null)
        {
            Points = new CrashPoints(diesAt);
            _disk = after?._disk ?? new MemoryJournalStore();
            if (after is null)
                _disk.Append([AccountStage.Opening]);
            Venue = after?.Venue ?? new FakeVenue("USDT", AccountStage.Deposit);
            Venue.IsReached = Points.Pass;
            Store = new CrashingStore(_disk, Points);
            _stage = new AccountStage(Venue, Store, after?._stage.World.NowNanos, isGrouped: true);
        }

        public CrashPoints Points { get; }

        public CrashingStore Store { get; }

        public FakeVenue Venue { get; }

        public IReadOnlyList<StoredEvent> Stored => [.. _disk.Read(Stream)];

        /// <summary>The account as the next process folds it from the disk, before it asks the venue anything.</summary>
        public string RecoveredStateHash() => StateHash(new AccountBooks(AccountStage.Name, Instruments, new InlineJournal(_disk)).Durable);

        public IEnumerable<AccountEvent> Events => Stored.Select(AccountEventCodec.Instance.Decode);

        public IReadOnlyList<string> VenueTotals => [.. Venue.Balances.Where(b => b.Value.Total != Money.Zero).Select(b => $"{b.Key} {b.Value.Total}")];

        public IReadOnlyList<string> OwnTotals =>
        [
            .. _stage.Books.Durable.Ledger.Balances.Where(b => b.Value.Total != Money.Zero).OrderBy(b => b.Key, StringComparer.Ordinal)
                .Select(b => $"{b.Key} {b.Value.Total}"),
        ];

        /// <summary>Carries out commands until the last one or the end of the process; answers how far it came.</summary>
        public int Play(int from, int to)
        {
            for (var number = from; number < to; number++)
            {
                if (Points.IsDead)
                    return number;
                Carry(number);
                if (!Points.IsDead)
                    _stage.Pass(TimeSpan.FromMinutes(5));
            }

            return to;
        }

        /// <summary>Lets what is open come to its end, with time for every question.</summary>
        public void Settle()
        {
            if (_stage.Books.Durable.OpenOrders.FirstOrDefault(order => order.Status is OrderStatus.Accepted) is { } open)
                _stage.Say(new VenueFilled(Venue.Fill(open.ClientOrderId, AccountStage.Btc, AccountStage.PriceUnits)));
            _stage.Pass(TimeSpan.FromMinutes(5));
        }

        public void Dispose() => _stage.Dispose();

        /// <summary>What comes next is drawn from the number alone, and does what the account's state allows.</summary>
        private void Carry(int number)
        {
            var draw = WorldRandom.Mix(7, (ulong)number) % 100;
            var open = _stage.Books.Durable.OpenOrders.FirstOrDefault(order => order.Status is OrderStatus.Accepted);
            if (open is not null && draw < 80)
                _stage.Say(new VenueFilled(Venue.Fill(open.ClientOrderId, AccountStage.Btc, AccountStage.PriceUnits + (long)(draw * 100))));
            else if (draw < 4)
                _stage.Halt();
            else if (draw < 12)
                _stage.Tell(new ResumeTrading("operator"));
            else if (draw < 20)
                _stage.Tell(new MarkPrice(AccountStage.Btc.Symbol, AccountStage.Btc.Price(AccountStage.PriceUnits + (long)draw), _stage.World.NowNanos));
            else if (AccountStage.Btc.IsDust(_stage.Position.Quantity))
                _stage.Enter();
            else
                _stage.Exit();
        }
    }
}
