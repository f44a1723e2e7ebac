using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Runtime.Persistence;
using QuantumAI.Trading.Execution;
using QuantumAI.Trading.Portfolio;

namespace QuantumAI.Trading.Tests.Fakes;

/// <summary>One process over a disk and a venue that outlive it; it ends at a touch of the outside: before an append, between write and acknowledgement, before or after a request to the venue.</summary>
internal sealed class CrashingProcess : IDisposable
{
    private readonly IJournalStore _disk;

    /// <param name="diesAt">The touch that is not reached.</param>
    /// <param name="after">The process before, whose disk and venue it has; null: a new account.</param>
    public CrashingProcess(int diesAt = int.MaxValue, CrashingProcess? after = null)
    {
        Points = new CrashPoints(diesAt);
        _disk = after?._disk ?? new MemoryJournalStore();
        if (after is null)
            _disk.Append([AccountStage.Opening]);
        Venue = after?.Venue ?? new FakeVenue("USDT", AccountStage.Deposit) { AnswersChanges = true };
        Venue.IsReached = Points.Pass;
        Stage = new AccountStage(Venue, new CrashingStore(_disk, Points), after?.Stage.World.NowNanos, isGrouped: true, capabilities: VenueCapabilities.Plain);
    }

    public CrashPoints Points { get; }

    public FakeVenue Venue { get; }

    public AccountStage Stage { get; }

    public IEnumerable<AccountEvent> Events => _disk.Read($"account/{AccountStage.Name}").Select(AccountEventCodec.Instance.Decode);

    /// <summary>Plays a story in a process that is ended at each of its touches in turn, and once more in the process after it.</summary>
    /// <param name="play">The story; what an earlier process has done already it does not do again.</param>
    /// <param name="check">What must hold after both, with the number of the touch.</param>
    public static void ForEachTouch(Action<CrashingProcess> play, Action<CrashingProcess, int> check)
    {
        int touches;
        using (var whole = new CrashingProcess())
        {
            play(whole);
            touches = whole.Points.Passed;
        }

        Assert.InRange(touches, 20, 400);
        for (var point = 1; point <= touches; point++)
        {
            using var first = new CrashingProcess(diesAt: point);
            play(first);
            using var next = new CrashingProcess(after: first);
            play(next);
            Check(next.Stage.World.Fault is null, next, point, $"{next.Stage.World.Fault?.Exception}");
            var fills = next.Events.OfType<OrderFilled>().Select(fill => fill.TradeId).ToArray();
            Check(fills.Distinct().Count() == fills.Length && fills.Length == next.Venue.Trades.Count(), next, point, "a trade was booked twice, or not at all");
            check(next, point);
        }
    }

    public static void Check(bool holds, CrashingProcess process, int point, string rule = "") => Assert.True(
        holds, $"touch {point}: {rule}\n{string.Join('\n', process.Events)}");

    /// <summary>Nothing happens in a process that has ended.</summary>
    public void Do(Action act)
    {
        if (!Points.IsDead)
            act();
    }

    /// <summary>The venue fills everything that is open there.</summary>
    public void FillOpen() => Do(() =>
    {
        foreach (var order in Venue.Open.ToList())
        {
            var trade = Venue.Fill(order.ClientOrderId, AccountStage.Btc, AccountStage.PriceUnits);
            Do(() => Stage.Say(new VenueFilled(trade)));
        }
    });

    public void Dispose() => Stage.Dispose();
}
