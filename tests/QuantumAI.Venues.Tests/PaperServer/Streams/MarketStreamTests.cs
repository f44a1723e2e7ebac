using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Venues.Binance.Parsing;

namespace QuantumAI.Venues.Tests.PaperServer.Streams;

public sealed class MarketStreamTests
{
    private static DecimalNumber Number(string text)
    {
        Assert.Equal(NumberFault.None, DecimalNumber.TryParse(System.Text.Encoding.ASCII.GetBytes(text), 8, rounds: false, out var number));
        return number;
    }

    [Fact]
    public async Task trades_of_a_client_must_reach_every_stream_with_exact_values()
    {
        await using var host = await SocketHost.StartAsync();
        using var client = await host.StreamAsync(
            "/stream?streams=btcusdt@trade/btcusdt@aggTrade/btcusdt@bookTicker/btcusdt@kline_1s/btcusdt@kline_1d/btcusdt@miniTicker/btcusdt@ticker/btcusdt@ticker_1h/btcusdt@avgPrice");
        await host.OrderAsync(SocketHost.OtherHmac, "SELL", "10000.50", "0.3");
        var best = await client.NextAsync<BookTickerMessage>(message => message.Prices.Ask == Number("10000.5"));
        Assert.Equal(("btcusdt@bookTicker", Number("9999"), Number("5"), Number("0.3")), (best.Stream, best.Prices.Bid, best.Prices.BidSize, best.Prices.AskSize));

        await host.OrderAsync(SocketHost.Hmac, "BUY", "10000.50", "0.2");
        var trade = await client.NextAsync<TradeMessage>(message => message.Quantity == Number("0.2"));
        Assert.Equal(("btcusdt@trade", "BTCUSDT", Number("10000.5"), false), (trade.Stream, trade.Symbol, trade.Price, trade.IsBuyerMaker));
        Assert.Equal(trade.TradeNanos, trade.EventNanos);
        var aggregate = (await client.NextAsync<AggregateTradeMessage>(message => message.Trade.Price == Number("10000.5"))).Trade;
        Assert.Equal((Number("0.2"), trade.TradeId, trade.TradeId, trade.TradeNanos), (aggregate.Quantity, aggregate.FirstTradeId, aggregate.LastTradeId, aggregate.TimeNanos));

        var bar = await client.NextAsync<KlineMessage>(message => message.Interval == "1d" && message.LastTradeId == trade.TradeId);
        Assert.Equal((Number("10000"), Number("10000.5"), Number("10000"), Number("10000.5")), (bar.Kline.Open, bar.Kline.High, bar.Kline.Low, bar.Kline.Close));
        Assert.Equal((Money.Parse("0.21"), Money.Parse("2100.1"), 2L, false), (bar.Kline.Volume, bar.Kline.QuoteVolume, bar.Kline.Trades, bar.IsClosed));
        Assert.Equal((Money.Parse("0.21"), Money.Parse("2100.1")), (bar.Kline.TakerBuyVolume, bar.Kline.TakerBuyQuoteVolume));
        Assert.Equal(UnixNanos.PerDay - UnixNanos.PerMillisecond, bar.Kline.CloseNanos - bar.Kline.OpenNanos);
    }

    [Fact]
    public async Task statistics_must_come_every_second_with_exact_values()
    {
        await using var host = await SocketHost.StartAsync();
        using var client = await host.StreamAsync("/stream?streams=btcusdt@miniTicker/btcusdt@ticker/btcusdt@ticker_4h/btcusdt@avgPrice/!miniTicker@arr/!ticker_1h@arr/!ticker@arr");
        host.Print(10_000_50, 2_000_000);
        var mini = await client.NextAsync<MiniTickerMessage>(message => message.Close == Number("10000.5"));
        Assert.Equal((Number("10000"), Number("10000.5"), Number("10000"), Money.Parse("0.03")), (mini.Open, mini.High, mini.Low, mini.Volume));
        var day = (await client.NextAsync<TickerMessage>(message => message.Window == "24hrTicker" && message.Ticker.Last == Number("10000.5"))).Ticker;
        Assert.Equal((2L, Money.Parse("300.01"), day.FirstTradeId + 1), (day.Trades, day.QuoteVolume, day.LastTradeId));
        Assert.Equal((Number("9999"), Number("10001"), Number("0.02")), (day.Detail!.Bid!.Value, day.Detail.Ask!.Value, day.Detail.LastQuantity!.Value));
        Assert.Equal(UnixNanos.PerDay, day.CloseNanos - day.OpenNanos);
        var average = await client.NextAsync<AveragePriceMessage>();
        Assert.Equal(("5m", Number("10000.33")), (average.Interval, average.Price));
        var window = (await client.NextAsync<TickerMessage>(message => message.Window == "4hTicker")).Ticker;
        Assert.Equal(0, window.OpenNanos % UnixNanos.PerMinute);
        Assert.Null(window.Detail!.Bid);
        var all = await client.NextAsync<TickerListMessage>(message => message.Stream == "!miniTicker@arr");
        Assert.Equal("BTCUSDT", Assert.IsType<MiniTickerMessage>(Assert.Single(all.Tickers)).Symbol);
    }

