using FsCheck;
using FsCheck.Fluent;
using QuantumAI.Venues.Signing;

namespace QuantumAI.Venues.Tests.Signing;

public sealed class PercentEncodingTests
{
    [Theory]
    [InlineData("BTC-_.~usd1", "BTC-_.~usd1")]
    [InlineData("a b+c/d=e&f", "a%20b%2Bc%2Fd%3De%26f")]
    [InlineData("[\"A\"]", "%5B%22A%22%5D")]
    [InlineData("１", "%EF%BC%91")]
    [InlineData("😀", "%F0%9F%98%80")]
    public void text_must_be_encoded_byte_by_byte(string text, string encoded) => Assert.Equal(encoded, PercentEncoding.Encode(text));

    [Theory]
    [InlineData("%")]
    [InlineData("%4")]
    [InlineData("%G0")]
    [InlineData("%FF")]
    [InlineData("a%C3")]
    public void broken_encoding_must_be_refused(string text) => Assert.False(PercentEncoding.TryDecode(text, out _));

    [Fact]
    public void plus_must_be_read_as_a_space()
    {
        Assert.True(PercentEncoding.TryDecode("a+b%2b", out var text));
        Assert.Equal("a b+", text);
    }

    [Fact]
    public void Prop_encoded_parameters_must_be_read_back() => Prop.ForAll<Dictionary<NonEmptyString, string?>>(given =>
    {
        var parameters = given.Where(pair => IsWhole(pair.Key.Get) && IsWhole(pair.Value)).Select(pair => KeyValuePair.Create(pair.Key.Get, pair.Value ?? "")).ToList();
        return ParameterText.TryRead(ParameterText.Of(parameters), out var read) && read.SequenceEqual(parameters);
    }).QuickCheckThrowOnFailure();

    private static bool IsWhole(string? text) => text is null || !text.Any(char.IsSurrogate);
}
