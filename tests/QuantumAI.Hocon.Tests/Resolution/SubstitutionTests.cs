using QuantumAI.Hocon.Tests.Fixtures;

namespace QuantumAI.Hocon.Tests.Resolution;

public sealed class SubstitutionTests
{
    [Theory]
    [InlineData("a=1,a=2", """{"a":2}""")]
    [InlineData("a{x=1},a{y=2}", """{"a":{"x":1,"y":2}}""")]
    [InlineData("a{x=1},a=null,a{y=2}", """{"a":{"y":2}}""")]
    [InlineData("a=${b},b=${c},c=3", """{"a":3,"b":3,"c":3}""")]
    [InlineData("a=${b},b=1,b=2", """{"a":2,"b":2}""")]
    [InlineData("a=1,a=${?n}", """{"a":1}""")]
    [InlineData("a=${n},a=42", """{"a":42}""")]
    [InlineData("a=${a},a=42", """{"a":42}""")]
    [InlineData("h=${HOME}/x,e=${EMPTY}", """{"h":"/home/q/x","e":""}""")]
    [InlineData("HOME=null,h=${HOME},i=${?HOME}", """{"HOME":null,"h":null,"i":null}""")]
    [InlineData("\"a.b\"=1,c=${\"a.b\"}", """{"a.b":1,"c":1}""")]
    [InlineData("a b=1,c=${ a b }", """{"a b":1,"c":1}""")]
    [InlineData("d{c=6},e=${d}{n=east}", """{"d":{"c":6},"e":{"c":6,"n":"east"}}""")]
    [InlineData("a{x{y=1}},b=${a},b.x.z=2", """{"a":{"x":{"y":1}},"b":{"x":{"y":1,"z":2}}}""")]
    public void substitution_must_resolve(string text, string json) => Assert.Equal(json, Given.Json(text));

    [Theory]
    [InlineData("p=a,p=${p}:x", null)]
    [InlineData("p=\"a:b\",p=${p}\":c\"", """{"p":"a:b:c"}""")]
    [InlineData("p=[1],p=${p}[2],p=${p}[3]", """{"p":[1,2,3]}""")]
    [InlineData("a+=1,a+=2", """{"a":[1,2]}""")]
    [InlineData("a=[1],a+=2,a+=[3]", """{"a":[1,2,[3]]}""")]
    [InlineData("b=[1],a=${b},a+=2", """{"b":[1],"a":[1,2]}""")]
    [InlineData("a=1,a+=2", null)]
    [InlineData("a=${a}", null)]
    [InlineData("a=${?a}", "{}")]
    [InlineData("a=${?a}foo", """{"a":"foo"}""")]
    [InlineData("a=${a},a={x=1}", null)]
    [InlineData("foo={a={c=1}},foo=${foo.a},foo={a=2}", """{"foo":{"a":2,"c":1}}""")]
    [InlineData("bar={foo=42,baz=${bar.foo}},bar={foo=43}", """{"bar":{"foo":43,"baz":43}}""")]
    [InlineData("bar={a=${foo.d},b=1},bar.b=3,foo={c=${bar.b},d=2},foo.d=4", """{"bar":{"a":4,"b":3},"foo":{"c":3,"d":4}}""")]
    [InlineData("bar=${foo},foo=${bar}", null)]
    [InlineData("a=${b},b=${c},c=${a}", null)]
    [InlineData("a=${?b},b=${?c},c=${?a}", "{}")]
    [InlineData("a=1,b=2,a=${b},b=${a}", """{"a":1,"b":1}""")]
    [InlineData("a={b=${a}}", null)]
    [InlineData("a=[${a}]", null)]
    [InlineData("a={b=${?a}}", """{"a":{}}""")]
    [InlineData("a={b=${c}},c={d=${a}}", null)]
    [InlineData("a={x=1,y=${a.x}},a=${a}{x=2}", """{"a":{"x":2,"y":2}}""")]
    [InlineData("a={x=[1]},q={},a=${q}{x=${a.x}[2]}", """{"a":{"x":[1,2]},"q":{}}""")]
    [InlineData("d{a=1,b=2},i=${d},i={},i.b={c=43},i.x=${i.b}", """{"d":{"a":1,"b":2},"i":{"a":1,"b":{"c":43},"x":{"c":43}}}""")]
    [InlineData("a=1,a=${a},a=${a},a=${a}", """{"a":1}""")]
    [InlineData("home=/opt,logs=${home}/logs,home=${home}/q", """{"home":"/opt/q","logs":"/opt/q/logs"}""")]
    [InlineData("d{x=1},e=${d}{y=${e.x}}", """{"d":{"x":1},"e":{"x":1,"y":1}}""")]
    public void self_reference_must_look_back_or_be_refused(string text, string? json)
    {
        if (json is null) Assert.Equal(1, Given.Refused(text).Origin.Line);
        else Assert.Equal(json, Given.Json(text));
    }

    [Fact]
    public void cycle_must_be_named_as_one() =>
        Assert.Contains("depend on itself", Given.Refused("a=${b},b=${a}").Rule, StringComparison.Ordinal);

    [Fact]
    public void self_reference_must_look_back_into_an_earlier_layer() =>
        Assert.Equal("""{"p":[1,2,3]}""", Given.Layers(("a.conf", "p=[1]"), ("b.conf", "p=${p}[2]"), ("c.conf", "p+=3")).Root.ToString());
}
