using QuantumAI.Runtime.Shutdown;

namespace QuantumAI.Runtime.Tests.Shutdown;

public sealed class PhaseOrderTests
{
    [Fact]
    public void phases_must_keep_the_given_order_where_dependencies_leave_a_choice() =>
        Assert.Equal(["b", "d", "a", "c"], Sort(new("b"), new("a") { DependsOn = ["d"] }, new("d"), new("c") { DependsOn = ["a", "b"] }));

    [Fact]
    public void Prop_each_phase_must_come_once_and_after_those_it_depends_on() => Seeds.Hold(30, (random, count) =>
    {
        var phases = Enumerable.Range(0, count)
            .Select(n => new ShutdownPhase($"p{n}") { DependsOn = [.. Enumerable.Range(0, n).Where(_ => random.Next(4) == 0).Select(other => $"p{other}")] })
            .OrderBy(_ => random.Next())
            .ToArray();
        var sorted = Sort(phases).ToList();
        Assert.Equal(phases.Select(phase => phase.Name).Order(), sorted.Order());
        foreach (var phase in phases)
            Assert.All(phase.DependsOn, earlier => Assert.True(sorted.IndexOf(earlier) < sorted.IndexOf(phase.Name)));
    });

    [Fact]
    public void circle_must_be_refused_by_its_members()
    {
        var refused = Assert.Throws<ArgumentException>(() => Sort(
            new("first"), new("outside") { DependsOn = ["b"] }, new("a") { DependsOn = ["c", "first"] }, new("b") { DependsOn = ["a"] }, new("c") { DependsOn = ["b"] }));
        Assert.Contains("b → a → c → b", refused.Message, StringComparison.Ordinal);
        Assert.Contains("a → a", Assert.Throws<ArgumentException>(() => Sort(new ShutdownPhase("a") { DependsOn = ["a"] })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void phases_must_be_refused_when_a_name_or_a_time_is_wrong()
    {
        Refused("name of its own, was “a”", new("a"), new("a"));
        Refused("name of its own, was “”", new ShutdownPhase(""));
        Refused("depends on b, which is none", new ShutdownPhase("a") { DependsOn = ["b"] });
        Refused("a: its timeout must be positive", new ShutdownPhase("a") { Timeout = TimeSpan.Zero });
        Refused("at most 64 phases, had 65", [.. Enumerable.Range(0, 65).Select(n => new ShutdownPhase($"p{n}"))]);
    }

    private static IEnumerable<string> Sort(params ShutdownPhase[] phases) => PhaseOrder.Sort(phases).Select(phase => phase.Name);

    private static void Refused(string rule, params ShutdownPhase[] phases) =>
        Assert.Contains(rule, Assert.Throws<ArgumentException>(() => Sort(phases)).Message, StringComparison.Ordinal);
}
