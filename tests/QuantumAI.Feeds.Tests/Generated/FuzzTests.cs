using System.Text;
using QuantumAI.Feeds.Files;

namespace QuantumAI.Feeds.Tests.Generated;

public sealed class FuzzTests : IDisposable
{
    private const int RoundsPerSample = 250;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a.csv")]
    [InlineData("a.csv.gz")]
    [InlineData("a.zip")]
    [InlineData("20240101_btcusd_minute_trade.csv")]
    [InlineData("20240101_btcusd_minute_quote.csv")]
    [InlineData("BTCUSDT-1m.csv")]
    [InlineData("BTCUSDT-aggTrades.csv")]
    [InlineData("a.jsonl")]
    [InlineData("random.bin")]
    public void Prop_reader_must_read_or_refuse_and_nothing_else_when_bytes_are_changed(string name)
    {
        for (var seed = 0; seed < RoundsPerSample; seed++)
        {
            var random = new Random(seed);
            var path = _folder.Write(name, Mutate(Sample(name, random), random));
            try
            {
                var file = Reading.Inspect(path, random.Next(2) == 0 ? "BTCUSDT" : null);
                Assert.Equal(file.EventCount, Reading.Events(file).Count);
            }
            catch (MarketFileException refused)
            {
                Assert.NotEmpty(refused.Problems);
            }
            catch (Exception other) when (other is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"{name} with seed {seed}: {other}");
            }
        }
    }

    private byte[] Sample(string name, Random random)
    {
        const long Start = 1_704_067_200_000;
        return name switch
        {
            "a.csv" => Bytes(Samples.Minutes(8)),
            "a.csv.gz" => TempFolder.Gzip(Samples.Minutes(8)),
            "a.zip" => File.ReadAllBytes(_folder.Zip("source.zip", ("btcusd.csv", Samples.Minutes(8)))),
            "20240101_btcusd_minute_trade.csv" => Bytes("0,10,12,9,11,1\n60000,11,11,11,11,0.5\n180000,11,12,11,11,0\n"),
            "20240101_btcusd_minute_quote.csv" => Bytes("0,10,12,9,11,1.000000005,10,13,9,11,2\n60000,11,11,11,11,3,12,12,12,12,4\n"),
            "BTCUSDT-1m.csv" => Bytes(Samples.Kline(Start, 60_000) + Samples.Kline(Start + 60_000, 60_000)),
            "BTCUSDT-aggTrades.csv" => Bytes(Samples.AggTrade(1, Start) + Samples.AggTrade(2, Start + 1, flag: "false")),
            "a.jsonl" => Bytes(Samples.Recording(Samples.Depth, Samples.Ticker(), Samples.Trade, Samples.Snapshot)),
            _ => RandomBytes(random),
        };
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] RandomBytes(Random random)
    {
        var bytes = new byte[random.Next(1, 4000)];
        random.NextBytes(bytes);
        return bytes;
    }

    private static byte[] Mutate(byte[] bytes, Random random)
    {
        var changed = bytes.ToList();
        for (var i = random.Next(4); i >= 0 && changed.Count > 0; i--)
        {
            var place = random.Next(changed.Count);
            switch (random.Next(5))
            {
                case 0: changed[place] = (byte)random.Next(256); break;
                case 1: changed[place] = (byte)"0123456789.,-\n{}[]\":Z "[random.Next(22)]; break;
                case 2: changed.RemoveAt(place); break;
                case 3: changed.InsertRange(place, changed.GetRange(place, Math.Min(random.Next(1, 30), changed.Count - place))); break;
                default: changed.RemoveRange(place, Math.Min(random.Next(1, 30), changed.Count - place)); break;
            }
        }

        return [.. changed];
    }
}
