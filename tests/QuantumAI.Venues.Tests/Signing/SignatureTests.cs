using System.Text;
using QuantumAI.Venues.Signing;

namespace QuantumAI.Venues.Tests.Signing;

public sealed class SignatureTests
{
    /// <summary>Of the venue's documentation: nobody's key.</summary>
    private const string Secret = "NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j";

    /// <summary>The venue's documented examples, one with a symbol of full-width digits.</summary>
    [Theory]
    [InlineData("LTCBTC", "c8db56825ae71d6d79447849e617115f4a920fa2acdcab2b053c4b2838bd6b71")]
    [InlineData("１２３４５６", "e1353ec6b14d888f1164ae9af8228a3dbd508bc82eb867db8ab6046442f33ef3")]
    public void request_must_be_signed_as_documented(string symbol, string signature)
    {
        KeyValuePair<string, string>[] parameters =
        [
            new("symbol", symbol), new("side", "BUY"), new("type", "LIMIT"), new("timeInForce", "GTC"), new("quantity", "1"), new("price", "0.1"),
            new("recvWindow", "5000"), new("timestamp", "1499827319559"),
        ];
        using var key = new HmacKey(new Secret(Secret));

        var text = ParameterText.Signed(parameters, key);
        Assert.EndsWith("&signature=" + signature, text, StringComparison.Ordinal);
        Assert.True(ParameterText.TrySplit(text, "", out var payload, out var found));
        Assert.Equal(signature, found);
        Assert.True(key.Verifies(Encoding.UTF8.GetBytes(payload), found));
        Assert.True(key.Verifies(Encoding.UTF8.GetBytes(payload), found.ToUpperInvariant()));
        Assert.False(key.Verifies(Encoding.UTF8.GetBytes(payload + "0"), found));
    }

    /// <summary>The venue's documented examples of the WebSocket API: sorted, not percent-encoded.</summary>
    [Theory]
    [InlineData("BTCUSDT", "SELL", "52000.00", "0.01000000", "100", "aa1b5712c094bc4e57c05a1a5c1fd8d88dcd628338ea863fec7b88e59fe2db24")]
    [InlineData("１２３４５６", "BUY", "0.10000000", "1.00000000", "5000", "b33892ae8e687c939f4468c6268ddd4c40ac1af18ad19a064864c47bae0752cd")]
    public void websocket_request_must_be_signed_as_documented(string symbol, string side, string price, string quantity, string window, string signature)
    {
        KeyValuePair<string, string>[] parameters =
        [
            new("symbol", symbol), new("side", side), new("type", "LIMIT"), new("timeInForce", "GTC"), new("quantity", quantity), new("price", price),
            new("recvWindow", window), new("timestamp", "1645423376532"), new("signature", "to be ignored"),
            new("apiKey", "vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A"),
        ];
        using var key = new HmacKey(new Secret(Secret));
        Assert.Equal(signature, key.Sign(Encoding.UTF8.GetBytes(ParameterText.WebSocketPayload(parameters))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("zz")]
    [InlineData("c8db56825ae71d6d79447849e617115f4a920fa2acdcab2b053c4b2838bd6bzz")]
    public void hmac_must_not_verify_what_is_no_signature(string signature)
    {
        using var key = new HmacKey(new Secret(Secret));
        Assert.False(key.Verifies("a"u8, signature));
    }

    /// <summary>RFC 4231, test case 2.</summary>
    [Fact]
    public void hmac_must_keep_the_published_vector()
    {
        using var key = new HmacKey(new Secret("Jefe"));
        Assert.Equal("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843", key.Sign("what do ya want for nothing?"u8));
    }

    /// <summary>Query and body are signed as one text without a separator; the signature may stand in either.</summary>
    [Theory]
    [InlineData("symbol=A&timestamp=1", "side=BUY&signature=x%2By", "symbol=A&timestamp=1side=BUY", "x+y")]
    [InlineData("symbol=A&signature=ab&timestamp=1", "side=BUY", "symbol=A&timestamp=1side=BUY", "ab")]
    [InlineData("", "signature=ab", "", "ab")]
    public void payload_must_be_query_then_body_without_the_signature(string query, string body, string payload, string signature)
    {
        Assert.True(ParameterText.TrySplit(query, body, out var text, out var found));
        Assert.Equal((payload, signature), (text, found));
    }

    [Theory]
    [InlineData("symbol=A", "")]
    [InlineData("signature=a", "signature=a")]
    [InlineData("signature=%zz", "")]
    public void split_must_be_refused_without_exactly_one_signature(string query, string body) => Assert.False(ParameterText.TrySplit(query, body, out _, out _));
}
