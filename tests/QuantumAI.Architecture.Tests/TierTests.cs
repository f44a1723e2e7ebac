namespace QuantumAI.Architecture.Tests;

public sealed class TierTests
{
    [Fact]
    public void references_must_point_down_only() => Assert.Empty(Tiers.Violations(SourceProject.All));

    [Fact]
    public void projects_must_be_found() => Assert.Superset(
        new HashSet<string> { "QuantumAI.Domain", "QuantumAI.Runtime", "QuantumAI.Trading", "QuantumAI.Simulation" },
        SourceProject.All.Select(project => project.Name).ToHashSet());

    [Theory]
    [InlineData("QuantumAI.Domain", "QuantumAI.Runtime")]
    [InlineData("QuantumAI.Domain", "QuantumAI.Quant")]
    [InlineData("QuantumAI.Runtime", "QuantumAI.Trading")]
    [InlineData("QuantumAI.Trading", "QuantumAI.Simulation")]
    [InlineData("QuantumAI.Learning", "QuantumAI.Trading")]
    [InlineData("QuantumAI.Trading", "QuantumAI.Learning")]
    [InlineData("QuantumAI.Trading", "QuantumAI.Journal")]
    [InlineData("QuantumAI.Journal", "QuantumAI.Feeds")]
    [InlineData("QuantumAI.Feeds", "QuantumAI.Node")]
    [InlineData("QuantumAI.Venues", "QuantumAI.Feeds")]
    [InlineData("QuantumAI.Journal", "QuantumAI.Venues")]
    [InlineData("QuantumAI.Node", "QuantumAI.Dashboard")]
    [InlineData("QuantumAI.Node", "QuantumAI.Unheard")]
    [InlineData("QuantumAI.Unheard", "QuantumAI.Domain")]
    [InlineData("QuantumAI.Analyzers", "QuantumAI.Runtime")]
    [InlineData("QuantumAI.Node", "QuantumAI.Analyzers")]
    [InlineData("QuantumAI.Runtime", "QuantumAI.Analyzers")]
    public void reference_must_be_reported_when_it_points_up_or_sideways(string project, string reference) =>
        Assert.NotEmpty(Tiers.Violations([Project(project, reference)]));

    [Theory]
    [InlineData("QuantumAI.Trading", "QuantumAI.Runtime")]
    [InlineData("QuantumAI.Simulation", "QuantumAI.Runtime")]
    [InlineData("QuantumAI.Simulation", "QuantumAI.Trading")]
    [InlineData("QuantumAI.Trading", "QuantumAI.Domain")]
    [InlineData("QuantumAI.Journal", "QuantumAI.Simulation")]
    [InlineData("QuantumAI.Node", "QuantumAI.Feeds")]
    [InlineData("QuantumAI.Feeds", "QuantumAI.Venues")]
    public void reference_must_pass_when_it_points_down(string project, string reference) =>
        Assert.Empty(Tiers.Violations([Project(project, reference)]));

    [Fact]
    public void build_tool_must_pass_when_it_refers_to_nothing() => Assert.Empty(Tiers.Violations([new SourceProject("QuantumAI.Analyzers", "", [])]));

    [Fact]
    public void references_must_be_read_with_either_slash() => Assert.Equal(
        ["QuantumAI.Domain", "QuantumAI.Quant"],
        SourceProject.Parse("src/X/X.csproj", """
            <Project Sdk="Microsoft.NET.Sdk"><ItemGroup>
              <ProjectReference Include="../QuantumAI.Domain/QuantumAI.Domain.csproj" />
              <ProjectReference Include="..\QuantumAI.Quant\QuantumAI.Quant.csproj"><PrivateAssets>all</PrivateAssets></ProjectReference>
            </ItemGroup></Project>
            """).References);

    private static SourceProject Project(string name, string reference) => SourceProject.Parse(
        $"src/{name}/{name}.csproj",
        $"""<Project><ItemGroup><ProjectReference Include="../{reference}/{reference}.csproj" /></ItemGroup></Project>""");
}
