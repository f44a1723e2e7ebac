using QuantumAI.Runtime.Worlds;
using QuantumAI.TestKit;

namespace QuantumAI.Simulation.Tests.Models.Town;

public sealed class JournalTownTests
{
    private const int TracedTwice = 10;

    [Fact]
    public void Sim_what_is_told_is_in_the_journal_once_and_in_order_whatever_fails() => Play(200);

    [Fact]
    [Trait("Size", "proof")]
    public void Sim_what_is_told_is_in_the_journal_once_and_in_order_whatever_fails_long() => Play(5_000);

    [Fact]
    public void Sim_what_is_told_is_in_the_file_once_and_in_order_whatever_fails() => PlayOnDisk(200);

    [Fact]
    [Trait("Size", "proof")]
    public void Sim_what_is_told_is_in_the_file_once_and_in_order_whatever_fails_long() => PlayOnDisk(5_000);

    [Fact]
    public void Sim_same_seed_must_give_the_same_trace()
    {
        for (var seed = 1UL; seed <= TracedTwice; seed++)
        {
            Assert.Equal(TraceOf(seed), TraceOf(seed));
            Assert.NotEqual(TraceOf(seed), TraceOf(seed + TracedTwice));
        }
    }

    /// <summary>The town must notice what its database no longer does, or its silence proves nothing.</summary>
    [Theory]
    [InlineData(Safeguard.Fencing)]
    [InlineData(Safeguard.Deduplication)]
    public void Sim_safeguard_left_out_must_be_seen_within_fifty_seeds(Safeguard omitted)
    {
        for (var seed = 0UL; seed < 50; seed++)
        {
            using var town = new JournalTown(seed, omitted);
            if (Record.Exception(town.Play) is not Xunit.Sdk.EmptyException seen)
                continue;
            TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}: {seen.Message}");
            return;
        }

        Assert.Fail($"nobody has noticed that there is no {omitted}");
    }

    private static ulong TraceOf(ulong seed)
    {
        using var town = new JournalTown(seed);
        town.Play();
        return town.Trace;
    }

    private static void Play(int seeds) => Play(seeds, Expected, seed =>
    {
        using var town = new JournalTown(seed);
        town.Play();
        return town.Faults;
    });

    private static void PlayOnDisk(int seeds) => Play(seeds, ["disk-crash", "disk-full", "disk-slow", "disk-sync-failed"], seed =>
    {
        using var town = new DiskTown(seed);
        town.Play();
        return town.Faults;
    });

    private static void Play(int seeds, string[] expected, Func<ulong, SortedDictionary<string, int>> play)
    {
        var faults = new SortedDictionary<string, int>(StringComparer.Ordinal);
        Seeds.HoldEach(1, (seed, _) =>
        {
            foreach (var (kind, count) in play((ulong)seed))
                faults[kind] = faults.GetValueOrDefault(kind) + count;
        }, leastSize: 1, runs: seeds);
        Assert.All(expected, kind => Assert.True(faults.GetValueOrDefault(kind) > 0, $"{kind} never happened"));
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join(", ", faults.Select(fault => $"{fault.Key} {fault.Value}")));
    }

    private static readonly string[] Expected =
    [
        "cut", "freeze", "journal-contention", "journal-full", "journal-open-transaction", "journal-outage", "journal-slow", "journal-unknown-held",
        "journal-unknown-late", "journal-unknown-not-written", "journal-unknown-written", "journal-unreachable", "kill",
    ];
}
