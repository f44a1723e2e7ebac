using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Text.Json;
using QuantumAI.Node.Tests.Paper;

namespace QuantumAI.Node.Tests.Http;

public sealed class StatusPagesTests(RunningSession session) : IClassFixture<RunningSession>
{
    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    public async Task Health_must_be_ok_when_the_session_trades(string page)
    {
        using var health = await JsonAsync(page);

        Assert.Equal("ok", Text(health.RootElement, "status"));
        Assert.Empty(health.RootElement.GetProperty("reasons").EnumerateArray());
    }

    [Fact]
    public async Task Members_must_name_this_process_when_there_is_one_machine()
    {
        using var members = await JsonAsync("/cluster/members");

        var member = Assert.Single(members.RootElement.EnumerateArray());
        Assert.Equal("up", Text(member, "status"));
        Assert.Equal($"pid {session.ProcessId}", Text(member, "process"));
        Assert.NotEmpty(member.GetProperty("roles").EnumerateArray());
    }

    [Fact]
    public async Task Account_must_have_exact_decimals_and_iso_times_when_it_is_open()
    {
        using var account = await JsonAsync("/api/v1/account");

        Assert.Equal(
            ["account", "balances", "baseCurrency", "booksMatched", "dayStartEquity", "equity", "highEquity", "link", "time", "tradingState", "tradingStateReason", "venue"],
            account.RootElement.EnumerateObject().Select(field => field.Name).Order(StringComparer.Ordinal));
        Assert.Equal("paper", Text(account.RootElement, "account"));
        Assert.Equal("USDT", Text(account.RootElement, "baseCurrency"));
        Assert.Matches("^(ACTIVE|REDUCING_TODAY|HALTED)$", Text(account.RootElement, "tradingState"));
        Assert.InRange(Number(account.RootElement, "equity"), 1m, 1_000_000m);
        Assert.Equal(DateTimeKind.Utc, Time(account.RootElement, "time").Kind);
        var balances = account.RootElement.GetProperty("balances").EnumerateArray().ToArray();
        Assert.Contains(balances, balance => Text(balance, "asset") == "USDT");
        Assert.All(balances, balance => Assert.Equal(Number(balance, "total"), Number(balance, "free") + Number(balance, "locked")));
    }

    [Fact]
    public async Task Orders_must_be_listed_with_their_life_when_some_were_sent()
    {
        using var orders = await JsonAsync("/api/v1/orders");

        var all = Items(orders);
        Assert.NotEmpty(all);
        Assert.Equal(
            [
                "account", "agent", "clientOrderId", "filled", "intendedAt", "position", "quantity", "quoteFilled", "reason", "reduceOnly", "reference",
                "side", "status", "symbol", "type", "updatedAt", "venueOrderId",
            ],
            all[0].EnumerateObject().Select(field => field.Name).Order(StringComparer.Ordinal));
        Assert.All(all, order =>
        {
            Assert.Matches("^(BUY|SELL)$", Text(order, "side"));
            Assert.Equal("MARKET", Text(order, "type"));
            Assert.InRange(Number(order, "filled"), 0m, Number(order, "quantity"));
            Assert.InRange(Time(order, "updatedAt"), Time(order, "intendedAt"), DateTime.MaxValue);
        });
        Assert.Equal(all.Length, all.Select(order => Text(order, "clientOrderId")).Distinct().Count());
    }

    [Fact]
    public async Task Positions_must_be_listed_with_exact_figures_when_something_was_bought()
    {
        using var positions = await JsonAsync("/api/v1/positions");

        // A position remains after the first purchase: what is sold leaves the dust of its fee.
        var all = Items(positions);
        Assert.NotEmpty(all);
        Assert.All(all, position =>
        {
            Assert.Equal("aurora", Text(position, "agent"));
            Assert.True(Number(position, "quantity") > 0);
            Assert.Equal(Number(position, "value") - Number(position, "cost"), Number(position, "unrealisedPnl"));
            Assert.True(position.GetProperty("isDust").ValueKind is JsonValueKind.True or JsonValueKind.False);
        });
    }

