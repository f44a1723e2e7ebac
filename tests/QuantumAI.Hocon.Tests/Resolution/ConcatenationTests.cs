using QuantumAI.Hocon.Tests.Fixtures;

namespace QuantumAI.Hocon.Tests.Resolution;

public sealed class ConcatenationTests
{
    [Theory]
    [InlineData("a =  foo  bar 1.50 true null \"x y\"  ", """{"a":"foo  bar 1.50 true null x y"}""")]
    [InlineData("b=x, a = ${b} ${b}", """{"b":"x","a":"x x"}""")]
    [InlineData("b=1, a = ${b}", """{"b":1,"a":1}""")]
    [InlineData("b=1, a = ${b}0", """{"b":1,"a":"10"}""")]
    [InlineData("a = [1] [2, 3]", """{"a":[1,2,3]}""")]
    [InlineData("b=[1], a = ${b} ${b} [2]", """{"b":[1],"a":[1,1,2]}""")]
    [InlineData("a = {x=1} {y=2,x=3}", """{"a":{"x":3,"y":2}}""")]
    [InlineData("b={x=1}, a = ${b} {y=2} ${b}", """{"b":{"x":1},"a":{"x":1,"y":2}}""")]
    [InlineData("a = [[1] [2]\n[3]]", """{"a":[[1,2],[3]]}""")]
    [InlineData("a = ${?n} foo", """{"a":" foo"}""")]
    [InlineData("a = ${?n}${?m}", "{}")]
    [InlineData("a = ${?n} ${?m}", "{}")]
    [InlineData("a = ${?n} [1]", """{"a":[1]}""")]
    [InlineData("a = ${?n} {x=1}", """{"a":{"x":1}}""")]
    [InlineData("a = [${?n}, 1, ${?m}]", """{"a":[1]}""")]
    [InlineData("b {1=y,0=x,z=q}, a = ${b} [c]", """{"b":{"1":"y","0":"x","z":"q"},"a":["x","y","c"]}""")]
    [InlineData("b={x=null}, a = ${b.x} y", """{"b":{"x":null},"a":"null y"}""")]
    public void parts_must_join(string text, string json) => Assert.Equal(json, Given.Json(text));

    [Theory]
    [InlineData("a = [1] x")]
    [InlineData("a = {x=1} [1]")]
    [InlineData("b = {x=1}, a = ${b} text")]
    [InlineData("b = [1], a = ${b}\" \"${b}")]
    [InlineData("a = {x=1} 5")]
    public void parts_must_be_refused_when_kinds_are_mixed(string text) => Assert.Contains("only", Given.Refused(text).Rule, StringComparison.Ordinal);
}
