using QuantumAI.Domain.Market;
using QuantumAI.Simulation.Processes;
using QuantumAI.Trading.Execution;
using QuantumAI.Venues.Contract;
using QuantumAI.Venues.Simulated;

namespace QuantumAI.Venues.Tests.Simulated;

/// <summary>The adapter on an exchange at which everything goes wrong that the venue's documentation and history know of.</summary>
public class ExchangeFaultTests
{
    private static readonly NetworkSettings Rough = new(20 * UnixNanos.PerMillisecond, BreakPpm: 100);

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Sim_same_seed_must_give_the_same_trace_and_books_must_agree_when_faults_are_over(ulong seed)
    {
        var first = Live(seed);
        var second = Live(seed);
        Assert.Equal(first.TraceHash, second.TraceHash);
        Assert.Equal(first.Universe.Steps, second.Universe.Steps);
    }

    public static IEnumerable<TheoryDataRow<ulong>> Seeds() => Enumerable.Range(1, 20).Select(seed => new TheoryDataRow<ulong>((ulong)seed));

    [Fact]
    public void Different_seeds_must_give_different_traces() => Assert.NotEqual(Live(1).TraceHash, Live(2).TraceHash);

    [Fact]
    public void Every_kind_must_have_a_rate_of_its_own()
    {
        var names = new List<string>();
        var drawn = ExchangeFaults.None.Each((name, _) =>
        {
            names.Add(name);
            return names.Count;
        });
        Assert.Equal(Kinds.Where(kind => kind != "connection-broken").Append("report-conflicting").Order(StringComparer.Ordinal), names.Order(StringComparer.Ordinal));
        var rates = new List<int>();
        drawn.Each((_, ppm) =>
        {
            rates.Add(ppm);
            return ppm;
        });
        Assert.Equal(Enumerable.Range(1, names.Count), rates);
    }

    [Fact]
    public void Sim_fault_that_is_left_out_must_leave_the_draws_of_the_others()
    {
        Dictionary<string, int> Happened(ExchangeFaults faults)
        {
            var stand = new ExchangeStand(3, faults).Open();
            stand.Run(TimeSpan.FromMinutes(2));
            return stand.Happened;
        }

        // Without trading what is drawn by ticks depends on nothing else.
        var ticks = ExchangeFaults.None with { ClockJumpPpm = 10_000, DepthGapPpm = 10_000, StaleQuotesPpm = 10_000 };
        var (all, fewer) = (Happened(ticks), Happened(ticks.Each((kind, ppm) => kind == "clock-jump" ? 0 : ppm)));
        Assert.True(all.Remove("clock-jump"));
        Assert.Equal(all, fewer);
    }

    [Fact]
    public void Sim_every_kind_of_fault_must_happen_in_some_seed()
    {
        var happened = new HashSet<string>(StringComparer.Ordinal);
        for (var seed = 101UL; seed <= 116; seed++)
            happened.UnionWith(Live(seed).Happened.Keys);
        Assert.Equal([], Kinds.Except(happened, StringComparer.Ordinal));
    }

    [Fact]
    [Trait("Size", "proof")]
    public void Sim_books_must_agree_when_faults_are_over_for_many_seeds() => All(1_001, 300, static seed => Live(seed));

    [Fact]
    [Trait("Size", "proof")]
    public void Sim_books_must_agree_after_freezes_partitions_and_restarts_as_well() => All(2_001, 150, LiveBadly);

    private static void All(ulong first, int count, Action<ulong> live)
    {
        var failed = new List<string>();
        for (var seed = first; seed < first + (ulong)count; seed++)
        {
            try
            {
                live(seed);
            }
            catch (Xunit.Sdk.XunitException failure)
            {
                failed.Add($"{seed}: {failure.Message}");
            }
        }

        Assert.True(failed.Count == 0, string.Join(Environment.NewLine, failed));
    }

    /// <summary>The same with everything five times as often, and what befalls whole processes.</summary>
    private static void LiveBadly(ulong seed)
    {
        var stand = new ExchangeStand(seed, Often, Rough with { BreakPpm = 1_000 }, skewNanos: -3 * UnixNanos.PerSecond).Open();
        stand.Wander(5);
        var (trader, random) = (new StandTrader(stand, seed), new SimulatedRandom(seed, "fates"));
        trader.Start();
        for (var i = 0; i < 6; i++)
        {
            stand.Run(TimeSpan.FromSeconds(random.Between(5, 30)));
            Befall(stand, random);
        }

        stand.Exchange.Heal();
        stand.Network.Heal();
        trader.Stop();
        stand.Run(TimeSpan.FromMinutes(6));
        MustAgree(stand, trader);
    }

