using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Trading.Portfolio;
using QuantumAI.Trading.Reports;

namespace QuantumAI.Trading.Tests.Reports;

/// <summary>Writes an account's events by hand; times are given in days since 2024-01-01 UTC.</summary>
internal sealed class HistoryBuilder
{
    internal static readonly long Start = UnixNanos.From(new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero));

    internal static readonly Instrument Btc = new("BTCUSDT", "BTC", "USDT", 2, 1, 5, 1, 1, Money.Zero);
    internal static readonly Instrument Eth = new("ETHUSDT", "ETH", "USDT", 2, 1, 4, 1, 1, Money.Zero);
    internal static readonly Instrument EthBtc = new("ETHBTC", "ETH", "BTC", 5, 1, 4, 1, 1, Money.Zero);

    private readonly List<(AccountEvent Event, long Nanos)> _events = [];
    private long _orders;
    private long _trades;

    internal HistoryBuilder(string deposit = "10000")
    {
        _events.Add((new AccountOpened("test", "USDT", Money.Parse(deposit)), Start));
    }

    internal static Dictionary<string, Instrument> Instruments { get; } =
        new[] { Btc, Eth, EthBtc }.ToDictionary(instrument => instrument.Symbol, StringComparer.Ordinal);

    internal static long Day(double days) => Start + (long)(days * UnixNanos.PerDay);

    internal HistoryBuilder Buy(double day, Instrument instrument, string price, string quantity, string fee = "0", string reason = "trend-cross") =>
        Trade(day, instrument, OrderSide.Buy, price, quantity, fee, instrument.QuoteAsset, reason);

    internal HistoryBuilder Sell(double day, Instrument instrument, string price, string quantity, string fee = "0", string reason = "opposite-cross") =>
        Trade(day, instrument, OrderSide.Sell, price, quantity, fee, instrument.QuoteAsset, reason);

    internal HistoryBuilder Mark(double day, string equity)
    {
        var money = Money.Parse(equity);
        return Add(day, new EquityMarked(money, money, money, UnixNanos.Format(Day(day))[..10]));
    }

    internal HistoryBuilder Deny(double day, string rule) =>
        Add(day, new OrderDenied("aurora", Btc.Symbol, OrderSide.Buy, new Quantity(1, 5), 7, rule, "exposure would be 1.2"));

    internal HistoryBuilder Reject(double day, string reason)
    {
        var id = Intend(day, Btc, OrderSide.Buy, new Quantity(100_000, 5), new Price(100, 2), Money.Whole(1), "trend-cross");
        return Add(day, new OrderRejected(id, reason));
    }

    internal HistoryBuilder Add(double day, AccountEvent accountEvent)
    {
        _events.Add((accountEvent, Day(day)));
        return this;
    }

    internal SessionReport Report() => SessionReport.Of(_events, Instruments);

    internal ReportInput Input(double lastDay, params SymbolBars[] charts) => new()
    {
        Kind = ReportKind.Backtest,
        Title = "AuroraQ on BTCUSDT",
        Session = Report(),
        Charts = charts,
        Bars = charts.Sum(chart => chart.Bars.Count),
        Ticks = 12_345,
        JournalHash = new string('a', 64),
        FirstMarketNanos = Day(0),
        LastMarketNanos = Day(lastDay),
    };

    /// <summary>Daily bars whose open is the close before and whose range is one unit wider.</summary>
    internal static SymbolBars Bars(Instrument instrument, params long[] closeUnits)
    {
        var bars = new List<Bar>();
        for (var i = 0; i < closeUnits.Length; i++)
        {
            var (open, close) = (closeUnits[Math.Max(0, i - 1)], closeUnits[i]);
            bars.Add(new Bar(Day(i), UnixNanos.PerDay, open, Math.Max(open, close) + 1, Math.Min(open, close) - 1, close, 1_000));
        }

        return new SymbolBars(instrument, bars);
    }

    private HistoryBuilder Trade(
        double day, Instrument instrument, OrderSide side, string price, string quantity, string fee, string feeAsset, string reason)
    {
        var at = instrument.Price(Money.Parse(price), out var amount, quantity);
        var notional = Money.Notional(at, amount);
        var reserved = side == OrderSide.Buy ? notional + Money.Parse(fee) : Money.Of(amount);
        var id = Intend(day, instrument, side, amount, at, reserved, reason);
        return Add(day, new OrderFilled(id, ++_trades, at, amount, notional, Money.Parse(fee), feeAsset, Day(day)));
    }

    private string Intend(double day, Instrument instrument, OrderSide side, Quantity quantity, Price price, Money reserved, string reason)
    {
        var id = ClientOrderId.For("test", ++_orders);
        Add(day, new OrderIntended(
            id, "aurora", instrument.Symbol, side, OrderType.Market, quantity, side == OrderSide.Sell, price, reserved, 0, reason));
        return id;
    }
}

internal static class InstrumentParsing
{
    /// <summary>Price and quantity at the instrument's scales.</summary>
    internal static Price Price(this Instrument instrument, Money price, out Quantity quantity, string quantityText)
    {
        quantity = instrument.Quantity((long)FixedPoint.Rescale(Money.Parse(quantityText).Units, Money.Scale, instrument.QuantityScale, Rounding.Exact));
        return instrument.Price((long)FixedPoint.Rescale(price.Units, Money.Scale, instrument.PriceScale, Rounding.Exact));
    }
}
