using QuantumAI.Domain.Instruments;
using QuantumAI.Venues.Binance.Parsing;

namespace QuantumAI.Venues.PaperServer.Calls;

/// <summary>Calls of the wallet that Spot clients make before they trade: what assets and fees there are.</summary>
internal static class WalletCalls
{
    /// <summary>Whoever gets an answer asks an exchange that works.</summary>
    public static void Status(CallContext context)
    {
        context.RequireAllRead();
        context.Json.WriteStartObject();
        context.Json.WriteNumber("status", 0);
        context.Json.WriteString("msg", "normal");
        context.Json.WriteEndObject();
    }

    /// <summary>Every asset with what the account has of it. None has a network: nothing comes in or leaves over one.</summary>
    public static void Coins(CallContext context)
    {
        context.RequireAllRead();
        var json = context.Json;
        json.WriteStartArray();
        foreach (var asset in context.State.Assets)
        {
            var balance = context.Account.Balances.GetValueOrDefault(asset);
            json.WriteStartObject();
            json.WriteString("coin", asset);
            json.WriteString("name", asset);
            json.WriteBoolean("depositAllEnable", false);
            json.WriteBoolean("withdrawAllEnable", false);
            json.WriteBoolean("trading", true);
            json.WriteBoolean("isLegalMoney", false);
            json.WriteString("free", WireText.Of(balance.Free));
            json.WriteString("locked", WireText.Of(balance.Locked));
            foreach (var name in new[] { "freeze", "ipoable", "ipoing", "storage", "withdrawing" })
                json.WriteString(name, WireText.Of(Money.Zero));
            json.WriteStartArray("networkList");
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>The account's rates of one symbol, or of all.</summary>
    public static void TradeFees(CallContext context)
    {
        var only = context.FindMarket();
        context.RequireAllRead();
        var json = context.Json;
        json.WriteStartArray();
        foreach (var market in only is null ? context.State.Markets : [only])
        {
            var symbol = market.Instrument.Symbol;
            var rates = context.State.Settings.Fees.RatesOf(symbol, context.Account.FeeTier);
            json.WriteStartObject();
            json.WriteString("symbol", symbol);
            json.WriteString("makerCommission", AccountCalls.Rate(rates.MakerPpm));
            json.WriteString("takerCommission", AccountCalls.Rate(rates.TakerPpm));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
