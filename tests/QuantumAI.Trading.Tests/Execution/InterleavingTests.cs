using QuantumAI.Domain.Portfolio;
using QuantumAI.Trading.Execution;

namespace QuantumAI.Trading.Tests.Execution;

/// <summary>What a venue tells of one order, in any order, with repetitions: <see cref="OrderDecider"/> and <see cref="Account"/> together.</summary>
public sealed class InterleavingTests
{
    private const int Stories = 300;
    private const int ProofStories = 3_000;
    private const int ShuffledStories = 3_000;

    /// <summary>Sets of so many reports are told in every order: 720 of them.</summary>
    private const int EveryOrder = 6;

    [Fact]
    public void Prop_every_order_of_reports_books_the_distinct_trades() => HoldEveryOrder(Stories);

    [Fact]
    [Trait("Size", "proof")]
    public void Prop_every_order_of_reports_of_many_orders_books_the_distinct_trades() => HoldEveryOrder(ProofStories);

    [Fact]
    public void Prop_long_shuffled_reports_book_the_distinct_trades() => Seeds.Hold(40, leastSize: 5, runs: ShuffledStories, run: static (random, most) =>
    {
        var story = new VenueStory(random, most);
        story.Tell([.. story.Reports.OrderBy(_ => random.Next())]);
    });

    /// <summary>One trade is told twice with different figures: the second is not booked, whichever it is, and trading halts.</summary>
    [Fact]
    public void Prop_conflicting_duplicate_halts_and_books_nothing() => Seeds.Hold(12, leastSize: 6, runs: 1_000, run: static (random, most) =>
    {
        var story = new VenueStory(random, most, conflicts: true);
        story.Tell([.. story.Reports.OrderBy(_ => random.Next())]);
    });

    /// <summary>Whatever a venue says, nothing throws and every asset is conserved.</summary>
    [Fact]
    public void Prop_no_report_breaks_the_books() => Seeds.Hold(60, leastSize: 1, runs: 3_000, run: static (random, steps) =>
    {
        var story = new VenueStory(random, 6);
        for (var i = 0; i < steps; i++)
            story.Hear(story.AnyReport());
    });

    private static void HoldEveryOrder(int stories) => Seeds.Hold(EveryOrder, leastSize: 1, runs: stories, run: static (random, most) =>
    {
        var story = new VenueStory(random, most);
        foreach (var order in Permutations(story.Reports))
            story.Tell(order);
    });

    private static IEnumerable<VenueReport[]> Permutations(IReadOnlyList<VenueReport> reports)
    {
        if (reports.Count == 0)
        {
            yield return [];
            yield break;
        }

        for (var i = 0; i < reports.Count; i++)
        {
            foreach (var rest in Permutations([.. reports.Where((_, index) => index != i)]))
                yield return [reports[i], .. rest];
        }
    }
}
