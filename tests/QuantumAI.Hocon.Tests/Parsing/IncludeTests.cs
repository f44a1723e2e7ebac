using QuantumAI.Hocon.Tests.Fixtures;

namespace QuantumAI.Hocon.Tests.Parsing;

public sealed class IncludeTests
{
    [Fact]
    public void include_must_merge_in_place() =>
        Assert.Equal("""{"a":1,"b":3,"c":4}""", Given.Json("a=0,b=2\ninclude \"x.conf\"\nb=3", ("x.conf", "a=1,b=9,c=4")));

    [Fact]
    public void basename_must_load_all_formats_with_conf_last() =>
        Assert.Equal(
            """{"p":"1","v":"conf","j":2,"c":3}""",
            Given.Json("include \"x\"", ("x.conf", "v=conf,c=3"), ("x.json", """{"v":"json","j":2}"""), ("x.properties", "p=1\nv=prop")));

    [Fact]
    public void include_must_be_relative_to_the_including_file() =>
        Assert.Equal("""{"a":1}""", Given.Json("include \"d/x.conf\"", ("d/x.conf", "include \"e/../y\""), ("d/y.conf", "a=1")));

    [Fact]
    public void file_include_must_be_taken_as_written() =>
        Assert.Equal("""{"a":2}""", Given.Json("include \"d/x.conf\"", ("d/x.conf", "include file( \"y.conf\" )"), ("d/y.conf", "a=1"), ("y.conf", "a=2")));

    [Fact]
    public void missing_include_must_vanish_unless_required()
    {
        Assert.Equal("{}", Given.Json("include \"nothing\""));
        Assert.Equal("main.conf:2", Given.Refused("\ninclude required(\"nothing\")").Origin.ToString());
        Assert.Equal("""{"a":1}""", Given.Json("include required(file(\"x.conf\"))", ("x.conf", "a=1")));
    }

    [Theory]
    [InlineData("include url(\"http://h/x\")")]
    [InlineData("include classpath(\"x\")")]
    [InlineData("include \"http://h/x\"")]
    [InlineData("include x")]
    [InlineData("include = 1")]
    [InlineData("include \"a\" \"b\"")]
    [InlineData("include ${x}")]
    [InlineData("include file(\"x\"")]
    [InlineData("include \"\"")]
    [InlineData("include")]
    public void include_must_be_refused_when_not_one_quoted_file(string text) => Assert.Equal(1, Given.Refused(text).Origin.Line);

    [Fact]
    public void circular_include_must_be_refused_with_the_chain()
    {
        var problem = Given.Refused("include \"x\"", ("x.conf", "\ninclude \"y\""), ("y.conf", "include \"x\""));
        Assert.Equal("x.conf <- y.conf <- x.conf <- main.conf", problem.Value);
        Assert.Equal("main.conf <- main.conf", Given.Refused("include \"./main.conf\"", ("main.conf", "")).Value);
    }

    [Fact]
    public void included_array_must_be_refused() => Assert.Equal("x.conf:1", Given.Refused("include \"x\"", ("x.conf", "[1]")).Origin.ToString());

    [Fact]
    public void included_substitution_must_be_relative_to_its_file_first() =>
        Assert.Equal("""{"a":{"x":42,"y":42,"z":7},"q":7}""",
            Given.Json("a { include \"x\" }, a { x = 42 }, q = 7", ("x.conf", "x=10,y=${x},z=${q}")));

    [Fact]
    public void included_substitution_must_see_the_final_value_when_its_host_is_extended_by_itself() =>
        Assert.Equal("""{"a":{"x":42,"y":42}}""", Given.Json("a { include \"x\" }\na = ${a} { x = 42 }", ("x.conf", "x=10,y=${x}")));

    [Fact]
    public void nested_included_substitution_must_search_from_the_inside_out() =>
        Assert.Equal("""{"a":{"x":1,"b":{"y":1,"z":2}},"x":5,"w":2}""",
            Given.Json("a { include \"p\" }\nx=5,w=2", ("p.conf", "x=1\nb { include \"q\" }"), ("q.conf", "y=${x},z=${w}")));

    [Fact]
    public void included_self_reference_must_look_back() =>
        Assert.Equal("""{"a":{"path":"/x:/y"}}""", Given.Json("a { path = /x, include \"p\" }", ("p.conf", "path=${path}\":/y\"")));
}
