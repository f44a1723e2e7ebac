using QuantumAI.Domain.Market;
using QuantumAI.Feeds.Files;

namespace QuantumAI.Feeds.Tests.RealData;

public sealed class BarFileTests
{
    [Theory]
    [InlineData("crypto/bars/btcusd_1d_20170816_20210112.csv", 1246, 24 * 60, 0, 0, "2017-08-16Z", "2021-01-13Z", 2, 6)]
    [InlineData("crypto/bars/coinbase_btcusd_4h_2016_2021.csv.gz", 12319, 240, 2, 4, "2016-05-18T04:00Z", "2022-01-01Z", 2, 8)]
    [InlineData("crypto/bars/coinbase_ethusd_4h_2016_2021.csv.gz", 12299, 240, 8, 25, "2016-05-18T00:00Z", "2022-01-01Z", 2, 8)]
    [InlineData("equities/us/spy_1d_2017_2018.csv", 502, 24 * 60, 110, 226, "2017-01-03Z", "2019-01-01Z", 2, 0)]
    [InlineData("equities/us/spy_1m_20201215_20201218.csv", 1564, 1, 3, 3147, "2020-12-15T09:30Z", "2020-12-18T16:01Z", 4, 0)]
    [InlineData("quality/si_issue0859.adx.nan.csv", 595, 3, 12, 2767, "2022-07-25T03:45Z", "2022-08-01T03:51Z", 8, 0)]
    public void csv_file_must_show_its_known_facts_when_inspected(
        string path, int bars, int intervalMinutes, int gaps, int missing, string first, string last, int priceDecimals, int quantityDecimals)
    {
        var file = Reading.Inspect(SharedData.Path(path));

        Assert.Equal(MarketFileFormat.Csv, file.Format);
        Assert.Equal(MarketFileContents.Bars, file.Contents);
        Assert.Equal(bars, file.BarCount);
        Assert.Equal(intervalMinutes * UnixNanos.PerMinute, file.IntervalNanos);
        Assert.Equal((gaps, missing), (file.GapCount, file.MissingBars));
        Assert.Equal((Reading.Nanos(first), Reading.Nanos(last)), (file.FirstNanos, file.LastNanos));
        Assert.Equal((priceDecimals, quantityDecimals), (file.PriceDecimals, file.QuantityDecimals));
        Assert.Equal(64, file.Sha256.Length);
        RequireWholeSource(file);
    }

    [Fact]
    public void minute_file_must_start_at_the_session_when_its_zone_is_given()
    {
        var path = SharedData.Path("equities/us/spy_1m_20201215_20201218.csv");
        if (!TimeZoneInfo.TryFindSystemTimeZoneById("America/New_York", out var newYork))
            Assert.Skip("no time zone data on this machine");

        var file = Reading.Inspect(path, "SPY", newYork);

        Assert.Equal(Reading.Nanos("2020-12-15T14:30Z"), file.FirstNanos);
        Assert.Equal(Reading.Nanos("2020-12-18T21:01Z"), file.LastNanos);
        Assert.Equal(UnixNanos.PerMinute, file.IntervalNanos);
    }

