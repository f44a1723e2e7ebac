namespace QuantumAI.Architecture.Tests;

public sealed class BanTests
{
    private static readonly string[] Watched = [.. SourceProject.All.Select(project => project.Name).Where(name => Tiers.Of(name) <= 1)];

    private static readonly string OwnFile = typeof(BanTests).Assembly.Location;

    public static TheoryData<string> WatchedProjects => new(Watched);

    [Theory]
    [MemberData(nameof(WatchedProjects))]
    public void assembly_must_use_nothing_that_its_tier_forbids(string project)
    {
        var file = SourceProject.All.Single(source => source.Name == project).Assembly;
        Assert.True(File.Exists(file), $"{project} is in tier 0 or 1: refer to it from the architecture tests, so that it is built first");
        Assert.Empty(Bans.Violations(file, Tiers.Of(project)!.Value));
    }

    [Theory]
    [InlineData("System.DateTime.get_UtcNow")]
    [InlineData("System.DateTime.get_Now")]
    [InlineData("System.DateTime.get_Today")]
    [InlineData("System.DateTimeOffset.get_Now")]
    [InlineData("System.Environment.get_TickCount64")]
    [InlineData("System.Diagnostics.Stopwatch.GetTimestamp")]
    [InlineData("System.Random")]
    [InlineData("System.Guid.NewGuid")]
    public void checker_must_find_clock_and_random_calls_in_plain_generic_lambda_and_async_code(string target)
    {
        var expected = $"{typeof(ForbiddenCalls).FullName} uses {target}";
        Assert.Contains(expected, Bans.Violations(OwnFile, 0));
        Assert.Contains(expected, Bans.Violations(OwnFile, 1));
    }

    [Theory]
    [InlineData("System.IO.File", 0)]
    [InlineData("System.IO.File", 1)]
    [InlineData("System.Console", 0)]
    [InlineData("System.Console", 1)]
    [InlineData("System.Threading.Tasks.Task", 0)]
    public void checker_must_find_input_output_and_tasks(string type, int tier) =>
        Assert.Contains($"QuantumAI.Architecture.Tests names {type}", Bans.Violations(OwnFile, tier));

    [Fact]
    public void checker_must_see_the_clock_where_it_is_allowed() => Assert.Contains(
        AssemblyUses.BodiesOf(SourceProject.All.Single(source => source.Name == "QuantumAI.Runtime").Assembly),
        use => use is { Namespace: Bans.WorldsNamespace, Target: "System.DateTime.get_UtcNow" });

    [Fact]
    public void tasks_must_pass_in_tier_one() =>
        Assert.DoesNotContain("QuantumAI.Architecture.Tests names System.Threading.Tasks.Task", Bans.Violations(OwnFile, 1));
}
