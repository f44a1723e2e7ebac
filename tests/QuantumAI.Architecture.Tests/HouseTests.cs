namespace QuantumAI.Architecture.Tests;

public sealed class HouseTests
{
    private const int MostReadmeLines = 40;

    private static IEnumerable<(string Path, string Text, bool KnowsTasks)> Sources => SourceProject.All.SelectMany(project => project.Sources
        .Select(file => (Path.GetRelativePath(SourceProject.Root, file), File.ReadAllText(file), Tiers.Of(project.Name) != 0)));

    [Fact]
    public void names_must_say_what_is_inside() => Assert.Empty(Sources.SelectMany(source => SourceText.EmptyWords(source.Path, source.Text)));

    [Fact]
    public void source_must_not_block_a_thread_or_lose_an_exception() =>
        Assert.Empty(Sources.SelectMany(source => SourceText.BlockingCalls(source.Path, source.Text, source.KnowsTasks)));

    [Fact]
    public void every_project_with_source_must_have_a_short_readme() => Assert.DoesNotContain(
        SourceProject.All.Where(project => project.Sources.Count > 0).Select(project => Path.Combine(project.Directory, "README.md")),
        file => !File.Exists(file) || File.ReadAllLines(file).Length is 0 or > MostReadmeLines);

    [Fact]
    public void sources_must_be_found() => Assert.True(Sources.Count() > 80);

    [Theory]
    [InlineData("src/QuantumAI.Domain/Common/Price.cs", "public record Price;")]
    [InlineData("src/QuantumAI.Domain/Utils/Price.cs", "")]
    [InlineData("src/QuantumAI.Common/Price.cs", "")]
    [InlineData("src/QuantumAI.Domain/Orders/X.cs", "internal static class PriceHelpers { }")]
    [InlineData("src/QuantumAI.Domain/Orders/X.cs", "public sealed class OrderManager;")]
    [InlineData("src/QuantumAI.Domain/Orders/X.cs", "public readonly record struct Misc(int X);")]
    public void empty_name_must_be_reported(string path, string text) => Assert.NotEmpty(SourceText.EmptyWords(path, text));

    [Theory]
    [InlineData("Thread.Sleep(1);")]
    [InlineData("var x = task.Result;")]
    [InlineData("task.Wait();")]
    [InlineData("private async void Run()")]
    public void blocking_call_must_be_reported_with_its_line(string line) =>
        Assert.StartsWith("X.cs:2: ", Assert.Single(SourceText.BlockingCalls("X.cs", "first\n    " + line + "\n")), StringComparison.Ordinal);

    [Fact]
    public void result_must_pass_where_no_task_can_be_named() => Assert.Empty(SourceText.BlockingCalls("X.cs", "return slot.Result;", knowsTasks: false));

    [Theory]
    [InlineData("// task.Wait() would block")]
    [InlineData("public AppendResult Outcome;")]
    [InlineData("await lane.WaitForRoomAsync();")]
    [InlineData("private async Task Run()")]
    public void harmless_line_must_pass(string line) => Assert.Empty(SourceText.BlockingCalls("X.cs", line));
}