    [Theory]
    [InlineData("lean_crypto_binance_hour_btcusdt_trade.zip", "BTCUSDT", 120, 60, "2018-05-01T00:00Z", "2018-05-06T00:00Z")]
    [InlineData("lean_crypto_binance_minute_btcbusd_20221213_trade.zip", "BTCBUSD", 1440, 1, "2022-12-13Z", "2022-12-14Z")]
    [InlineData("lean_crypto_coinbase_daily_btcusd_trade.zip", "BTCUSD", 1318, 1440, "2014-12-01Z", "2018-08-14Z")]
    [InlineData("lean_crypto_coinbase_minute_btcusd_20180404_trade.zip", "BTCUSD", 1007, 1, "2018-04-04Z", "2018-04-04T16:48Z")]
    [InlineData("lean_crypto_coinbase_minute_btcusd_20180405_trade.zip", "BTCUSD", 1440, 1, "2018-04-05Z", "2018-04-06Z")]
    [InlineData("lean_crypto_coinbase_minute_btcusd_20180406_trade.zip", "BTCUSD", 1440, 1, "2018-04-06Z", "2018-04-07Z")]
    [InlineData("lean_crypto_coinbase_minute_ethusd_20180404_trade.zip", "ETHUSD", 1009, 1, "2018-04-04Z", "2018-04-04T16:53Z")]
    [InlineData("lean_crypto_coinbase_minute_ethusd_20180405_trade.zip", "ETHUSD", 1440, 1, "2018-04-05Z", "2018-04-06Z")]
    [InlineData("lean_cryptofuture_binance_minute_btcusd_20221213_trade.zip", "BTCUSD", 1439, 1, "2022-12-13Z", "2022-12-14Z")]
    public void lean_trade_file_must_show_its_known_facts_when_inspected(
        string name, string symbol, int bars, int intervalMinutes, string first, string last)
    {
        var file = Reading.Inspect(SharedData.Path("crypto/bars/" + name), symbol: null);

        Assert.Equal((MarketFileFormat.LeanTradeBars, symbol, bars), (file.Format, file.Symbol, (int)file.BarCount));
        Assert.Equal(intervalMinutes * UnixNanos.PerMinute, file.IntervalNanos);
        Assert.Equal((Reading.Nanos(first), Reading.Nanos(last)), (file.FirstNanos, file.LastNanos));
        Assert.Equal(0, file.RoundedQuantities);
        RequireWholeSource(file);
    }

    [Theory]
    [InlineData("lean_crypto_coinbase_minute_btcusd_20180404_quote.zip", "BTCUSD", 1437, "2018-04-04T23:59Z", true)]
    [InlineData("lean_crypto_coinbase_minute_btcusd_20180405_quote.zip", "BTCUSD", 1436, "2018-04-05T23:59Z", true)]
    [InlineData("lean_crypto_coinbase_minute_ethusd_20180404_quote.zip", "ETHUSD", 1438, "2018-04-04T23:59Z", true)]
    [InlineData("lean_crypto_coinbase_minute_ethusd_20180405_quote.zip", "ETHUSD", 1438, "2018-04-05T23:59Z", true)]
    [InlineData("lean_cryptofuture_binance_minute_btcusd_20221213_quote.zip", "BTCUSD", 1104, "2022-12-14T00:00Z", false)]
    public void lean_quote_file_must_round_noise_and_count_it_when_inspected(string name, string symbol, int rows, string end, bool isNoisy)
    {
        var file = Reading.Inspect(SharedData.Path("crypto/bars/" + name), symbol: null);

        Assert.Equal((MarketFileFormat.LeanQuoteBars, MarketFileContents.Quotes), (file.Format, file.Contents));
        Assert.Equal((symbol, rows, 2L * rows), (file.Symbol, file.QuoteCount, file.EventCount));
        Assert.Equal(Reading.Nanos(end) - 1, file.LastNanos);
        Assert.Equal(isNoisy, file.RoundedQuantities > 0);
        Assert.True(file.QuantityDecimals <= 8);
        RequireWholeSource(file);
    }

    [Fact]
    public void daily_quote_file_must_be_read_when_it_is_a_currency_pair()
    {
        var file = Reading.Inspect(SharedData.Path("macro/lean_oanda_1d_quote_xauusd.zip"), symbol: "XAUUSD");

        Assert.Equal((3949L, UnixNanos.PerDay), (file.QuoteCount, file.IntervalNanos));
        RequireWholeSource(file);
    }

    private static void RequireWholeSource(MarketFile file)
    {
        var events = Reading.Events(file);

        Assert.Equal(file.EventCount, events.Count);
        Assert.Equal((file.FirstNanos, file.LastNanos), (events[0].ReceivedNanos, events[^1].ReceivedNanos));
        for (var i = 1; i < events.Count; i++)
            Assert.True(events[i].ReceivedNanos >= events[i - 1].ReceivedNanos);
    }
}
