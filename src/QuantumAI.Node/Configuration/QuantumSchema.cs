using QuantumAI.Hocon.Settings;
using static QuantumAI.Hocon.Settings.HoconSetting;

namespace QuantumAI.Node.Configuration;

/// <summary>Every key of the program's configuration. A test compares it with <c>hocon/reference.conf</c>.</summary>
internal static class QuantumSchema
{
    public static HoconSchema Instance { get; } = new(
        Text("account.name", "name of the account").WithDefault("paper"),
        Text("account.base-currency", "currency of equity and limits").WithDefault("USDT"),
        Decimal("account.deposit", "first money of a new account").Between("0.01", "1000000000000").WithDefault("100000"),
        Text("account.time-zone", "IANA time zone of the account's day").WithDefault("UTC"),
        Text("market.symbols", "what a paper session trades").ListOf().WithDefault("[BTCUSDT, ETHUSDT]"),
        Duration("market.interval", "length of a bar").Between("1s", "7d").WithDefault("1h"),
        Integer("market.history-bars", "closed bars known at start").Between("0", "5000").WithDefault("500"),
        Text("market.synthetic-start", "first market time of the synthetic market").WithDefault("\"2025-01-01T00:00:00Z\""),
        Text("aurora.id", "name of the agent's book").WithDefault("aurora"),
        Fraction("aurora.budget-use", "part of the agent's share that entries use").Between("1%", "100%").WithDefault("90%"),
        Decimal("aurora.trend.adx-min", "ADX that an entry needs").Between("0", "100").WithDefault("20"),
        Decimal("aurora.trend.sentiment-against", "sentiment that forbids an entry").Between("0", "1").WithDefault("0.3"),
        Decimal("aurora.trend.chandelier-atr", "trailing stop in ATR").Between("0.1", "100").WithDefault("3"),
        Integer("aurora.trend.time-stop-bars", "bars after which a position is given up").Between("1", "100000").WithDefault("168"),
        Integer("aurora.trend.cross-valid-bars", "bars that a cross may wait for ADX").Between("0", "1000").WithDefault("12"),
        Decimal("risk.order-notional", "most value of one order").Between("0.01", "1000000000000").WithDefault("25000"),
        Fraction("risk.agent-share.*", "most exposure of an agent").Between("0%", "100%"),
        Fraction("risk.total-exposure", "most exposure of all agents").Between("0%", "100%").WithDefault("95%"),
        Fraction("risk.daily-loss", "loss that ends the day's entries").Between("0.01%", "100%").WithDefault("2%"),
        Fraction("risk.drawdown", "loss from the high that halts").Between("0.01%", "100%").WithDefault("15%"),
        Fraction("risk.price-collar", "most distance from the decision's price").Between("0.01%", "100%").WithDefault("5%"),
        Duration("risk.stale-after", "age at which data is not believed").Between("1ms", "1d").WithDefault("60s"),
        Decimal("risk.open-orders-notional", "most value of all open orders, 0 = no limit").Between("0", "1000000000000").WithDefault("0"),
        Decimal("risk.position-notional.*", "most value of a symbol").Between("0", "1000000000000"),
        Integer("risk.orders-per-second", "most orders that open in a second").Between("1", "10000").WithDefault("100"),
        Fraction("risk.value-at-risk", "most value at risk, 0 % = no limit").Between("0%", "100%").WithDefault("3%"),
        Fraction("risk.expected-shortfall", "most loss beyond it on average, 0 % = no limit").Between("0%", "100%").WithDefault("5%"),
        Fraction("risk.stress-loss", "most loss in the worst scenario, 0 % = no limit").Between("0%", "100%").WithDefault("0%"),
        Fraction("risk.stress.*", "a change of every price").Between("-100%", "1000%"),
        Boolean("risk.requires-returns", "nothing is opened while risk cannot be measured").WithDefault("false"),
        Fraction("venue.fee", "fee of every trade").Between("0%", "5%").WithDefault("0.1%"),
        Fraction("venue.half-spread", "half spread where data shows none").Between("0%", "5%").WithDefault("0.01%"),
        Text("venue.order-types", "order types that the venue takes natively").ListOf()
            .WithDefault("[market, limit, stop, stop-limit, take-profit, take-profit-limit, trailing-stop]"),
        Text("venue.order-lists", "how the venue lets orders depend on each other").ListOf().WithDefault("[oco, oto, otoco]"),
        Text("instruments.*.base", "asset that is bought and sold").Required(),
        Text("instruments.*.quote", "asset that prices are in").Required(),
        Decimal("instruments.*.tick", "smallest price step").Between("0.000000000001", "1000000").Required(),
        Decimal("instruments.*.lot-step", "smallest quantity step").Between("0.00000001", "1000000").Required(),
        Decimal("instruments.*.min-quantity", "smallest order").Between("0", "1000000000").Required(),
        Decimal("instruments.*.min-notional", "smallest order value").Between("0", "1000000000").Required(),
        Decimal("instruments.*.first-price", "first price of the synthetic market").Between("0.000000000001", "1000000000"),
        Choice("journal.kind", "where the journal is kept", "sqlite", "postgresql").WithDefault("sqlite"),
        Text("journal.connection", "connection string of PostgreSQL").WithDefault("\"\"").Secret(),
        Text("journal.schema", "schema of the journal in PostgreSQL").WithDefault("quantum"),
        Integer("http.port", "port of the status pages on 127.0.0.1").Between("0", "65535").WithDefault("8080"));
}
