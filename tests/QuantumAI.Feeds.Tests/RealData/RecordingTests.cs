using QuantumAI.Domain.Market;
using QuantumAI.Feeds.Files;

namespace QuantumAI.Feeds.Tests.RealData;

public sealed class RecordingTests
{
    [Theory]
    [InlineData("binance_spot_btcusdt_20240808_ws_raw.jsonl.gz", 28040, 9757, 3451, 2, "2024-08-08T23:54:13Z")]
    [InlineData("binance_usdm_btcusdt_20240808_ws_raw.jsonl.gz", 66089, 21313, 6551, 1, "2024-08-08T23:54:15Z")]
    public void recording_must_show_its_known_facts_when_inspected(
        string name, int quotes, int trades, int updates, int priceDecimals, string first)
    {
        var file = Reading.Inspect(SharedData.Path("crypto/ticks/" + name), symbol: null);

        Assert.Equal((MarketFileFormat.WebSocketRecording, "BTCUSDT"), (file.Format, file.Symbol));
        Assert.Equal((quotes, trades), (file.QuoteCount, file.TradeCount));
        Assert.Equal((updates, 1), (file.DepthUpdateCount, file.DepthSnapshotCount));
        Assert.Equal(quotes + trades + updates + 1, file.EventCount);
        Assert.Equal((0, 0, 0L), (file.IgnoredCount, file.RoundedQuantities, file.IntervalNanos));
        Assert.Equal(Reading.Nanos(first), UnixNanos.FloorTo(file.FirstNanos, UnixNanos.PerSecond));
        Assert.Equal(Reading.Nanos("2024-08-08T23:59:59Z"), UnixNanos.FloorTo(file.LastNanos, UnixNanos.PerSecond));
        Assert.Equal(priceDecimals, file.PriceDecimals);
        Assert.True(file is { HasTrades: true, HasQuotes: true, HasDepth: true, HasBars: false });
    }

    [Theory]
    [InlineData("binance_spot_btcusdt_20240808_ws_raw.jsonl.gz", false)]
    [InlineData("binance_usdm_btcusdt_20240808_ws_raw.jsonl.gz", true)]
    public void depth_updates_must_join_without_a_hole_when_read(string name, bool isFutures)
    {
        var file = Reading.Inspect(SharedData.Path("crypto/ticks/" + name), symbol: null);
        long last = 0;
        var joined = 0;
        foreach (var marketEvent in Reading.Events(file))
        {
            if (marketEvent.Kind != MarketEventKind.DepthUpdate)
                continue;
            var depth = marketEvent.Depth;
            Assert.Equal(isFutures, depth.PreviousLastUpdateId > 0);
            if (last > 0)
                Assert.Equal(last, isFutures ? depth.PreviousLastUpdateId : depth.FirstUpdateId - 1);
            last = depth.LastUpdateId;
            joined++;
        }

        Assert.Equal(file.DepthUpdateCount, joined);
    }

    [Fact]
    public void venue_time_must_run_ahead_of_receive_time_when_the_recording_did()
    {
        var file = Reading.Inspect(SharedData.Path("crypto/ticks/binance_spot_btcusdt_20240808_ws_raw.jsonl.gz"), symbol: "btcusdt");
        var events = Reading.Events(file);

        Assert.All(events.Where(e => e.Kind == MarketEventKind.Quote), quote => Assert.Equal(0, quote.VenueNanos));
        Assert.All(
            events.Where(e => e.Kind == MarketEventKind.Trade),
            trade => Assert.InRange(trade.VenueNanos - trade.ReceivedNanos, UnixNanos.PerSecond, 2 * UnixNanos.PerSecond));
    }

    [Fact]
    public void recording_must_be_refused_when_another_symbol_is_requested()
    {
        var refused = Reading.Refused(SharedData.Path("crypto/ticks/binance_spot_btcusdt_20240808_ws_raw.jsonl.gz"), "ETHUSDT");

        Assert.Contains("the requested symbol must be the one in the messages, BTCUSDT, was ETHUSDT", refused.Message, StringComparison.Ordinal);
    }
}