    private static ExchangeFaults Often { get; } = ExchangeFaults.Everything with
    {
        SilentDonePpm = 40_000,
        SilentUndonePpm = 40_000,
        DroppedDonePpm = 40_000,
        DroppedUndonePpm = 40_000,
        PageDonePpm = 40_000,
        UnexpectedDonePpm = 40_000,
        TimeoutDonePpm = 40_000,
        InvisiblePpm = 800_000,
        DuplicateReportPpm = 200_000,
        LateReportPpm = 200_000,
        ReorderedReportPpm = 200_000,
        LostEventsPpm = 5_000,
        TerminatedEventsPpm = 3_000,
        DepthGapPpm = 10_000,
        ClockJumpPpm = 3_000,
        ShutdownPpm = 3_000,
        CutPpm = 3_000,
    };

    private static void Befall(ExchangeStand stand, SimulatedRandom random)
    {
        switch (random.Below(3))
        {
            case 0:
                stand.Client.Freeze();
                stand.Run(TimeSpan.FromSeconds(random.Between(1, 90)));
                stand.Client.Thaw();
                break;
            case 1:
                stand.Network.Cut(ExchangeStand.ClientSite, "exchange");
                stand.Run(TimeSpan.FromSeconds(random.Between(1, 60)));
                stand.Network.Mend(ExchangeStand.ClientSite, "exchange");
                break;
            default:
                stand.Exchange.Restart();
                break;
        }
    }

    /// <summary>All but the contradiction, at which an account halts.</summary>
    private static readonly string[] Kinds =
    [
        "call-done-silent", "call-undone-silent", "call-done-dropped", "call-undone-dropped", "call-done-5xx", "call-undone-5xx", "call-done-1006", "call-undone-1006",
        "call-done-1007", "call-undone-1007", "call-1008", "call-1001", "limit-429", "ban-418", "order-invisible", "clock-jump", "report-duplicate", "report-late",
        "report-reordered", "events-lost", "events-terminated", "depth-gap", "quotes-stale", "quote-crossed", "market-silent", "server-shutdown", "connection-24h",
        "connection-broken",
    ];

    /// <summary>A minute and a half with faults, then without; at the end nothing is unknown and nobody counts differently.</summary>
    internal static ExchangeStand Live(ulong seed)
    {
        var stand = new ExchangeStand(seed, ExchangeFaults.Everything, Rough, skewNanos: 400 * UnixNanos.PerMillisecond).Open();
        stand.Wander(5);
        var trader = new StandTrader(stand, seed);
        trader.Start();
        stand.Run(TimeSpan.FromSeconds(90));
        stand.Exchange.Heal();
        stand.Network.Heal();
        trader.Stop();
        stand.Run(TimeSpan.FromMinutes(4)); // a ban lasts for two minutes, and absence has to be proved
        MustAgree(stand, trader);
        return stand;
    }

    /// <summary>Nothing is unknown, no order is there twice, and what the trader knows is what the exchange has.</summary>
    internal static void MustAgree(ExchangeStand stand, StandTrader trader)
    {
        trader.Read();
        Assert.Equal(VenueLink.Linked, stand.Session.Link);
        for (var symbol = 0; symbol < stand.Books.Count; symbol++)
            stand.MustSeeBook(symbol);
        stand.IsMarketOpen = false; // nothing is filled while it is compared
        stand.Run(TimeSpan.FromSeconds(1));
        foreach (var id in trader.Known)
            stand.Query(id);
        stand.Run(TimeSpan.FromMinutes(1));
        trader.Read();
        Assert.Empty(trader.Unknown);
        var account = stand.Exchange.Venue.Account("desk")!;
        var there = stand.Instruments.SelectMany(instrument => account.Orders(instrument.Symbol, 0, int.MaxValue))
            .Where(order => order.Status != VenueOrderStatus.Rejected).ToList();
        Assert.Equal(there.Count, there.Select(order => order.ClientOrderId).Distinct(StringComparer.Ordinal).Count());
        foreach (var order in there)
            Assert.True(trader.Known.Contains(order.ClientOrderId), $"{order.ClientOrderId} is there ({order.Status}) and {(trader.Absent.Contains(order.ClientOrderId) ? "was said to be absent" : "is not known")} (seed {stand.Universe.Seed})");
        Assert.Equal(trader.Known.Count, there.Count);
        foreach (var order in there)
        {
            var told = trader.Trades.GetValueOrDefault(order.ClientOrderId)?.Values.Sum(trade => trade.Quantity.Units) ?? 0;
            Assert.True(told == order.Filled.Units, $"{order.ClientOrderId}: {told} were told, {order.Filled.Units} are filled (seed {stand.Universe.Seed})");
        }
    }
}
