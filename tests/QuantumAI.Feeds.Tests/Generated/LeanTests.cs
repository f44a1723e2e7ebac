using QuantumAI.Domain.Market;

namespace QuantumAI.Feeds.Tests.Generated;

public sealed class LeanTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void quote_bar_must_give_two_quotes_when_read()
    {
        var path = _folder.Zip("q.zip", ("20240101_ethusd_minute_quote.csv", "0,10,12,9,11,1.000000005,10.5,13,9.5,11.5,2.000000015\n60000,11,11,11,11,3,12,12,12,12,4"));
        var file = Reading.Inspect(path, symbol: null);
        var events = Reading.Events(file);
        var start = Reading.Nanos("2024-01-01Z");

        Assert.Equal([start, start + UnixNanos.PerMinute - 1, start + UnixNanos.PerMinute, start + (2 * UnixNanos.PerMinute) - 1], events.Select(e => e.ReceivedNanos));
        Assert.Equal((100L, 105L, 0L, 0L), (events[0].BidUnits, events[0].AskUnits, events[0].BidSizeUnits, events[0].AskSizeUnits));
        Assert.Equal((110L, 115L, 100_000_000L, 200_000_002L), (events[1].BidUnits, events[1].AskUnits, events[1].BidSizeUnits, events[1].AskSizeUnits));
        Assert.Equal(2, file.RoundedQuantities);
    }

    [Theory]
    [InlineData("20240101_btcusd_minute_trade.csv", "0,1,1,1,1,1\n60001,1,1,1,1,1", ":2: time must be a multiple of the file's interval of 60000 ms, was 60001")]
    [InlineData("20240101_btcusd_minute_trade.csv", "86400000,1,1,1,1,1", ":1: time must be milliseconds of the day, 0 to 86399999, was 86400000")]
    [InlineData("20240101_btcusd_minute_trade.csv", "0,1,1,1,1", ":1: the first line must be the header")]
    [InlineData("20240101_btcusd_minute_trade.csv", "0,1,1,1,1,1\n60000,1,1,1,1", ":2: a Lean trade bar must have 6 columns, was 5")]
    [InlineData("20240101_btcusd_minute_quote.csv", "0,2,2,2,2,1,3,3,3,3,1\n60000,,,,,,1,1,1,1,1", ":2: bid open must not be empty")]
    [InlineData("20240101_btcusd_minute_quote.csv", "0,2,2,2,2,1,3,3,4,3,1", ":1: ask high must not be below ask low, was high 3 and low 4")]
    [InlineData("20240101_btcusd_tick_trade.csv", "0,1,1,1,1,1", ":1: the first line must be the header")]
    [InlineData("btcusd.csv", "0,1,1,1,1,1", ":1: the first line must be the header")]
    [InlineData("btcusd.csv", "20240101 00:00,1,1,1,1,1\n2024010100:00,1,1,1,1,1", ":2: time must be written like 20180501 13:00")]
    [InlineData("spy.csv", "20240101 00:00,4750000,4751200,4749900,4750100,1\n20240102 00:00,4750000,4751200,4749900,4750100,1", ": Lean prices must not be scaled by 10000 as those of shares are")]
    public void lean_file_must_be_refused_when_it_breaks_a_rule(string entry, string text, string message)
    {
        var refused = Reading.Refused(_folder.Zip("a.zip", (entry, text)), symbol: null);

        Assert.StartsWith($"a.zip/{entry}{message}", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void lean_file_must_be_refused_when_it_lies_in_the_folder_of_shares()
    {
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "equity"));
        var refused = Reading.Refused(_folder.Zip("equity/a.zip", ("20240101_spy_minute_trade.csv", "0,1,1,1,1,1")));

        Assert.Contains("must not be scaled by 10000", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void hours_and_seconds_must_be_read_when_named_so()
    {
        var hours = Reading.Inspect(_folder.Zip("h.zip", ("ethusd.csv", "20240101 00:00,1,1,1,1,1\n20240101 01:00,1,1,1,1,1\n")), symbol: null);
        var seconds = Reading.Inspect(_folder.Zip("s.zip", ("20240101_ethusd_second_trade_perp.csv", "5000,1,1,1,1,1")), symbol: null);

        Assert.Equal(("ETHUSD", UnixNanos.PerHour), (hours.Symbol, hours.IntervalNanos));
        Assert.Equal(("ETHUSD", UnixNanos.PerSecond, Reading.Nanos("2024-01-01T00:00:05Z")), (seconds.Symbol, seconds.IntervalNanos, seconds.FirstNanos));
    }
}
