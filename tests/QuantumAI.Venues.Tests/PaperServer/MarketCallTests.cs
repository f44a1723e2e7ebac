using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Venues.Binance.Parsing;
using QuantumAI.Venues.Binance.Symbols;
using QuantumAI.Venues.PaperServer.Exchange;

namespace QuantumAI.Venues.Tests.PaperServer;

/// <summary>Public calls, read with the parsers that clients of ours use.</summary>
public sealed class MarketCallTests
{
    private readonly ExchangeDesk _desk = new();

    [Fact]
    public void time_must_be_the_worlds() => Assert.Equal(ExchangeDesk.Start, SpotMarket.ServerTime(_desk.Done("GET", "/api/v3/time")));

    [Fact]
    public void public_numbers_must_have_as_few_digits_as_clients_take_for_a_number()
    {
        const long MostOf15Digits = 999_999_999_999_999;
        Assert.InRange(_desk.Done("GET", "/api/v3/depth", ("symbol", "BTCUSDT")).Long("lastUpdateId"), 1, MostOf15Digits);
        Assert.All(_desk.Done("GET", "/api/v3/trades", ("symbol", "BTCUSDT")).Items(trade => trade.Long("id")), id => Assert.InRange(id, 1, MostOf15Digits));
    }

    [Fact]
    public void levels_must_keep_their_number_until_a_change_is_told()
    {
        var depth = _desk.State.Market("BTCUSDT")!.Depth;
        _desk.Done("GET", "/api/v3/depth", ("symbol", "BTCUSDT"));
        var (told, bid) = (depth.ToldUpdateId, depth.Bids[0]);

        _desk.Book(9_990_00, 10_010_00);

        Assert.Equal((told, bid, true), (depth.ToldUpdateId, depth.Bids[0], depth.UpdateId > told));
        Assert.InRange(_desk.Done("GET", "/api/v3/depth", ("symbol", "BTCUSDT")).Long("lastUpdateId"), told + 1, depth.UpdateId);
        Assert.Equal((depth.UpdateId, 9_990_00), (depth.ToldUpdateId, depth.Bids[0].Price));
    }

    [Fact]
    public void symbols_must_be_read_back_as_they_are()
    {
        var info = ExchangeInfo.Read(_desk.Done("GET", "/api/v3/exchangeInfo"));

        Assert.Empty(info.Refused);
        Assert.Equal(["BTCUSDT", "ETHUSDT"], info.Symbols.Select(symbol => symbol.Instrument.Symbol));
        Assert.Equal(4, info.RateLimits.Count);
        var filters = info.Symbols[0].Instrument.Filters;
        Assert.Equal(1_000, filters.Lot.MinUnits); // in the decimals of a bitcoin, as the exchange itself counts
        Assert.Equal(Money.Whole(5), filters.Notional.Min);
        Assert.True(info.Symbols[0].Flags.Oco);
    }

    [Theory]
    [InlineData("symbol", "NOPE", -1121)]
    [InlineData("symbols", "[\"BTCUSDT\",\"BTCUSDT\"]", -1151)]
    [InlineData("symbols", "BTCUSDT", -1100)]
    [InlineData("symbols", "[1]", -1130)]
    [InlineData("symbols", "[[[[[[[[]]]]]]]]", -1100)]
    [InlineData("nonsense", "1", -1104)]
    public void symbols_must_be_refused_when_asked_wrongly(string name, string value, int code) =>
        Assert.Equal(code, _desk.Refused("GET", "/api/v3/exchangeInfo", (name, value)).Code);

    [Fact]
    public void book_must_show_the_market_and_clients()
    {
        _desk.Limit("BUY", "9999.50", "0.2");
        var book = SpotMarket.Book(_desk.Done("GET", "/api/v3/depth", ("symbol", "BTCUSDT")));

        Assert.Equal(["9999.5", "9999"], book.Bids.Select(level => level.Price.ToString()).Select(Short));
        Assert.Equal("0.2", Short(book.Bids[0].Size.ToString()));
        Assert.Equal("10001", Short(book.Asks[0].Price.ToString()));
        var best = SpotMarket.BookTickers(_desk.Done("GET", "/api/v3/ticker/bookTicker", ("symbol", "BTCUSDT")))[0];
        Assert.Equal("9999.5", Short(best.Bid.ToString()));
    }

    [Fact]
    public void diffs_must_lead_from_book_to_book()
    {
        _desk.Tick();
        _desk.Told.Clear();
        var before = SpotMarket.Book(_desk.Done("GET", "/api/v3/depth", ("symbol", "BTCUSDT")));
        _desk.Book(9_998_00, 10_001_00);
        _desk.Limit("SELL", "10000.00", "0.3", "other");
        _desk.Tick();
        var after = SpotMarket.Book(_desk.Done("GET", "/api/v3/depth", ("symbol", "BTCUSDT")));

        var diff = Assert.Single(_desk.Told.OfType<DepthTold>()).Diff;
        Assert.Equal(before.LastUpdateId + 1, diff.FirstUpdateId);
        Assert.Equal(after.LastUpdateId, diff.LastUpdateId);
        Assert.Equal([new DepthLevel(9_999_00, 0), new DepthLevel(9_998_00, 5_00000000)], diff.Bids);
        Assert.Equal([new DepthLevel(10_000_00, 30_000_000)], diff.Asks);
    }

