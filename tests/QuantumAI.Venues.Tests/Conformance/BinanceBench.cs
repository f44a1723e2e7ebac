using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Domain.Orders;
using QuantumAI.Simulation.Fees;
using QuantumAI.TestKit;
using QuantumAI.Venues.Binance.Rest;
using QuantumAI.Venues.Binance.Settings;
using QuantumAI.Venues.PaperServer.Exchange;
using QuantumAI.Venues.PaperServer.Limits;
using QuantumAI.Venues.Signing;
using QuantumAI.Venues.Transport;
using VenueKey = QuantumAI.Venues.PaperServer.Accounts.ApiKey;

namespace QuantumAI.Venues.Tests.Conformance;

/// <summary>What the two benches of the Binance adapter share: over sockets, and in a universe.</summary>
internal static class BinanceBench
{
    private const string KeyName = "benchbenchbenchbenchbenchbenchbe";
    private const string SharedSecret = "secretsecretsecretsecretsecretse";

    public static Instrument Traded { get; } = Samples.Bitcoin with { LotStepUnits = 2_000, MinQuantityUnits = 2_000 };

    public static ExchangeSettings Exchange { get; } = new(
        [ExchangeSettings.Describe(Traded)], [new ExchangeAccount("bench", [("USDT", Money.Whole(100_000)), ("BTC", Money.Whole(1))])],
        [new VenueKey(KeyName, "bench", new HmacKey(new Secret(SharedSecret)))], FeeSchedule.Flat(1_000, 1_000), new ExchangeLimits());

    public static BinanceSettings Adapter(Uri rest, Uri sockets) =>
        new(rest, sockets, new Uri(sockets, "/ws-api/v3")) { RecvWindow = TimeSpan.FromSeconds(1), AbsenceMargin = TimeSpan.FromMilliseconds(200) };

    public static ApiKey NewKey() => new(new Secret(KeyName), new HmacKey(new Secret(SharedSecret)));

    public static string? Lacks(VenueFeature feature) => feature == VenueFeature.GoodTilDate ? "Binance spot has no orders until a date" : null;

    /// <summary>An order as somebody else sends it.</summary>
    public static RestCall Order(ApiKey key, string clientOrderId, OrderTerms terms, long nowNanos)
    {
        var form = ParameterText.Signed(
            [.. OrderParameters.Write(new OrderTicket("BTCUSDT", new OrderLeg(terms, clientOrderId))), KeyValuePair.Create("timestamp", $"{nowNanos / UnixNanos.PerMillisecond}")],
            key.Signer);
        return new RestCall("POST", "/api/v3/order", form, key.Id, TimeSpan.FromSeconds(30));
    }
}
