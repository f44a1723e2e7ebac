using System.Text;
using System.Text.Json;
using QuantumAI.Domain.Market;
using QuantumAI.TestKit;
using QuantumAI.Trading.Execution;
using QuantumAI.Venues.Contract;
using QuantumAI.Venues.Signing;
using static QuantumAI.Venues.Tests.Binance.Adapter.ScriptedRest;

namespace QuantumAI.Venues.Tests.Binance.Adapter;

public sealed class StreamTests
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(500);

    [Fact]
    public void market_must_come_in_order_and_depth_in_step()
    {
        using var stand = Opened();
        var socket = stand.Streams.Market.Single();
        Assert.Equal("/stream?streams=btcusdt@bookTicker/btcusdt@trade/btcusdt@depth@100ms/btcusdt@kline_1m", socket.Address.PathAndQuery);
        socket.Say(Depth(5, 6));
        stand.World.RunUntilIdle();
        socket.Say(Depth(7, 8));
        socket.Say(Quote(100, 101));
        socket.Say(Trade(1));
        socket.Say(Bar(isClosed: false));
        socket.Say(Bar(isClosed: true));
        stand.World.RunUntilIdle();
        Assert.Equal(["snapshot 6", "update 8", "quote 10000", "trade 1", "bar 10050"], Taken(stand));
    }

    [Fact]
    public void lost_connection_must_gap_every_symbol_before_anything_else_and_synchronise_anew()
    {
        using var stand = Opened();
        stand.Streams.Market.Single().Say(Depth(5, 6));
        stand.World.RunUntilIdle();
        stand.Streams.Market.Single().Cut("reset");
        stand.Advance(TimeSpan.FromSeconds(2));
        Snapshot(stand, 20);
        var socket = stand.Streams.Market.Last();
        socket.Say(Depth(20, 21));
        stand.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(["snapshot 6", "gap", "snapshot 20", "update 21"], Taken(stand));
    }

    [Fact]
    public void quiet_symbol_must_get_its_depth_after_a_reconnect_although_nothing_changes()
    {
        using var stand = Opened();
        stand.Streams.Market.Single().Say(Depth(5, 6));
        stand.World.RunUntilIdle();
        stand.Streams.Market.Single().Cut("reset");
        Snapshot(stand, 20);
        stand.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(["snapshot 6", "gap"], Taken(stand));
        stand.Advance(TimeSpan.FromSeconds(2));
        var socket = stand.Streams.Market.Last();
        socket.Say(Depth(15, 20));
        socket.Say(Depth(21, 22));
        stand.World.RunUntilIdle();
        Assert.Equal(["snapshot 20", "update 22"], Taken(stand));
        stand.Advance(TimeSpan.FromSeconds(20));
        Assert.Empty(Taken(stand)); // one is enough
    }

    [Fact]
    public void snapshot_of_a_quiet_symbol_that_the_next_change_does_not_join_must_be_a_gap()
    {
        using var stand = Opened();
        stand.Advance(TimeSpan.FromSeconds(3));
        stand.Streams.Market.Single().Say(Depth(9, 9));
        stand.World.RunUntilIdle();
        Assert.Equal(["snapshot 6", "gap"], Taken(stand));
    }

    [Fact]
    public void snapshot_that_was_asked_for_before_the_connection_was_lost_must_not_bring_the_book_into_step()
    {
        using var stand = Opened();
        var socket = stand.Streams.Market.Single();
        stand.Rest.On("GET /api/v3/depth", _ => null);
        socket.Say(Depth(5, 6));
        stand.World.RunUntilIdle();
        socket.Cut("reset");
        stand.World.RunUntilIdle();
        stand.Rest.Release(Ok(Book(6)));
        stand.World.RunUntilIdle();
        Assert.Equal(["gap"], Taken(stand));
        Snapshot(stand, 20);
        stand.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(["snapshot 20"], Taken(stand));
    }

    [Fact]
    public void socket_must_be_replaced_before_the_venue_cuts_it_and_nothing_be_missed()
    {
        using var stand = Opened();
        Run(stand, TimeSpan.FromHours(22.4));
        Assert.Single(stand.Streams.Market);
        Taken(stand);
        stand.Streams.Market.Last().Say(Depth(5, 6));
        stand.World.RunUntilIdle();
        Taken(stand);
        for (var i = 0; i < 2_000 && stand.Streams.Market.Count() == 1; i++)
            Run(stand, TimeSpan.FromSeconds(1));
        var (old, next) = (stand.Streams.Market.First(), stand.Streams.Market.Last());
        Assert.False(old.IsClosed);
        Taken(stand);
        foreach (var socket in new[] { old, next })
        {
            socket.Say(Depth(7, 8));
            socket.Say(Trade(11));
            socket.Say(Quote(100, 101));
        }

        stand.Advance(TimeSpan.FromSeconds(4));
        Assert.True(old.IsClosed);
        next.Say(Depth(9, 9));
        next.Say(Trade(12));
        stand.World.RunUntilIdle();
        Assert.Equal(["update 8", "trade 11", "quote 10000", "update 9", "trade 12"], Taken(stand)); // each once, no gap
    }

    [Fact]
    public void server_that_shuts_down_must_be_left_before_it_does()
    {
        using var stand = Opened();
        stand.Streams.Market.Single().Say("""{"e":"serverShutdown","E":1760000000000}""");
        stand.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(2, stand.Streams.Market.Count());
        Assert.False(stand.Streams.Market.First().IsClosed);
        stand.Advance(TimeSpan.FromSeconds(4));
        Assert.True(stand.Streams.Market.First().IsClosed);
        Assert.DoesNotContain("gap", Taken(stand));
    }

    [Fact]
    public void Issue_candle_that_is_growing_late_or_told_twice_must_not_be_a_bar()
    {
        using var stand = Opened();
        var socket = stand.Streams.Market.Single();
        socket.Say(Bar(isClosed: false));
        socket.Say(Bar(isClosed: true));
        socket.Say(Bar(isClosed: true));
        stand.World.RunUntilIdle();
        Assert.True(stand.Session.Market.TryRead(out var bar));
        Assert.Equal((1_760_000_000_000_000_000, UnixNanos.PerMinute, 350_000), (bar.Bar.StartNanos, bar.Bar.IntervalNanos, bar.Bar.VolumeUnits));
        Assert.False(stand.Session.Market.TryRead(out _));
    }

    [Fact]
    public void Issue_zombie_socket_must_be_gapped_and_replaced()
    {
        using var stand = Opened();
        stand.Streams.Market.Single().Say(Quote(100, 101));
        stand.Advance(TimeSpan.FromSeconds(40));
        Assert.Equal(["quote 10000", "snapshot 6", "gap", "snapshot 6"], Taken(stand)); // the second one from beside the new socket
        Assert.True(stand.Streams.Market.Count() >= 2);
        Assert.Contains(stand.Notices, notice => notice.IsAlarm && notice.Text.Contains("nothing is heard of BTCUSDT", StringComparison.Ordinal));
    }

    [Fact]
    public void Issue_book_drift_must_not_happen_when_an_update_cannot_be_read()
    {
        using var stand = Opened();
        var socket = stand.Streams.Market.Single();
        socket.Say(Depth(5, 6));
        stand.World.RunUntilIdle();
        socket.Say(Depth(7, 8).Replace("\"101.00\"", "\"1e5\"", StringComparison.Ordinal));
        socket.Say(Depth(9, 10));
        stand.World.RunUntilIdle();
        Assert.Equal(["snapshot 6", "gap"], Taken(stand));
    }

    [Fact]
    public void reader_that_is_behind_must_gap_the_book_and_start_it_anew()
    {
        using var stand = Opened(capacity: 4);
        var socket = stand.Streams.Market.Single();
        socket.Say(Depth(5, 6));
        stand.World.RunUntilIdle();
        for (var id = 7; id < 15; id++)
            socket.Say(Depth(id, id));
        stand.World.RunUntilIdle();
        Assert.Equal(["snapshot 6", "update 7", "update 8", "update 9", "gap"], Taken(stand));
        Snapshot(stand, 20);
        socket.Say(Depth(20, 21));
        stand.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(["snapshot 20", "update 21"], Taken(stand));
    }

    [Fact]
    public void every_new_connection_of_the_account_must_be_said()
    {
        using var stand = new VenueStand().Open();
        stand.UserSocket.Cut("24 h");
        stand.Advance(TimeSpan.FromSeconds(3));
        stand.Trader.Expect<VenueLinkLost>();
        stand.Trader.Expect<VenueLinkRestored>();
        Run(stand, TimeSpan.FromHours(23.1)); // replaced, the new one working before the old one goes
        stand.Trader.Expect<VenueLinkLost>();
        stand.Trader.Expect<VenueLinkRestored>();
        Assert.Equal(3, stand.Streams.User.Count());
        Assert.Equal(VenueLink.Linked, stand.Session.Link);
    }

    [Fact]
    public void ed25519_key_must_log_on_and_then_subscribe()
    {
        if (Ed25519Keys.Missing is { } reason)
            Assert.Skip(reason);
        using var signer = Ed25519Keys.FromPrivateBytes(new byte[Ed25519Keys.KeyBytes]);
        using var stand = new VenueStand { Signer = signer }.Open();
        Assert.Equal(["session.logon", "userDataStream.subscribe"], stand.UserSocket.Sent.Select(text => JsonElement.Parse(text).GetProperty("method").GetString()));
        var parameters = JsonElement.Parse(stand.UserSocket.Sent[0]).GetProperty("params");
        var payload = $"apiKey=abcdefghijklmnop&recvWindow=5000&timestamp={parameters.GetProperty("timestamp").GetInt64()}";
        Assert.True(signer.Verifies(Encoding.UTF8.GetBytes(payload), parameters.GetProperty("signature").GetString()!));
    }

    [Fact]
    public void refused_subscription_must_be_tried_again_with_pauses()
    {
        using var stand = new VenueStand().Open();
        stand.Streams.Api = static (id, _) => $$$"""{"id":"{{{id}}}","status":400,"error":{"code":-1022,"msg":"Signature for this request is not valid."}}""";
        stand.UserSocket.Cut("reset");
        stand.Advance(TimeSpan.FromMinutes(5));
        stand.Trader.Expect<VenueLinkLost>();
        stand.Trader.ExpectNothing();
        Assert.InRange(stand.Streams.User.Count(), 10, 40);
    }

    [Fact]
    public void event_that_cannot_be_read_must_make_trading_compare_its_books()
    {
        using var stand = new VenueStand().Open();
        stand.Say("""{"subscriptionId":0,"event":{"e":"executionReport","E":1}}""");
        stand.Trader.Expect<VenueLinkLost>();
        stand.Trader.Expect<VenueLinkRestored>();
        stand.Say("""{"subscriptionId":0,"event":{"e":"somethingNew","E":1760000000000}}""");
        stand.Trader.Expect<VenueLinkLost>();
        stand.Trader.Expect<VenueLinkRestored>();
    }

    [Fact]
    public void Prop_whatever_the_venue_sends_must_never_end_the_lanes_nor_be_taken_for_something_else() => Seeds.Hold(60, static (random, size) =>
    {
        using var stand = Opened();
        stand.Rest.On("GET /api/v3/order", _ => ScriptedRest.Reply(random.Next(2) == 0 ? 200 : 500, Broken(VenueStand.Order("NEW"))));
        stand.Submit();
        stand.Trader.Expect<VenueAccepted>();
        for (var i = 0; i < size; i++)
        {
            stand.UserSocket.Say(Broken(VenueStand.Execution("NEW", "NEW")));
            stand.Streams.Market.Last(socket => !socket.IsClosed).Say(Broken(random.Next(2) == 0 ? Depth(7, 8) : Trade(1)));
            stand.Query();
        }

        Assert.Null(stand.World.Fault);
        Assert.DoesNotContain(stand.Trader.Received, static report => report is VenueRejected or VenueFilled or VenueOrderState { Order: null });

        string Broken(string json)
        {
            var text = json.ToCharArray();
            for (var breaks = random.Next(1, 4); breaks > 0; breaks--)
                text[random.Next(text.Length)] = "{}[]\",:0e-é\u0000"[random.Next(12)];
            return new string(text, 0, random.Next(text.Length / 2, text.Length + 1));
        }
    }, runs: 60);

    [Fact]
    public void market_data_alone_must_need_no_key()
    {
        using var stand = Opened(use: VenueUse.MarketData);
        Assert.Null(stand.Session.Requests);
        Assert.Empty(stand.Streams.User);
        stand.Streams.Market.Single().Say(Trade(1));
        stand.World.RunUntilIdle();
        Assert.Equal(["trade 1"], Taken(stand));
    }

    private static VenueStand Opened(VenueUse use = VenueUse.Live, int capacity = 65_536)
    {
        var settings = new Venues.Binance.Settings.BinanceSettings(new Uri("http://127.0.0.1:1"), new Uri("ws://127.0.0.1:1"), new Uri("ws://127.0.0.1:1/ws-api/v3"))
        {
            Bars = "1m",
            FeedCapacity = capacity,
        };
        var stand = new VenueStand(settings, use);
        Snapshot(stand, 6);
        stand.Open();
        stand.Advance(Moment);
        return stand;
    }

    /// <summary>Lets time pass while the market speaks now and then.</summary>
    private static void Run(VenueStand stand, TimeSpan time)
    {
        var end = stand.World.NowNanos + UnixNanos.From(time);
        while (stand.World.NowNanos < end)
        {
            foreach (var socket in stand.Streams.Market.Where(socket => !socket.IsClosed))
                socket.Say(Quote(100, 101));
            stand.World.AdvanceTo(Math.Min(end, stand.World.NowNanos + (10 * UnixNanos.PerSecond)));
        }
    }

    private static void Snapshot(VenueStand stand, long id) => stand.Rest.On("GET /api/v3/depth", _ => Ok(Book(id)));

    private static string Book(long id) => $$"""{"lastUpdateId":{{id}},"bids":[["100.00","1.00000"]],"asks":[["101.00","1.00000"]]}""";

    private static string Depth(long first, long last) =>
        "{\"stream\":\"btcusdt@depth@100ms\",\"data\":" + $$"""{"e":"depthUpdate","E":1760000000000,"s":"BTCUSDT","U":{{first}},"u":{{last}},"b":[],"a":[["101.00","2.00000"]]}""" + "}";

    private static string Quote(int bid, int ask) =>
        "{\"stream\":\"btcusdt@bookTicker\",\"data\":" + $$"""{"u":1,"s":"BTCUSDT","b":"{{bid}}.00","B":"1.00000","a":"{{ask}}.00","A":"1.00000"}""" + "}";

    private static string Trade(long id) =>
        "{\"stream\":\"btcusdt@trade\",\"data\":" + $$"""{"e":"trade","E":1760000000000,"s":"BTCUSDT","t":{{id}},"p":"100.00","q":"0.5","T":1760000000000,"m":true,"M":true}""" + "}";

    private static string Bar(bool isClosed) =>
        "{\"stream\":\"btcusdt@kline_1m\",\"data\":{\"e\":\"kline\",\"E\":1760000000000,\"s\":\"BTCUSDT\",\"k\":"
        + $$"""{"t":1760000000000,"T":1760000059999,"s":"BTCUSDT","i":"1m","f":1,"L":2,"o":"100.00","c":"100.50","h":"101.00","l":"99.00","v":"3.5","n":2,"x":{{(isClosed ? "true" : "false")}},"q":"350","V":"1","Q":"100","B":"0"}""" + "}}";

    private static List<string> Taken(VenueStand stand)
    {
        var taken = new List<string>();
        while (stand.Session.Market.TryRead(out var told))
        {
            taken.Add(told.Kind switch
            {
                MarketEventKind.Gap => "gap",
                MarketEventKind.DepthSnapshot => $"snapshot {told.Depth.LastUpdateId}",
                MarketEventKind.DepthUpdate => $"update {told.Depth.LastUpdateId}",
                MarketEventKind.Trade => $"trade {told.TradeId}",
                MarketEventKind.Bar => $"bar {told.Bar.CloseUnits}",
                _ => $"quote {told.BidUnits}",
            });
        }

        return taken;
    }
}
