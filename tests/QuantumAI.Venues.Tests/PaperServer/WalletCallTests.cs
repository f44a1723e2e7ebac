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
        var coins = _desk.Done("GET", "/sapi/v1/capital/config/getall")
            .Items(coin => (Name: coin.Text("coin"), Free: coin.Amount("free"), Locked: coin.Amount("locked"))).ToDictionary(coin => coin.Name);
        Assert.Equal(["BTC", "ETH", "USDT"], coins.Keys.Order());
        Assert.Equal((Money.Whole(99_100), Money.Whole(900)), (coins["USDT"].Free, coins["USDT"].Locked));
    }

    [Fact]
    public void fees_must_be_told_for_one_symbol_or_for_all()
    {
        Assert.Equal([("BTCUSDT", "0.00100000", "0.00100000"), ("ETHUSDT", "0.00100000", "0.00100000")], Fees());
        Assert.Equal([("ETHUSDT", "0.00100000", "0.00100000")], Fees(("symbol", "ETHUSDT")));
        Assert.Equal(-1121, _desk.Refused("GET", "/sapi/v1/asset/tradeFee", ("symbol", "NOPE")).Code);
    }

    [Fact]
    public void health_must_be_told_to_anybody() => Assert.Equal("normal", _desk.Done("GET", "/sapi/v1/system/status").Text("msg"));

    private IReadOnlyList<(string Symbol, string Maker, string Taker)> Fees(params (string, object)[] given) =>
        _desk.Done("GET", "/sapi/v1/asset/tradeFee", given).Items(fee => (fee.Text("symbol"), fee.Text("makerCommission"), fee.Text("takerCommission")));
}
