using QuantumAI.Hocon.Tests.Fixtures;

namespace QuantumAI.Hocon.Tests.Resolution;

public sealed class LimitTests
{
    private const int Huge = 100_000;

    public static TheoryData<string, string> Bombs() => new()
    {
        { "open braces", string.Concat(Enumerable.Repeat("{a:", Huge)) },
        { "open brackets", "a=" + new string('[', Huge) },
        { "long path", string.Join('.', Enumerable.Repeat("a", Huge)) + "=1" },
        { "long substitution path", "a=${" + string.Join('.', Enumerable.Repeat("a", Huge)) + "}" },
        { "nested by paths", string.Concat(Enumerable.Repeat("a.b.c{", Huge)) },
        { "chain", string.Join('\n', Enumerable.Range(0, Huge).Select(i => $"a{i}=${{a{i + 1}}}")) + $"\na{Huge}=1" },
        { "tower", "a0={x=1}\n" + string.Join('\n', Enumerable.Range(1, 1000).Select(i => $"a{i}={{x=${{a{i - 1}}}}}")) },
        { "inheritance", "a0={x=1}\n" + string.Join('\n', Enumerable.Range(1, 1000).Select(i => $"a{i}=${{a{i - 1}}}{{y{i}=1}}")) },
        { "doubling text", "a0=xxxxxxxxxx\n" + string.Join('\n', Enumerable.Range(1, 100).Select(i => $"a{i}=${{a{i - 1}}}${{a{i - 1}}}")) },
        { "doubling arrays", "a0=[1]\n" + string.Join('\n', Enumerable.Range(1, 100).Select(i => $"a{i}=${{a{i - 1}}}${{a{i - 1}}}")) },
        { "doubling trees", "a0=1\n" + string.Join('\n', Enumerable.Range(1, 100).Select(i => $"a{i}=[${{a{i - 1}}},${{a{i - 1}}}]")) },
        { "look-backs", "a=x\n" + string.Concat(Enumerable.Repeat("a=${a}y\n", Huge)) },
    };

    [Theory]
    [MemberData(nameof(Bombs))]
    public void bomb_must_be_refused_with_its_line(string name, string text)
    {
        Assert.NotEmpty(name);
        Assert.True(Given.Refused(text).Origin.Line > 0);
    }

    [Fact]
    public void bomb_of_includes_must_be_refused()
    {
        var files = Enumerable.Range(0, 30).Select(i => ($"f{i}.conf", $"include \"f{i + 1}\"\na {{ include \"f{i + 1}\" }}")).ToArray();
        Assert.Contains("at most", Given.Refused("include \"f0\"", files).Rule, StringComparison.Ordinal);
        var deep = Enumerable.Range(0, 100).Select(i => ($"f{i}.conf", $"include \"f{i + 1}\"")).ToArray();
        Assert.Contains("deep", Given.Refused("include \"f0\"", deep).Rule, StringComparison.Ordinal);
    }

    [Fact]
    public void source_must_be_refused_when_too_long()
    {
        var options = new HoconLoadOptions { Limits = new HoconLimits { MaxSourceChars = 10 } };
        Assert.Throws<HoconException>(() => HoconConfig.Parse("a = 123456789", options: options));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(199)]
    public void nesting_must_resolve_and_render_when_within_the_limit(int depth)
    {
        var text = string.Concat(Enumerable.Repeat("a{", depth - 1)) + "b=1" + new string('}', depth - 1);
        Assert.Contains("\"b\":1", Given.Json(text), StringComparison.Ordinal);
    }

    [Fact]
    public void deepest_input_must_not_overflow_a_small_stack()
    {
        var text = string.Concat(Enumerable.Repeat("a{", 198)) + "b=${c0}" + new string('}', 198) + "\n"
            + string.Join('\n', Enumerable.Range(0, 250).Select(i => $"c{i}=x ${{c{i + 1}}}")) + "\nc250=1";
        string? json = null;
        var thread = new Thread(() => json = Given.Json(text), maxStackSize: 1024 * 1024);
        thread.Start();
        thread.Join();
        Assert.NotNull(json);
    }

    [Fact]
    public void shared_text_must_be_refused_when_it_would_render_too_large()
    {
        var doubled = string.Join('\n', Enumerable.Range(1, 16).Select(i => $"a{i}=[${{a{i - 1}}},${{a{i - 1}}}]"));
        Assert.Contains("characters", Given.Refused($"a0={new string('x', 100_000)}\n{doubled}").Rule, StringComparison.Ordinal);
    }

    [Fact]
    public void many_appends_must_resolve() =>
        Assert.Equal(5_000, ((HoconArray)Given.Load(string.Concat(Enumerable.Repeat("a += 1\n", 5_000))).Find("a")!).Items.Count);
}
