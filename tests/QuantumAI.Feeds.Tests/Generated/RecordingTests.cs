using QuantumAI.Domain.Market;

namespace QuantumAI.Feeds.Tests.Generated;

public sealed class RecordingTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void messages_must_become_events_when_known()
    {
        var path = _folder.Write("a.jsonl", Samples.Recording(
            Samples.Depth,
            Samples.Ticker(),
            Samples.Trade,
            Samples.Snapshot,
            """{"stream":"x@kline_1m","data":{"e":"kline","s":"OTHER","k":{"a":[1,{"b":2}]}}}""",
            """{"stream":"x@trade","data":{"e":"trade","E":1,"s":"BTCUSDT","t":1,"p":"0","q":"0","X":"NA","m":true}}"""));
        var file = Reading.Inspect(path, symbol: null);
        var events = Reading.Events(file);

        Assert.Equal(("BTCUSDT", 4L, 2L), (file.Symbol, file.EventCount, file.IgnoredCount));
        Assert.Equal(
            [MarketEventKind.DepthUpdate, MarketEventKind.Quote, MarketEventKind.Trade, MarketEventKind.DepthSnapshot], events.Select(e => e.Kind));
        var depth = events[0].Depth;
        Assert.Equal((5L, 9L, 4L), (depth.FirstUpdateId, depth.LastUpdateId, depth.PreviousLastUpdateId));
        Assert.Equal([new DepthLevel(6_173_763, 0)], depth.Bids);
        Assert.Equal([new DepthLevel(6_183_764, 150_000_000), new DepthLevel(6_183_985, 0)], depth.Asks);
        Assert.Equal((0L, 6_183_763L, 125_000_000L), (events[1].VenueNanos, events[1].BidUnits, events[1].AskSizeUnits));
        Assert.Equal((1_723_161_255_343_000_000, 37L, true), (events[2].VenueNanos, events[2].TradeId, events[2].BuyerIsMaker));
        Assert.Equal((7L, 7L), (events[3].Depth.FirstUpdateId, events[3].Depth.LastUpdateId));
    }

    [Theory]
    [InlineData("""{"stream":"x@bookTicker","data":{"u":1,"s":"BTCUSDT","b":"1","B":"1","a":"2"}}""", "a BookTicker message must have all its fields, was without AskSize")]
    [InlineData("""{"stream":"x@bookTicker","data":{"u":1,"s":"ETHUSDT","b":"1","B":"1","a":"2","A":"1"}}""", "a recording must be of one symbol, here BTCUSDT, was ETHUSDT")]
    [InlineData("""{"stream":"x@bookTicker","data":{"s":"BTCUSDT","b":"-1","B":"1","a":"2","A":"1"}}""", "bid must be positive, was -1")]
    [InlineData("""{"stream":"x@bookTicker","data":{"s":"BTCUSDT","b":null,"B":"1","a":"2","A":"1"}}""", "bid must be a number")]
    [InlineData("""{"stream":"x@bookTicker","data":{"s":"比特币","b":"1","B":"1","a":"2","A":"1"}}""", "a symbol must be 1 to 32 ASCII letters")]
    [InlineData("""{"stream":"x@trade","data":{"e":"trade","E":1,"s":"BTCUSDT","t":1,"p":"0","q":"1","m":true}}""", "price and quantity of a trade must be positive, was 0 and 1")]
    [InlineData("""{"stream":"x@trade","data":{"e":"trade","E":1,"s":"BTCUSDT","t":"1","p":"1","q":"1","m":1}}""", "trade id must be a whole number")]
    [InlineData("""{"stream":"x@depth","data":{"e":"depthUpdate","E":1,"s":"BTCUSDT","U":1,"u":2,"b":[["1"]],"a":[[]]}}""", "level size must be a number")]
    [InlineData("""{"stream":"x@depth","data":{"e":"depthUpdate","E":1,"s":"BTCUSDT","U":1,"u":2,"b":7,"a":[]}}""", "b must be a list of levels")]
    [InlineData("""{"stream":"x@trade","data":{"e":"trade","E":1,""", "a message must be whole JSON")]
    [InlineData("""[1,2]""", "a message must be a JSON object")]
    [InlineData("""{"a":1} x""", "a message must be whole JSON")]
    [InlineData("", "a message must be whole JSON")]
    public void message_must_be_refused_when_it_breaks_a_rule(string message, string rule)
    {
        var refused = Reading.Refused(_folder.Write("a.jsonl", Samples.Recording(Samples.Ticker(), message)), symbol: null);

        Assert.StartsWith("a.jsonl:2: " + rule, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void deep_nesting_must_be_refused_when_in_a_message()
    {
        var message = "{\"x\":" + new string('[', 1000) + new string(']', 1000) + "}";
        var refused = Reading.Refused(_folder.Write("a.jsonl", Samples.Recording(Samples.Ticker(), message)), symbol: null);

        Assert.Contains("a message must be whole JSON", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1723161253999999999", "receive times must not go back")]
    [InlineData("1723161254000", "the receive time must be in nanoseconds since 1970, was 1723161254000")]
    [InlineData("x", "the receive time must be in nanoseconds since 1970, was x")]
    public void receive_time_must_be_refused_when_it_goes_back_or_has_another_unit(string time, string rule)
    {
        var refused = Reading.Refused(_folder.Write("a.jsonl", Samples.Recording(Samples.Ticker()) + $"{time} {Samples.Ticker()}\n"), symbol: null);

        Assert.StartsWith("a.jsonl:2: " + rule, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void recording_must_be_refused_when_it_holds_unknown_messages_only()
    {
        var refused = Reading.Refused(_folder.Write("a.jsonl", Samples.Recording("{}")), symbol: "A");

        Assert.Equal("a.jsonl: a market file must hold data, was a header or unknown messages only", refused.Message);
    }
}