    [Fact]
    public void trades_must_have_one_row_of_numbers_when_market_and_clients_trade()
    {
        _desk.Limit("SELL", "10000.00", "0.5", "other");
        var mine = _desk.Market("BUY", "0.2");
        _desk.Print(10_000_00, 10_000_000);
        var trades = SpotMarket.Trades(_desk.Done("GET", "/api/v3/trades", ("symbol", "BTCUSDT")));

        Assert.Equal(3, trades.Count);
        Assert.Equal(trades[0].TradeId + 1, trades[1].TradeId);
        Assert.Equal(trades[1].TradeId + 1, trades[2].TradeId);
        Assert.Equal(mine.Fills[0].TradeId, trades[1].TradeId);
        Assert.False(trades[1].IsBuyerMaker);
        Assert.Equal(Money.Whole(2_000), trades[1].QuoteQuantity);
    }

    [Fact]
    public void aggregate_must_hold_one_takers_trades_at_one_price()
    {
        _desk.Limit("SELL", "10000.00", "0.1", "other");
        _desk.Limit("SELL", "10000.00", "0.1", "other");
        _desk.Market("BUY", "0.2");
        var rows = SpotMarket.AggregateTrades(_desk.Done("GET", "/api/v3/aggTrades", ("symbol", "BTCUSDT")));

        Assert.Equal(1, rows[^1].LastTradeId - rows[^1].FirstTradeId);
        Assert.Equal("0.2", Short(rows[^1].Quantity.ToString()));
        Assert.Equal(1, _desk.Told.OfType<AggregateTold>().Count(told => told.Aggregate.AggregateId == rows[^1].AggregateId));
    }

    [Fact]
    public void bars_must_follow_trades_and_have_no_holes()
    {
        _desk.Now += 30 * UnixNanos.PerSecond;
        _desk.Print(10_050_00, 2_000_000);
        _desk.Now += 5 * UnixNanos.PerMinute;
        _desk.Print(9_950_00, 3_000_000);
        var bars = SpotMarket.Klines(_desk.Done("GET", "/api/v3/klines", ("symbol", "BTCUSDT"), ("interval", "1m")));

        Assert.Equal(6, bars.Count);
        Assert.Equal("10000", Short(bars[0].Open.ToString()));
        Assert.Equal("10050", Short(bars[0].High.ToString()));
        Assert.Equal(2, bars[0].Trades);
        Assert.All(bars.Skip(1).Take(4), bar => Assert.Equal((0, "10050"), (bar.Trades, Short(bar.Close.ToString()))));
        Assert.Equal("9950", Short(bars[^1].Close.ToString()));
        Assert.Equal(bars[0].OpenNanos + UnixNanos.PerMinute - UnixNanos.PerMillisecond, bars[0].CloseNanos);
        Assert.Equal(5, _desk.Told.OfType<KlineTold>().Count(told => told.IsClosed && told.Interval.Name == "1m"));
    }

    [Fact]
    public void every_interval_must_have_a_bar() => Assert.All(KlineInterval.All, interval =>
        Assert.Single(SpotMarket.Klines(_desk.Done("GET", "/api/v3/uiKlines", ("symbol", "BTCUSDT"), ("interval", interval.Name)))));

    [Fact]
    public void bars_of_a_zone_must_begin_at_its_midnight()
    {
        var bars = SpotMarket.Klines(_desk.Done("GET", "/api/v3/klines", ("symbol", "BTCUSDT"), ("interval", "1d"), ("timeZone", "+9:00")));
        Assert.Equal(ExchangeDesk.Start - (9 * UnixNanos.PerHour), Assert.Single(bars).OpenNanos);
    }

    [Fact]
    public void statistics_must_add_up()
    {
        _desk.Now += UnixNanos.PerMinute;
        _desk.Print(11_000_00, 3_000_000);
        var ticker = SpotMarket.Tickers(_desk.Done("GET", "/api/v3/ticker/24hr", ("symbol", "BTCUSDT")))[0];

        Assert.Equal(2, ticker.Trades);
        Assert.Equal("1000", Short(ticker.Detail!.Change.ToString()));
        Assert.Equal("10", Short(ticker.Detail.ChangePercent.ToString()));
        Assert.Equal("10750", Short(ticker.Detail.WeightedAverage.ToString()));
        Assert.Equal(Money.Parse("430"), ticker.QuoteVolume);
        Assert.Equal("10750", Short(SpotMarket.AveragePrice(_desk.Done("GET", "/api/v3/avgPrice", ("symbol", "BTCUSDT"))).Price.ToString()));
        Assert.Equal("11000", Short(SpotMarket.LastPrices(_desk.Done("GET", "/api/v3/ticker/price"))[0].Price.ToString()));
        Assert.Equal(2, SpotMarket.Tickers(_desk.Done("GET", "/api/v3/ticker", ("symbols", "[\"BTCUSDT\",\"ETHUSDT\"]"), ("type", "MINI"))).Count);
        Assert.Equal(2, SpotMarket.Tickers(_desk.Done("GET", "/api/v3/ticker/tradingDay", ("symbol", "BTCUSDT")))[0].Trades);
    }

    [Theory]
    [InlineData("/api/v3/ticker", "windowSize", "25h", -1130)]
    [InlineData("/api/v3/ticker", "type", "TINY", -1139)]
    [InlineData("/api/v3/klines", "interval", "7m", -1120)]
    [InlineData("/api/v3/depth", "limit", "0", -1130)]
    [InlineData("/api/v3/depth", "limit", "x", -1100)]
    [InlineData("/api/v3/trades", "limit", "99999999999999999999", -1108)]
    [InlineData("/api/v3/depth", "limit", "", -1105)]
    public void question_must_be_refused_when_a_parameter_makes_no_sense(string path, string name, string value, int code) =>
        Assert.Equal(code, _desk.Refused("GET", path, ("symbol", "BTCUSDT"), (name, value)).Code);

    private static string Short(string number) => number.Contains('.', StringComparison.Ordinal) ? number.TrimEnd('0').TrimEnd('.') : number;
}
