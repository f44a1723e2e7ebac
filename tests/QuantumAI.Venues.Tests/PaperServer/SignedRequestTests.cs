using System.Text;
using QuantumAI.Domain.Market;
using QuantumAI.Venues.Binance.Rest;
using QuantumAI.Venues.PaperServer.Accounts;
using QuantumAI.Venues.PaperServer.Calls;
using QuantumAI.Venues.PaperServer.Rest;
using QuantumAI.Venues.Signing;

namespace QuantumAI.Venues.Tests.PaperServer;

/// <summary>Who may call what: key, signature, time.</summary>
public sealed class SignedRequestTests
{
    private const long Now = ExchangeDesk.Start;
    private const long Stamp = Now / UnixNanos.PerMillisecond;
    private static readonly ApiKeys Keys = new(ExchangeDesk.Settings().Keys);
    private static readonly HmacKey Signer = new(new Secret(ExchangeDesk.Canary));

    [Theory]
    [InlineData("symbol=BTCUSDT", "")]
    [InlineData("", "symbol=BTCUSDT")]
    [InlineData("symbol=BTCUSDT&side=BUY", "quantity=1&price=2")]
    [InlineData("newClientOrderId=%E3%81%82&symbol=BTCUSDT", "")]
    public void request_must_pass_when_signed_over_query_and_body(string query, string body) => Check(Timed(query, Stamp), body);

    [Fact]
    public void request_must_pass_when_its_signature_stands_in_the_body()
    {
        var body = "symbol=BTCUSDT";
        var query = $"timestamp={Stamp}";
        Verify(query, $"{body}&signature={Signer.Sign(Encoding.UTF8.GetBytes(query + body))}");
    }

    [Theory]
    [InlineData("a=1&b=2", "b=2&a=1")]
    [InlineData("a=1", "a=2")]
    [InlineData("a=%41", "a=A")]
    [InlineData("a=[1]", "a=%5B1%5D")]
    public void request_must_be_refused_when_something_else_was_signed(string signed, string sent)
    {
        var time = $"&timestamp={Stamp}";
        var signature = Signer.Sign(Encoding.UTF8.GetBytes(signed + time));
        Assert.Equal(-1022, Refused($"{sent}{time}&signature={signature}"));
    }

    [Fact]
    public void request_must_be_refused_when_it_was_not_percent_encoded()
    {
        var query = $"symbols=[\"BTCUSDT\"]&timestamp={Stamp}";
        Assert.Equal(-1022, Refused($"{query}&signature={Signer.Sign(Encoding.UTF8.GetBytes(query))}"));
    }

    [Theory]
    [InlineData("zz")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("%00")]
    public void request_must_be_refused_when_its_signature_is_none(string signature) =>
        Assert.Equal(-1022, Refused($"timestamp={Stamp}&signature={signature}"));

    [Theory]
    [InlineData(0, null, 0)]
    [InlineData(-5_000, null, 0)]
    [InlineData(-5_001, null, -1021)]
    [InlineData(999, null, 0)]
    [InlineData(1_000, null, -1021)]
    [InlineData(-60_000, "60000", 0)]
    [InlineData(-60_001, "60000", -1021)]
    [InlineData(0, "60001", -1130)]
    [InlineData(0, "0", -1130)]
    [InlineData(0, "x", -1100)]
    [InlineData(-1, "0.5", -1021)]
    public void time_must_be_within_the_window(long offsetMillis, string? window, int code)
    {
        var query = Timed("symbol=BTCUSDT" + (window is null ? "" : $"&recvWindow={window}"), Stamp + offsetMillis);
        var signed = $"{query}&signature={Signer.Sign(Encoding.UTF8.GetBytes(query))}";
        if (code == 0)
            Verify(signed, "");
        else
            Assert.Equal(code, Refused(signed));
    }

    [Fact]
    public void time_may_be_in_microseconds() => Check(Timed("symbol=BTCUSDT", Stamp * 1_000), "");

    [Theory]
    [InlineData(null, -2014)]
    [InlineData("short", -2014)]
    [InlineData("unknown0unknown0unknown0unknown0unknown0", -2015)]
    [InlineData(ExchangeDesk.ReaderKey, -2015)]
    public void key_must_be_known_and_may_trade(string? key, int code)
    {
        var query = Timed("symbol=BTCUSDT", Stamp);
        Assert.Equal(code, Refused($"{query}&signature={Signer.Sign(Encoding.UTF8.GetBytes(query))}", key));
    }

    [Fact]
    public void reader_must_read()
    {
        var query = Timed("", Stamp);
        var call = CallCatalogue.Find("GET", "/api/v3/account")!;
        Assert.NotNull(SignedRequest.Check(
            call, Keys, ExchangeDesk.ReaderKey, $"{query}&signature={Signer.Sign(Encoding.UTF8.GetBytes(query))}", "", Given(query + "&signature=a"), Now).Key);
    }

    [Theory]
    [InlineData("signature=aa")]
    [InlineData("timestamp=1")]
    public void request_must_be_refused_when_a_part_is_missing(string query) => Assert.Equal(-1102, Refused(query));

    [Fact]
    public void waiting_request_must_be_refused_by_the_engine_when_its_window_is_over()
    {
        var desk = new ExchangeDesk();
        var given = new RequestParameters([KeyValuePair.Create("symbol", "BTCUSDT")]);
        var reply = new QuantumAI.Venues.PaperServer.Exchange.CallRunner(desk.State).Run(
            new QuantumAI.Venues.PaperServer.Exchange.ExchangeRequest(CallCatalogue.Find("GET", "/api/v3/openOrders")!, given)
            {
                Account = "main",
                Window = new(Now, UnixNanos.PerSecond),
            },
            Now + UnixNanos.PerSecond + 1);
        Assert.Equal(-1021, reply.Error?.Code);
    }

    [Fact]
    public void nothing_that_may_be_printed_must_show_a_secret()
    {
        foreach (var key in ExchangeDesk.Settings().Keys)
            Assert.DoesNotContain(ExchangeDesk.Canary, $"{key} {key.Verifier}", StringComparison.Ordinal);
        Assert.DoesNotContain("Canary", KeyPair.Generate("a") with { Secret = ExchangeDesk.Canary } is var pair ? $"{pair}" : "", StringComparison.Ordinal);
    }

    private static string Timed(string query, long stamp) => $"{query}{(query.Length == 0 ? "" : "&")}timestamp={stamp}";

    private static void Check(string query, string body) =>
        Verify($"{query}&signature={Signer.Sign(Encoding.UTF8.GetBytes(query + body))}", body);

    private static void Verify(string query, string body) => Assert.Equal("main", SignedRequest.Check(
        CallCatalogue.Find("POST", "/api/v3/order")!, Keys, ExchangeDesk.Key, query, body, Given(query, body), Now).Key!.Account);

    private static int Refused(string query, string? key = ExchangeDesk.Key) => Assert.Throws<RequestRefusedException>(() => SignedRequest.Check(
        CallCatalogue.Find("POST", "/api/v3/order")!, Keys, key, query, "", Given(query), Now)).Error.Code;

    private static RequestParameters Given(string query, string body = "")
    {
        Assert.True(ParameterText.TryRead(query, out var first));
        Assert.True(ParameterText.TryRead(body, out var second));
        return new RequestParameters(first, second);
    }
}