    [Fact]
    public async Task Fills_decisions_and_equity_must_name_their_causes_and_places_when_listed()
    {
        using var fills = await JsonAsync("/api/v1/fills?limit=1000");
        using var decisions = await JsonAsync("/api/v1/decisions?limit=1000");
        using var equity = await JsonAsync("/api/v1/equity?limit=1000");

        Assert.All(Items(fills), fill => Assert.Matches($"^(trade:{Text(fill, "symbol")}/[0-9]+|reconciliation)$", Text(fill, "causation")));
        Assert.All(Items(decisions), decision =>
        {
            Assert.Matches("^(INTENDED|DENIED)$", Text(decision, "kind"));
            Assert.StartsWith($"bar:aurora/{Text(decision, "symbol")}#", Text(decision, "causation"), StringComparison.Ordinal);
        });
        Assert.Contains(Items(decisions), decision => Text(decision, "kind") == "INTENDED" && Text(decision, "correlation") == Text(decision, "clientOrderId"));
        Assert.NotEmpty(Items(equity));
        foreach (var page in new[] { fills, decisions, equity })
        {
            var places = Items(page).Select(item => item.GetProperty("position").GetInt64()).ToArray();
            Assert.Equal(places.OrderDescending(), places);
            Assert.InRange(places[0], 1, page.RootElement.GetProperty("position").GetInt64());
            Assert.InRange(page.RootElement.GetProperty("lag").GetInt64(), 0, long.MaxValue);
            Assert.InRange(page.RootElement.GetProperty("lagSeconds").GetDouble(), 0, 3600);
        }
    }

    [Fact]
    public async Task Pages_must_follow_one_another_without_a_gap_when_the_next_is_asked_for()
    {
        using var whole = await JsonAsync("/api/v1/equity?limit=7");
        using var first = await JsonAsync($"/api/v1/equity?limit=3&before={Items(whole)[0].GetProperty("position").GetInt64() + 1}");
        using var second = await JsonAsync($"/api/v1/equity?limit=4&before={first.RootElement.GetProperty("next").GetInt64()}");

        Assert.Equal(Items(whole).Select(item => item.GetRawText()), Items(first).Concat(Items(second)).Select(item => item.GetRawText()));
        using var none = await JsonAsync("/api/v1/equity?before=1");
        Assert.Empty(Items(none));
        Assert.Equal(JsonValueKind.Null, none.RootElement.GetProperty("next").ValueKind);
    }

