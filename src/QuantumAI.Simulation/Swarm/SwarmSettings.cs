using System.Text.Json.Serialization;
using QuantumAI.Domain.Market;
using QuantumAI.Runtime.Worlds;
using QuantumAI.Simulation.Liquidity;
using QuantumAI.Simulation.Models;
using QuantumAI.Simulation.Processes;
using QuantumAI.Simulation.Venue;
using QuantumAI.Trading.Execution;

namespace QuantumAI.Simulation.Swarm;

/// <summary>One run of the whole system under faults: all of it follows from these values. Each seed draws its own.</summary>
/// <param name="Seed">Of every draw.</param>
/// <param name="Length">How long faults go on; afterwards everything must settle.</param>
/// <param name="Nodes">Machines, 1 to 5.</param>
/// <param name="Accounts">Accounts, each with its own stream, venue account and owner.</param>
/// <param name="Symbols">Instruments that each account trades, 1 to 20.</param>
/// <param name="OrderMeanNanos">Mean time between two requests of the load, per account.</param>
/// <param name="TickNanos">Time between two quotes of an instrument.</param>
/// <param name="Network">What happens to messages.</param>
/// <param name="Journal">What happens to commits.</param>
/// <param name="Venue">What happens to requests and reports.</param>
/// <param name="CrashPpm">Probability that a process ends at a step of its own.</param>
/// <param name="DriftPpm">How far clocks drift at most.</param>
/// <param name="Entry">When orders enter the venue's book.</param>
/// <param name="IsPlainVenue">Whether the venue takes only single market and limit orders, so that all else is held here.</param>
/// <param name="Faults">What is planned, by time.</param>
public sealed record SwarmSettings(
    ulong Seed,
    TimeSpan Length,
    int Nodes,
    int Accounts,
    int Symbols,
    long OrderMeanNanos,
    long TickNanos,
    NetworkSettings Network,
    JournalFaults Journal,
    ReportFaults Venue,
    long CrashPpm,
    long DriftPpm,
    EntryPolicy Entry,
    bool IsPlainVenue,
    IReadOnlyList<PlannedFault> Faults)
{
    /// <summary>Time after the last fault in which everything must settle. A ban of an exchange lasts two minutes and longer.</summary>
    [JsonIgnore]
    public TimeSpan Healing => TimeSpan.FromSeconds(VenueKind == SwarmVenueKind.Adapter ? 300 : 150);

    /// <summary>Where orders go.</summary>
    public SwarmVenueKind VenueKind { get; init; } = SwarmVenueKind.BuiltIn;

    /// <summary>What is done about what others do at the venue; only where it is adopted do transfers happen unannounced.</summary>
    public ExternalPolicy External { get; init; } = ExternalPolicy.Adopt;

    /// <summary>What the market offers; null = everything at the best price.</summary>
    public LiquiditySettings? Liquidity { get; init; }

    /// <summary>How the machine's disk fails, where each account's journal is a file of the one machine; null = a database for all machines.</summary>
    public DiskFaults? Disk { get; init; }

    /// <summary>Whether no place in the code behaves unlikely.</summary>
    public bool IsCalmCode { get; init; }

    /// <summary>The safeguard that is left out; only to see that its absence is found.</summary>
    public Safeguard Omitted { get; init; }

    /// <summary>What is wrong with them, in words; null when they can be run.</summary>
    public string? Fault()
    {
        (string Name, long Value, long Least, long Most)[] ranges =
        [
            ("nodes", Nodes, 1, 5), ("accounts", Accounts, 1, 5), ("symbols", Symbols, 1, 20), ("length in seconds", (long)Length.TotalSeconds, 1, 86_400),
            ("orderMeanNanos", OrderMeanNanos, 1_000_000, 3_600_000_000_000), ("tickNanos", TickNanos, 1_000_000, 3_600_000_000_000),
            ("network.delayNanos", Network.DelayNanos, 0, 10_000_000_000), ("driftPpm", DriftPpm, 0, 500_000), ("faults", Faults.Count, 0, 100_000),
        ];
        foreach (var (name, value, least, most) in ranges)
        {
            if (value < least || value > most)
                return $"{name} must be {least} to {most}, was {value}";
        }

        if (Disk is not null && Nodes > 1)
            return "disk: a journal on a machine's disk is for one machine (nodes: 1)";
        return Entry is EntryPolicy.NextEvent or EntryPolicy.AtOnce && VenueKind is SwarmVenueKind.BuiltIn or SwarmVenueKind.Adapter && External != ExternalPolicy.Unspecified
            ? null : "entry, venueKind and external must be named";
    }

    /// <summary>The configuration of a seed: its sizes, its rates and its plan.</summary>
    public static SwarmSettings Draw(ulong seed, TimeSpan length)
    {
        var random = new SimulatedRandom(seed, "swarm");
        var nodes = 1 + random.Below(5);
        var isCalm = random.Chance(100_000); // some runs have no faults but those of the plan
        long Rate(long most) => isCalm || random.Chance(300_000) ? 0 : random.Between(0, most);
        var settings = new SwarmSettings(
            seed, length, nodes, Accounts: 1 + random.Below(3), Symbols: random.Chance(900_000) ? 1 + random.Below(5) : 6 + random.Below(15),
            OrderMeanNanos: random.Between(200, 3_000) * UnixNanos.PerMillisecond,
            TickNanos: random.Between(200, 1_000) * UnixNanos.PerMillisecond,
            new NetworkSettings(
                random.Between(1, 40) * UnixNanos.PerMillisecond, Rate(200_000), Rate(300_000), Rate(2_000), random.Between(100, 4_000) * UnixNanos.PerMillisecond),
            new JournalFaults
            {
                UnreachablePpm = Rate(5_000),
                OutagePpm = Rate(1_000),
                UnknownPpm = Rate(10_000),
                ContentionPpm = Rate(10_000),
                DiskFullPpm = Rate(500),
                CommitNanos = random.Between(0, 30) * UnixNanos.PerMillisecond,
                SlowPpm = Rate(20_000),
            },
            new ReportFaults(Rate(50_000), Rate(50_000), Rate(20_000), random.Chance(50_000) ? 2_000 : 0),
            CrashPpm: Rate(40), DriftPpm: Rate(500),
            random.Chance(500_000) ? EntryPolicy.AtOnce : EntryPolicy.NextEvent, IsPlainVenue: random.Chance(300_000), []);
        var external = random.Pick([ExternalPolicy.Adopt, ExternalPolicy.Adopt, ExternalPolicy.Halt]);
        return settings with
        {
            External = external,
            VenueKind = random.Chance(250_000) ? SwarmVenueKind.Adapter : SwarmVenueKind.BuiltIn,
            Liquidity = random.Chance(500_000) ? new LiquiditySettings(HalfSpreadPpm: 100, Queue: random.Pick([QueueModel.Pessimistic, QueueModel.Optimistic])) : null,
            Disk = nodes == 1 ? DrawDisk(new SimulatedRandom(seed, "disk")) : null,
            Faults = [.. Plan(random, length).Where(fault => !IsOutside(fault.Kind) || external == ExternalPolicy.Adopt)],
        };
    }

    /// <summary>Two of three runs on one machine have their journals on its disk.</summary>
    private static DiskFaults? DrawDisk(SimulatedRandom random) => random.Chance(330_000) ? null : new DiskFaults
    {
        FullPpm = random.Chance(500_000) ? random.Between(0, 2_000) : 0,
        FullNanos = random.Between(1, 5) * UnixNanos.PerSecond,
        SyncFailsPpm = random.Chance(500_000) ? random.Between(0, 10_000) : 0,
        PowerPpm = random.Chance(500_000) ? random.Between(0, 3_000) : 0,
        CommitNanos = random.Between(0, 30) * UnixNanos.PerMillisecond,
        SlowPpm = random.Between(0, 20_000),
    };

    /// <summary>What people do at the venue without us: it halts an account that adopts nothing.</summary>
    private static bool IsOutside(FaultKind kind) => kind is FaultKind.Transfer or FaultKind.ManualTrade;

    /// <summary>Mostly short; some end just before or after a lease does, where the two sides disagree.</summary>
    private static long LengthOf(SimulatedRandom random) => random.Chance(200_000)
        ? SwarmCluster.OwnershipNanos + random.Between(-2 * UnixNanos.PerSecond, 3 * UnixNanos.PerSecond)
        : random.Wait(8 * UnixNanos.PerSecond) + UnixNanos.PerSecond;

    /// <summary>A few kinds per run, so that each is met alone, in pairs and in crowds.</summary>
    private static PlannedFault[] Plan(SimulatedRandom random, TimeSpan length)
    {
        FaultKind[] kinds = [.. Enum.GetValues<FaultKind>().Where(kind => kind != FaultKind.Unspecified && random.Chance(350_000))];
        if (kinds.Length == 0)
            return [];
        var lengthNanos = length.Ticks * 100;
        var faults = new PlannedFault[random.Below(1 + (int)length.TotalMinutes * 4)];
        for (var i = 0; i < faults.Length; i++)
        {
            faults[i] = new PlannedFault(
                random.Between(0, lengthNanos - 1), random.Pick(kinds), random.Below(60), LengthOf(random));
        }

        return [.. faults.OrderBy(fault => fault.AfterNanos)];
    }
}

/// <summary>What happens to single requests and reports between a venue and its clients.</summary>
/// <param name="LatePpm">Reports that come seconds late, behind others.</param>
/// <param name="TwicePpm">Reports that come twice.</param>
/// <param name="SilentPpm">Requests that are carried out and not answered, or neither.</param>
/// <param name="ConflictPpm">Fills that are told a second time with other figures.</param>
public sealed record ReportFaults(long LatePpm, long TwicePpm, long SilentPpm, long ConflictPpm);
