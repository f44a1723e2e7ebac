using System.Xml.Linq;

namespace QuantumAI.Architecture.Tests;

/// <summary>The rules for actors hold only where the compiler is told of them.</summary>
public sealed class AnalyzerWiringTests
{
    private static readonly string[] Switches =
        ["RunAnalyzers", "RunAnalyzersDuringBuild", "ImportDirectoryBuildProps", "QAI0", "Remove=\"@(Analyzer)\"", "Remove=\"@(ProjectReference)\""];

    [Fact]
    public void analyser_must_be_handed_to_every_project_but_itself_and_its_tests()
    {
        var reference = XDocument.Load(Path.Combine(SourceProject.Root, "Directory.Build.props")).Descendants("ProjectReference")
            .Single(element => element.Attribute("Include")!.Value.EndsWith("QuantumAI.Analyzers.csproj", StringComparison.Ordinal));
        Assert.Equal("Analyzer", reference.Attribute("OutputItemType")?.Value);
        Assert.Equal("false", reference.Attribute("ReferenceOutputAssembly")?.Value);
        Assert.Equal("!$(MSBuildProjectName.StartsWith('QuantumAI.Analyzers'))", reference.Parent!.Attribute("Condition")?.Value);
        Assert.Null(reference.Attribute("Condition"));
    }

    [Theory]
    [InlineData("src")]
    [InlineData("tests")]
    public void project_must_not_switch_the_analyser_off(string folder)
    {
        var files = Directory.GetFiles(Path.Combine(SourceProject.Root, folder), "*.csproj", SearchOption.AllDirectories);
        Assert.NotEmpty(files);
        Assert.DoesNotContain(files, file => Switches.Any(File.ReadAllText(file).Contains));
    }

    [Theory]
    [InlineData(".editorconfig")]
    [InlineData("Directory.Build.props")]
    public void rule_must_not_be_switched_off_for_the_whole_house(string file) =>
        Assert.DoesNotContain("QAI0", File.ReadAllText(Path.Combine(SourceProject.Root, file)), StringComparison.Ordinal);
}