    [Theory]
    [InlineData("limit=0", "limit must be one whole number from 1 to 1000, was “0”")]
    [InlineData("limit=1001", "limit must be one whole number from 1 to 1000, was “1001”")]
    [InlineData("limit=all", "limit must be one whole number from 1 to 1000, was “all”")]
    [InlineData("limit=1&limit=2", "limit must be one whole number from 1 to 1000, was “1,2”")]
    [InlineData("before=-1", "before must be one whole number from 1 to 9223372036854775807, was “-1”")]
    [InlineData("before=", "before must be one whole number from 1 to 9223372036854775807, was “”")]
    public async Task Page_must_be_refused_with_a_reason_when_the_part_asked_for_is_wrong(string query, string reason)
    {
        foreach (var page in new[] { "orders", "fills", "equity", "decisions" })
        {
            using var answer = await session.Http.GetAsync(new Uri(session.Address, $"/api/v1/{page}?{query}"));
            using var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());

            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Equal(reason, Text(body.RootElement, "error"));
        }
    }

    [Fact]
    public async Task Metrics_must_be_prometheus_text_when_read()
    {
        using var answer = await session.Http.GetAsync(new Uri(session.Address, "/metrics"));
        var text = await answer.Content.ReadAsStringAsync();

        Assert.Equal("text/plain", answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains("\nquantum_market_events_total ", text, StringComparison.Ordinal);
        Assert.Contains("quantum_up 1\n", text, StringComparison.Ordinal);
        Assert.Contains("\nquantum_projection_position ", text, StringComparison.Ordinal);
        Assert.Contains("\nquantum_projection_lag_events ", text, StringComparison.Ordinal);
        Assert.Contains("\nquantum_projection_lag_seconds ", text, StringComparison.Ordinal);
        Assert.Contains("\nquantum_projection_up 1\n", text, StringComparison.Ordinal);
        Assert.All(
            text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#'),
            line => Assert.True(double.TryParse(line[(line.LastIndexOf(' ') + 1)..], NumberStyles.Float, CultureInfo.InvariantCulture, out _), line));
    }

    [Fact]
    public async Task Metrics_must_tell_of_every_actor_and_type_when_read()
    {
        var text = await session.Http.GetStringAsync(new Uri(session.Address, "/metrics"));

        Assert.Contains("\nquantum_actor_waiting{actor=\"account-paper/risk-gate\"} ", text, StringComparison.Ordinal);
        Assert.Contains("\nquantum_actor_handled_total{actor=\"symbol-BTCUSDT/watcher\"} ", text, StringComparison.Ordinal);
        Assert.Contains("\n# TYPE quantum_dead_letters_total counter\n", text, StringComparison.Ordinal);
        foreach (var name in new[] { "quantum_actor_age_seconds", "quantum_actor_processing_seconds" })
        {
            Assert.Contains($"\n# TYPE {name} summary\n", text, StringComparison.Ordinal);
            Assert.Contains($"\n{name}{{type=\"QuantumAI.Trading.Market.SymbolWatcherActor\",quantile=\"0.99\"}} ", text, StringComparison.Ordinal);
            Assert.Contains($"\n{name}_count{{type=\"QuantumAI.Trading.Market.SymbolWatcherActor\"}} ", text, StringComparison.Ordinal);
        }

        var series = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#').Select(line => line[..line.LastIndexOf(' ')]).ToArray();
        Assert.Equal(series.Distinct().Count(), series.Length);
    }

    [Fact]
    public async Task Actors_must_be_listed_with_what_waits_and_what_is_done_when_the_session_trades()
    {
        using var actors = await JsonAsync("/api/v1/actors");

        var all = actors.RootElement.EnumerateArray().ToArray();
        Assert.Equal(["handled", "path", "type", "waiting"], all[0].EnumerateObject().Select(field => field.Name).Order(StringComparer.Ordinal));
        Assert.All(all, actor => Assert.InRange(actor.GetProperty("waiting").GetInt64(), 0, long.MaxValue));
        var paths = all.Select(actor => Text(actor, "path")).ToArray();
        Assert.Equal(paths.Order(StringComparer.Ordinal), paths);
        var watcher = Assert.Single(all, actor => Text(actor, "path") == "symbol-BTCUSDT/watcher");
        Assert.Equal("SymbolWatcherActor", Text(watcher, "type"));
        Assert.InRange(watcher.GetProperty("handled").GetInt64(), 1, long.MaxValue);
    }

    [Fact]
    public async Task Pages_must_carry_protective_headers_when_answered()
    {
        using var answer = await session.Http.GetAsync(session.Address);

        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.True(answer.Headers.CacheControl?.NoStore);
        Assert.Empty(answer.Headers.Server);
    }

    [Fact]
    public async Task Page_must_be_refused_when_the_host_is_foreign()
    {
        foreach (var page in new[] { "/api/v1/account", "/api/v1/actors", "/health/live", "/metrics" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(session.Address, page));
            request.Headers.Host = "account.example.org";
            using var answer = await session.Http.SendAsync(request);

            Assert.Equal(HttpStatusCode.MisdirectedRequest, answer.StatusCode);
            Assert.Empty(await answer.Content.ReadAsStringAsync());
        }
    }

    [Theory]
    [InlineData("POST", "/api/v1/orders", HttpStatusCode.MethodNotAllowed)]
    [InlineData("DELETE", "/api/v1/positions", HttpStatusCode.MethodNotAllowed)]
    [InlineData("GET", "/api/v1/secrets", HttpStatusCode.NotFound)]
    public async Task Page_must_be_refused_when_it_would_change_state_or_is_unknown(string method, string page, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(session.Address, page));
        using var answer = await session.Http.SendAsync(request);

        Assert.Equal(expected, answer.StatusCode);
    }

    [Fact]
    public void Server_must_listen_on_loopback_only_when_it_runs()
    {
        var listeners = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Where(end => end.Port == session.Address.Port).ToArray();

        Assert.NotEmpty(listeners);
        Assert.All(listeners, end => Assert.True(IPAddress.IsLoopback(end.Address), $"listens on {end}"));
    }

    private static JsonElement[] Items(JsonDocument page) => [.. page.RootElement.GetProperty("items").EnumerateArray()];

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static decimal Number(JsonElement element, string name) => decimal.Parse(Text(element, name), CultureInfo.InvariantCulture);

    private static DateTime Time(JsonElement element, string name) =>
        DateTime.Parse(Text(element, name), CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal);

    private async Task<JsonDocument> JsonAsync(string page)
    {
        using var answer = await session.Http.GetAsync(new Uri(session.Address, page));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
    }
}
