using System.Diagnostics.CodeAnalysis;

namespace QuantumAI.Hocon.Tests.Fixtures;

/// <summary>The reference implementation's own fixtures, read where they lie.</summary>
public sealed class SpecFixtureTests
{
    [Theory]
    [InlineData("equiv01/comments.conf")]
    [InlineData("equiv01/equals.conf")]
    [InlineData("equiv01/no-commas.conf")]
    [InlineData("equiv01/no-root-braces.conf")]
    [InlineData("equiv01/no-whitespace.json")]
    [InlineData("equiv01/omit-colons.conf")]
    [InlineData("equiv03/includes.conf")]
    [InlineData("equiv05/triple-quotes.conf")]
    public void equivalent_fixture_must_resolve_to_its_original(string name)
    {
        var original = LoadFixture(name.Split('/')[0] + "/original.json").Root;
        Assert.Equal(original, LoadFixture(name).Root);
    }

    // A new fixture must get a test that says whether it parses or is refused, and why.
    [Fact]
    public void every_fixture_must_be_covered_by_these_tests()
    {
        string[] covered =
        [
            "a_1.conf", "b_2.conf", "bom.conf", "equiv01/comments.conf", "equiv01/equals.conf", "equiv01/no-commas.conf",
            "equiv01/no-root-braces.conf", "equiv01/no-whitespace.json", "equiv01/omit-colons.conf", "equiv01/original.json",
            "equiv03/includes.conf", "equiv03/letters/a.conf", "equiv03/letters/b.json", "equiv03/letters/c.conf",
            "equiv03/letters/c.properties", "equiv03/letters/numbers/1.conf", "equiv03/letters/numbers/2.properties",
            "equiv03/original.json", "equiv03/root/foo.conf", "equiv05/original.json", "equiv05/triple-quotes.conf", "file-include.conf",
            "include-from-list.conf", "subdir/bar-file.conf", "subdir/bar.conf", "subdir/baz.conf", "subdir/foo.conf", "test01.conf",
            "test01.json", "test01.properties", "test03-included.conf", "test03.conf", "test05.conf", "test07.conf", "test09.conf",
            "test11.conf", "test13-application-override-substitutions.conf", "test13-reference-bad-substitutions.conf",
            "test13-reference-with-substitutions.conf",
        ];
        var folder = SharedData.HoconFolder();
        var present = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(folder, f).Replace('\\', '/'));
        Assert.Equal(covered.Order(StringComparer.Ordinal), present.Order(StringComparer.Ordinal));
    }

    // Resolves: substitutions into itself, environment fall-back, optional substitutions, units kept as text.
    [Fact]
    public void test01_must_resolve_with_units_and_environment()
    {
        var config = LoadFixture("test01.conf");
        Assert.Equal(42, config.GetInt32("ints.fortyTwoAgain"));
        Assert.Equal(0.33, ParseLenient(config.GetString("floats.pointThirtyThreeAgain")));
        Assert.Equal("abcd", config.GetString("strings.abcdAgain"));
        Assert.Equal("null bar 42 baz true 3.14 hi", config.GetString("strings.concatenated"));
        Assert.Equal(3, config.GetConfigs("arrays.ofObject").Count);
        Assert.Equal("null", config.Find("nulls.nullAgain")!.KindName);
        Assert.Equal(500_000_000, config.GetDurationNanos("durations.halfSecond"));
        Assert.Equal(4878955355435272204, config.GetDurationNanos("durations.plusLargeNanos"));
        Assert.Equal(-4878955355435272204, config.GetDurationNanos("durations.minusLargeNanos"));
        Assert.Equal([1_000_000_000, 2_000_000_000, 3_000_000_000, 4_000_000_000],
            config.ReadList("durations.secondsList", (c, p) => c.GetDurationNanos(p)));
        Assert.Equal(new HoconPeriod(0, 0, 21), config.GetPeriod("periods.week"));
        Assert.Equal(new HoconPeriod(0, 5, 0), config.GetPeriod("periods.month"));
        Assert.Equal(524_288, config.GetSizeBytes("memsizes.halfMeg"));
        Assert.Throws<HoconException>(() => config.GetSizeBytes("memsizes.yottabyte"));
        Assert.Equal("/home/q", config.GetString("system.home"));
        Assert.False(config.Has("system.not_here"));
        Assert.Equal("Your Java version is  and your user.home is ", config.GetString("system.concatenated"));
    }

    // Resolves: includes by basename load properties, json and conf; missing includes vanish; included ${foo} is local first.
    [Fact]
    public void test03_must_look_up_included_substitutions_locally_then_at_the_root()
    {
        var config = LoadFixture("test03.conf");
        Assert.Equal(42, config.GetInt32("test01.ints.fortyTwo"));
        Assert.Equal("A", config.GetString("test01.fromJsonA"));
        Assert.Equal("hello^^", config.GetString("test01.fromProps.specialChars"));
        Assert.Equal(42, config.GetInt32("test01.booleans"));
        Assert.Equal("/home/q", config.GetString("test01.system.home"));
        Assert.Empty(config.GetConfig("test02").Root.Fields);
        Assert.Empty(config.GetConfig("nonexistent").Root.Fields);
        Assert.Equal("abcd", config.GetString("equiv01.strings.abcd"));
        Assert.Equal("This is in the included file", config.GetString("a"));
        Assert.Equal("This is in the including file", config.GetString("b"));
        Assert.Equal("This is in the included file", config.GetString("subtree.a"));
        Assert.Equal("This is in the including file", config.GetString("subtree.b"));
    }

    // Resolves: % may stand in a key; an optional substitution without target is empty text in a concatenation.
    [Fact]
    public void test05_must_resolve_keys_with_percent_signs()
    {
        var config = LoadFixture("test05.conf");
        Assert.Equal("Yet Another Blog Engine", config.GetString("application.name"));
        Assert.Equal("/modules/crud", config.GetString("module.crud"));
        Assert.Equal("create-drop", config.GetString("%test.jpa.ddl"));
    }

    // Resolves to nothing: its only include is a class path resource, which does not exist as a file and is optional.
    [Fact]
    public void test07_must_be_empty_when_its_include_is_missing() => Assert.Equal("{}", LoadFixture("test07.conf").Root.ToString());

    // Resolves: merges through substitutions; those hidden below a non-object are never evaluated.
    [Fact]
    public void test09_must_merge_through_substitutions() =>
        Assert.Equal(
            """{"x":{"q":10},"y":5,"a":{"q":10,"c":3},"b":5,"c":{"q":10,"d":600,"e":{"q":10,"c":3},"f":5}}""",
            LoadFixture("test09.conf").Root.ToString());

    // Resolves: quoted numbers stay strings, unquoted text may hold and end with hyphens.
    [Fact]
    public void test11_must_keep_quoted_numbers_as_strings() =>
        Assert.Equal("""{"10":"42","-10":"-42","foo-bar":"bar-baz","---":"------","a-":"b-"}""", LoadFixture("test11.conf").Root.ToString());

    [Fact]
    public void test13_reference_must_be_refused_when_its_substitution_has_no_target()
    {
        var problem = Assert.Throws<HoconException>(() => LoadFixture("test13-reference-bad-substitutions.conf")).Problem;
        Assert.Equal("test13-reference-bad-substitutions.conf:1", problem.Origin.ToString());
        Assert.Equal("${b}", problem.Value);
    }

    [Fact]
    public void test13_substitution_must_see_the_overriding_layer()
    {
        var folder = SharedData.HoconFolder();
        string[] layers = ["test13-reference-with-substitutions.conf", "test13-application-override-substitutions.conf"];
        var config = HoconConfig.Load([.. layers.Select(l => new FolderSources(folder).Load(l)!)]);
        Assert.Equal("overridden", config.GetString("a"));
        Assert.Equal("b", LoadFixture(layers[0]).GetString("a"));
    }

    [Theory]
    [InlineData("a_1.conf", """{"a":1}""")]
    [InlineData("b_2.conf", """{"b":2}""")]
    [InlineData("bom.conf", """{"foo":"bar"}""")]
    [InlineData("subdir/bar.conf", """{"bar":43}""")]
    [InlineData("subdir/bar-file.conf", """{"bar-file":44}""")]
    [InlineData("subdir/baz.conf", """{"baz":45}""")]
    [InlineData("test01.properties", """{"fromProps":{"abc":"abc","one":"1","bool":"true","specialChars":"hello^^"}}""")]
    [InlineData("test01.json", """{"fromJson1":1,"fromJsonA":"A"}""")]
    public void plain_fixture_must_resolve(string name, string json) => Assert.Equal(json, LoadFixture(name).Root.ToString());

    // ${bar} is the including file's to define.
    [Fact]
    public void included_fixture_must_be_refused_when_it_stands_alone() =>
        Assert.Equal("${bar}", Assert.Throws<HoconException>(() => LoadFixture("test03-included.conf")).Problem.Value);

    // file("x") is not relative to the including file, so subdir/foo.conf does not find its neighbour that way.
    [Fact]
    public void file_include_must_not_be_relative_to_the_including_file() =>
        Assert.Equal("""{"base":41,"foo":42,"bar":43,"baz":45}""", LoadFixture("file-include.conf").Root.ToString());

    // The reference implementation refuses substitutions in a file included from a list; here they resolve inside the element.
    [Fact]
    public void include_from_list_must_resolve_inside_the_element()
    {
        var element = LoadFixture("include-from-list.conf").GetConfigs("a").Single();
        Assert.Equal(42, element.GetInt32("ints.fortyTwoAgain"));
        Assert.Equal(3, element.GetConfigs("arrays.ofObject").Count);
    }

    [SuppressMessage("Globalization", "CA1305", Justification = "the invariant culture is the only one")]
    private static double ParseLenient(string text) => double.Parse(text);

    private static HoconConfig LoadFixture(string name)
    {
        var sources = new FolderSources(SharedData.HoconFolder());
        var source = sources.Load(name) ?? throw new FileNotFoundException(name);
        return HoconConfig.Load([source], Given.Options() with { Includes = sources });
    }
}