    [Fact]
    public async Task closed_bar_must_be_told_once_and_the_next_begin_at_its_close()
    {
        await using var host = await SocketHost.StartAsync();
        using var client = await host.StreamAsync("/ws/btcusdt@kline_1s");
        var closed = await client.NextAsync<KlineMessage>(message => message.IsClosed);
        var next = await client.NextAsync<KlineMessage>(message => message.IsClosed);
        Assert.Equal((UnixNanos.PerSecond, closed.Kline.Close, 0L, -1L), (next.Kline.OpenNanos - closed.Kline.OpenNanos, next.Kline.Open, next.Kline.Trades, next.FirstTradeId));
    }

    [Fact]
    public async Task bars_of_a_zone_must_begin_at_its_midnight()
    {
        await using var host = await SocketHost.StartAsync();
        using var client = await host.StreamAsync("/stream?streams=btcusdt@kline_1d@+08:00/btcusdt@kline_1h@+08:00");
        host.Print(10_000_00);
        Assert.Equal(0, (await client.NextAsync<KlineMessage>(message => message.Interval == "1h")).Kline.OpenNanos % UnixNanos.PerHour);
        var day = await client.NextAsync<KlineMessage>(message => message.Interval == "1d");
        Assert.Equal(("btcusdt@kline_1d@+08:00", 16 * UnixNanos.PerHour), (day.Stream, day.Kline.OpenNanos % UnixNanos.PerDay));
        Assert.Equal(UnixNanos.PerDay - UnixNanos.PerMillisecond, day.Kline.CloseNanos - day.Kline.OpenNanos);
    }

    [Theory]
    [InlineData("@depth5")]
    [InlineData("@depth10@100ms")]
    [InlineData("@depth20@100ms")]
    [InlineData("@depth20")]
    public async Task partial_books_must_show_the_best_levels(string stream)
    {
        await using var host = await SocketHost.StartAsync();
        using var client = await host.StreamAsync("/ws/btcusdt" + stream);
        for (var i = 0; i < 22; i++)
            await host.OrderAsync(SocketHost.Hmac, "BUY", $"{9_000 + i}", "0.01");
        var levels = int.Parse(stream.Split('@')[1]["depth".Length..], System.Globalization.CultureInfo.InvariantCulture);
        var book = (await client.NextAsync<PartialBookMessage>(message => message.Book.Bids.Count == levels && message.Book.Bids[1].Price == Number("9021"))).Book;
        Assert.Equal((Number("9999"), Number("5"), Number("10001")), (book.Bids[0].Price, book.Bids[0].Size, Assert.Single(book.Asks).Price));
    }

    [Fact]
    public async Task times_must_be_microseconds_when_the_client_asks_for_them()
    {
        await using var host = await SocketHost.StartAsync();
        using var micros = await host.StreamAsync("/ws/btcusdt@trade?timeUnit=MICROSECOND");
        using var millis = await host.StreamAsync("/ws/btcusdt@trade?timeUnit=millisecond");
        host.Print(10_000_10);
        var (fine, coarse) = (await micros.NextAsync<TradeMessage>(), await millis.NextAsync<TradeMessage>());
        Assert.Equal(coarse.TradeNanos, UnixNanos.FloorTo(fine.TradeNanos, UnixNanos.PerMillisecond));
    }
}
