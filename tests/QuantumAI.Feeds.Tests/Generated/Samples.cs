using System.Globalization;
using System.Text;

namespace QuantumAI.Feeds.Tests.Generated;

/// <summary>Small generated files of each format.</summary>
internal static class Samples
{
    public const string Header = "timestamp,open,high,low,close,volume\n";

    public static string Csv(params string[] rows) => Header + string.Join('\n', rows) + "\n";

    /// <summary>Minute bars from 2024-01-01 on whose prices wander.</summary>
    public static string Minutes(int count, int seed = 1)
    {
        var random = new Random(seed);
        var text = new StringBuilder(Header);
        var start = new DateTime(2024, 1, 1);
        var price = 100_000;
        for (var i = 0; i < count; i++)
        {
            var open = price;
            price = Math.Max(1_000, price + random.Next(-50, 51));
            var high = Math.Max(open, price) + random.Next(20);
            var low = Math.Min(open, price) - random.Next(20);
            text.Append(CultureInfo.InvariantCulture, $"{start.AddMinutes(i):yyyy-MM-dd'T'HH:mm:ss'Z'},{Cents(open)},{Cents(high)},{Cents(low)},{Cents(price)},{random.Next(1000)}.{random.Next(10)}\n");
        }

        return text.ToString();
    }

    public static string Kline(long openTime, long interval, string ohlcv = "10,12,9,11,5") =>
        $"{openTime},{ohlcv},{openTime + interval - 1},1,2,3,4,0\n";

    public static string AggTrade(long id, long time, string price = "100.5", string quantity = "0.25", string flag = "True") =>
        $"{id},{price},{quantity},{id * 2},{(id * 2) + 1},{time},{flag},True\n";

    public static string Recording(params string[] messages)
    {
        var text = new StringBuilder();
        for (var i = 0; i < messages.Length; i++)
            text.Append(CultureInfo.InvariantCulture, $"{1_723_161_254_000_000_000 + (i * 1000L)} {messages[i]}\n");
        return text.ToString();
    }

    public static string Ticker(string symbol = "BTCUSDT", string bid = "61837.63000000") =>
        $$$"""{"stream":"x@bookTicker","data":{"u":1,"s":"{{{symbol}}}","b":"{{{bid}}}","B":"3.5","a":"61837.64000000","A":"1.25"}}""";

    public const string Trade =
        """{"stream":"x@trade","data":{"e":"trade","E":1723161255343,"s":"BTCUSDT","t":37,"p":"61837.63000000","q":"0.02","T":1723161255342,"m":true,"M":true}}""";

    public const string Depth =
        """{"stream":"x@depth@100ms","data":{"e":"depthUpdate","E":1723161255208,"s":"BTCUSDT","U":5,"u":9,"pu":4,"b":[["61737.63","0.0"]],"a":[["61837.64","1.5"],["61839.85","0"]]}}""";

    public const string Snapshot = """{"lastUpdateId":7,"bids":[["61837.63","3.7"]],"asks":[["61837.64","1.5"]]}""";

    private static string Cents(int cents) => (cents / 100m).ToString(CultureInfo.InvariantCulture);
}
