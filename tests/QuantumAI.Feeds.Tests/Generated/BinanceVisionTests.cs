using QuantumAI.Domain.Market;
using QuantumAI.Feeds.Files;

namespace QuantumAI.Feeds.Tests.Generated;

public sealed class BinanceVisionTests : IDisposable
{
    private const long Start = 1_704_067_200_000;
    private const long Minute = 60_000;
    private const string KlineHeader =
        "open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,taker_buy_quote_volume,ignore\n";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("", 1)]
    [InlineData(KlineHeader, 1)]
    [InlineData("", 1000)]
    public void klines_must_be_read_when_in_milliseconds_or_microseconds(string header, long unitsPerMillisecond)
    {
        var text = header;
        foreach (var minute in (long[])[0, 1, 3])
            text += Samples.Kline((Start + (minute * Minute)) * unitsPerMillisecond, Minute * unitsPerMillisecond);
        var file = Reading.Inspect(_folder.Zip("x.zip", ("BTCUSDT-1m-2024-01.csv", text)), symbol: null);

        Assert.Equal((MarketFileFormat.BinanceKlines, "BTCUSDT", 3L), (file.Format, file.Symbol, file.BarCount));
        Assert.Equal((UnixNanos.PerMinute, 1L), (file.IntervalNanos, file.MissingBars));
        Assert.Equal(Reading.Nanos("2024-01-01T00:04Z"), Reading.Events(file)[^1].ReceivedNanos);
    }

    [Fact]
    public void klines_must_be_refused_when_units_or_intervals_mix()
    {
        var mixedUnits = Reading.Refused(_folder.Write("a.csv", Samples.Kline(Start, Minute) + Samples.Kline((Start + Minute) * 1000, Minute * 1000)));
        var mixedIntervals = Reading.Refused(_folder.Write("a.csv", Samples.Kline(Start, Minute) + Samples.Kline(Start + Minute, 5 * Minute)));
        var backwards = Reading.Refused(_folder.Write("a.csv", Samples.Kline(Start, -Minute)));
        var odd = Reading.Refused(_folder.Write("a.csv", Samples.Kline(Start, Minute) + Samples.Kline(Start + (Minute * 3 / 2), Minute)));

        Assert.StartsWith("a.csv:2: open_time must be written as Unix milliseconds like in the rows before, was Unix microseconds", mixedUnits.Message, StringComparison.Ordinal);
        Assert.StartsWith("a.csv:2: close_time must end an interval of 00:01:00 like in the rows before, was an interval of 00:05:00", mixedIntervals.Message, StringComparison.Ordinal);
        Assert.StartsWith("a.csv:1: close_time must be after open_time", backwards.Message, StringComparison.Ordinal);
        Assert.StartsWith("a.csv:2: the step between bars must be a multiple of the interval 00:01:00, was 00:01:30", odd.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void aggregated_trades_must_become_trades_when_read()
    {
        var path = _folder.Write("ETHUSDT-aggTrades-2024-01-01.csv", Samples.AggTrade(5, Start) + Samples.AggTrade(7, Start, flag: "false"));
        var file = Reading.Inspect(path, symbol: null);
        var events = Reading.Events(file);

        Assert.Equal((MarketFileContents.Trades, "ETHUSDT", 2L, 0L), (file.Contents, file.Symbol, file.TradeCount, file.IntervalNanos));
        Assert.Equal((1005L, 25_000_000L, 5L, true), (events[0].PriceUnits, events[0].QuantityUnits, events[0].TradeId, events[0].BuyerIsMaker));
        Assert.Equal((Start * UnixNanos.PerMillisecond, false), (events[1].ReceivedNanos, events[1].BuyerIsMaker));
    }

    [Fact]
    public void aggregated_trades_of_futures_must_be_read_when_there_is_a_header_and_a_column_less()
    {
        var path = _folder.Write("a.csv", "agg_trade_id,price,quantity,first_trade_id,last_trade_id,transact_time,is_buyer_maker\n1,2.5,3,1,1,1704067200000,true\n");

        Assert.Equal(1, Reading.Inspect(path).TradeCount);
    }

    [Theory]
    [InlineData("5,1,1,1,1,1704067200000,True,True", "agg_trade_id must rise from row to row, was 5 after 5")]
    [InlineData("x,1,1,1,1,1704067200000,True,True", "agg_trade_id must be a whole number")]
    [InlineData("6,0,1,1,1,1704067200000,True,True", "price must be positive, was 0")]
    [InlineData("6,1,0,1,1,1704067200000,True,True", "quantity must be positive, was 0")]
    [InlineData("6,1,1,1,1,1704067199999,True,True", "rows must be sorted by time, oldest first, was 1704067199999")]
    [InlineData("6,1,1,1,1,1704067200000,yes,True", "is_buyer_maker must be true or false, was yes")]
    [InlineData("6,1,1,1,1,1704067200000000,True,True", "transact_time must be written as Unix milliseconds like in the rows before, was Unix microseconds")]
    [InlineData("6,1,1", "an aggregated trade must have 7 (futures) or 8 (spot) columns, was 3")]
    public void aggregated_trade_must_be_refused_when_it_breaks_a_rule(string row, string message)
    {
        var refused = Reading.Refused(_folder.Write("a.csv", Samples.AggTrade(5, Start) + row + "\n"));

        Assert.StartsWith("a.csv:2: " + message, refused.Message, StringComparison.Ordinal);
    }
}
