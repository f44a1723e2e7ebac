using QuantumAI.Domain.Instruments;

namespace QuantumAI.Venues.Tests.PaperServer;

/// <summary>What clients ask of the wallet before they trade.</summary>
public sealed class WalletCallTests
{
    private readonly ExchangeDesk _desk = new();

    [Fact]
    public void coins_must_be_told_with_what_the_account_has()
    {
        _desk.Limit("BUY", "9000.00", "0.1");
        var coins = _desk.Done("GET", "/sapi/v1/capital/config/getall").Items().ToDictionary(coin => coin.Text("coin"));
        Assert.Equal(["BTC", "ETH", "USDT"], coins.Keys.Order());
        Assert.Equal((Money.Whole(99_100), Money.Whole(900)), (Money.Parse(coins["USDT"].Text("free")), Money.Parse(coins["USDT"].Text("locked"))));
    }

    [Fact]
    public void fees_must_be_told_for_one_symbol_or_for_all()
    {
        var fees = _desk.Done("GET", "/sapi/v1/asset/tradeFee").Items().ToArray();
        Assert.Equal(["BTCUSDT", "ETHUSDT"], fees.Select(fee => fee.Text("symbol")));
        Assert.All(fees, fee => Assert.Equal(("0.00100000", "0.00100000"), (fee.Text("makerCommission"), fee.Text("takerCommission"))));
        Assert.Single(_desk.Done("GET", "/sapi/v1/asset/tradeFee", ("symbol", "ETHUSDT")).Items());
        Assert.Equal(-1121, _desk.Refused("GET", "/sapi/v1/asset/tradeFee", ("symbol", "NOPE")).Code);
    }

    [Fact]
    public void health_must_be_told_to_anybody() => Assert.Equal("normal", _desk.Done("GET", "/sapi/v1/system/status").Text("msg"));
}
