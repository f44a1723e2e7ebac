using QuantumAI.Hocon.Tests.Fixtures;

namespace QuantumAI.Hocon.Tests.Conversion;

public sealed class ReadingTests
{
    private enum Side
    {
        Unspecified = 0,
        Buy = 1,
        ReduceOnly = 2,
    }

    [Theory]
    [InlineData("10 ns", 10)]
    [InlineData("1us", 1_000)]
    [InlineData("2 millis", 2_000_000)]
    [InlineData("0.5s", 500_000_000)]
    [InlineData("\" 2  minutes \"", 120_000_000_000)]
    [InlineData("1h", 3_600_000_000_000)]
    [InlineData("-1 day", -86_400_000_000_000)]
    [InlineData("1000", 1_000_000_000)]
    [InlineData("\"1000\"", 1_000_000_000)]
    [InlineData("0.0000005s", 500)]
    public void duration_must_read(string text, long nanos) => Assert.Equal(nanos, One(text).GetDurationNanos("v"));

    [Theory]
    [InlineData("60 parsecs")]
    [InlineData("60 S")]
    [InlineData("0.5ns")]
    [InlineData("s")]
    [InlineData("true")]
    [InlineData("null")]
    [InlineData("[1s]")]
    [InlineData("200000 days")]
    [InlineData("1e3 s")]
    public void duration_must_be_refused_when_malformed(string text) =>
        Assert.Throws<HoconException>(() => One(text).GetDurationNanos("v"));

    [Theory]
    [InlineData("512", 512)]
    [InlineData("1B", 1)]
    [InlineData("3kB", 3_000)]
    [InlineData("2 megabytes", 2_000_000)]
    [InlineData("1K", 1_024)]
    [InlineData("1k", 1_024)]
    [InlineData("1.5 KiB", 1_536)]
    [InlineData("1Mi", 1_048_576)]
    [InlineData("4 gibibytes", 4_294_967_296)]
    [InlineData("1EB", 1_000_000_000_000_000_000)]
    public void size_must_read(string text, long bytes) => Assert.Equal(bytes, One(text).GetSizeBytes("v"));

    [Theory]
    [InlineData("1KB")]
    [InlineData("1YB")]
    [InlineData("-1B")]
    [InlineData("0.5B")]
    [InlineData("8EiB")]
    public void size_must_be_refused_when_malformed(string text) => Assert.Throws<HoconException>(() => One(text).GetSizeBytes("v"));

    [Fact]
    public void fraction_must_need_a_percent_sign_unless_plain_numbers_are_accepted()
    {
        Assert.Equal(0.20m, One("20%").GetFraction("v"));
        Assert.Equal(0.005m, One("0.5 %").GetFraction("v"));
        Assert.Throws<HoconException>(() => One("0.2").GetFraction("v"));
        Assert.Equal(0.2m, One("0.2").GetFraction("v", acceptPlainNumber: true));
        Assert.Throws<HoconException>(() => One("20 percent").GetFraction("v"));
    }

    [Fact]
    public void scalars_must_convert_exactly_or_be_refused()
    {
        Assert.Equal(100, One("1e2").GetInt32("v"));
        Assert.Equal(57, One("\"57\"").GetInt32("v"));
        Assert.Equal(long.MinValue, One("-9223372036854775808").GetInt64("v"));
        Assert.Throws<HoconException>(() => One("9223372036854775808").GetInt64("v"));
        Assert.Throws<HoconException>(() => One("1.5").GetInt32("v"));
        Assert.Throws<HoconException>(() => One("007").GetInt32("v"));
        Assert.Equal(0.1234567890123456789012345678m, One("0.1234567890123456789012345678").GetDecimal("v"));
        Assert.Throws<HoconException>(() => One("0.12345678901234567890123456789").GetDecimal("v"));
        Assert.Throws<HoconException>(() => One("1e400").GetDouble("v"));
        Assert.True(One("yes").GetBoolean("v"));
        Assert.False(One("off").GetBoolean("v"));
        Assert.Throws<HoconException>(() => One("1").GetBoolean("v"));
        Assert.Equal("1.5", One("1.50").GetString("v"));
        Assert.Throws<HoconException>(() => One("null").GetString("v"));
        Assert.Throws<HoconException>(() => One("{}").GetString("v"));
        Assert.Equal(TimeSpan.FromSeconds(60), One("60s").GetDuration("v"));
        Assert.Contains("multiple of 100 ns", Assert.Throws<HoconException>(() => One("50ns").GetDuration("v")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void enum_must_read_kebab_case_and_refuse_zero()
    {
        Assert.Equal(Side.ReduceOnly, One("reduce-only").GetEnum<Side>("v"));
        var e = Assert.Throws<HoconException>(() => One("unspecified").GetEnum<Side>("v"));
        Assert.Equal("v must be one of Buy, ReduceOnly, was unspecified (main.conf:1)", e.Message);
    }

    [Fact]
    public void list_must_read_arrays_and_objects_with_integer_keys()
    {
        Assert.Equal(["a", "b"], One("[a, b]").GetStrings("v"));
        Assert.Equal(["a", "b"], One("{ 2 = b, 0 = a }").GetStrings("v"));
        Assert.Throws<HoconException>(() => One("{ x = b }").GetStrings("v"));
        var e = Assert.Throws<HoconException>(() => One("[{x=1},{x=y}]").GetConfigs("v")[1].GetInt32("x"));
        Assert.Equal("v.1.x must be a whole number, was y (main.conf:1)", e.Message);
    }

    [Fact]
    public void refusal_must_name_key_rule_value_file_and_line()
    {
        var config = Given.Load("\nrisk { stale-after = 60 parsecs\n max = 11 }").GetConfig("risk");
        Assert.Equal(
            "risk.stale-after must be a duration such as 60s, was 60 parsecs (main.conf:2)",
            Assert.Throws<HoconException>(() => config.GetDuration("stale-after")).Message);
        Assert.Equal(
            "risk.max must be between 1 and 10, was 11 (main.conf:3)",
            Assert.Throws<HoconException>(() => config.GetInt32("max", 1, 10)).Message);
        Assert.Equal("risk.min must be set (main.conf:2)", Assert.Throws<HoconException>(() => config.GetInt32("min")).Message);
    }

    private static HoconConfig One(string value) => Given.Load("v = " + value);
}
