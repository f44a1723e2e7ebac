using QuantumAI.Domain.Instruments.Filters;
using QuantumAI.TestKit;

namespace QuantumAI.Domain.Tests.Instruments.Filters;

public sealed class FilterRulesProperties
{
    [Fact]
    public void Prop_first_fault_equals_that_of_the_naive_twin() => Seeds.Hold(200, leastSize: 1, runs: 60, run: (random, orders) =>
    {
        for (var i = 0; i < orders; i++)
        {
            var scenario = new RandomFilters(random).Scenario();
            var expected = NaiveFilters.FirstBroken(scenario.Terms, scenario.Instrument, scenario.Context);
            Assert.True(expected == scenario.Fault()?.Kind, $"expected {expected}, was {scenario.Fault()}\n{scenario}");
        }
    });

    [Fact]
    public void random_orders_must_reach_every_kind()
    {
        var kinds = new SortedDictionary<FilterKind, int>();
        var draw = new Random(1);
        for (var i = 0; i < 50_000; i++)
        {
            var kind = new RandomFilters(draw).Scenario().Fault()?.Kind ?? FilterKind.Unspecified; // Unspecified stands for a pass
            kinds[kind] = kinds.GetValueOrDefault(kind) + 1;
        }

        Assert.True(kinds.Count == Enum.GetValues<FilterKind>().Length, string.Join(' ', kinds));
    }
}
