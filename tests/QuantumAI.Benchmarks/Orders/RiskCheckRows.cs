using QuantumAI.Benchmarks.Harness;
using QuantumAI.Benchmarks.Journal;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Domain.Risk;

namespace QuantumAI.Benchmarks.Orders;

/// <summary>All checks of one order without measured risk: an account with 50 positions and 50 open orders against one with a single position.</summary>
internal static class RiskCheckRows
{
    private const int Checks = 200_000;
    private static readonly RiskLimits Limits = new(
        Money.Whole(1_000_000), new Dictionary<string, long> { ["aurora"] = 900_000 }, 950_000, 20_000, 150_000, 50_000, long.MaxValue / 4, TimeZoneInfo.Utc);

    public static Row[] Create(RunSize size)
    {
        var (full, single) = (new Book(50), new Book(1));
        return
        [
            Row("p50", 0.50, full, single, size),
            Row("p99", 0.99, full, single, size),
        ];
    }

    private static Row Row(string name, double quantile, Book full, Book single, RunSize size) => new(
        $"orders.risk-check-{name}", "µs", Better.Lower,
        new Workload("50-positions", () => Latencies.Measure(size.Of(Checks), quantile, full.Check)),
        new Workload("1-position", () => Latencies.Measure(size.Of(Checks), quantile, single.Check)), Target.Fixed(10, 2),
        "form, state, data, collar, crossing, rate, all venue filters, notional, exposures, loss limits and balance; every order is approved and none is taken");

    private sealed class Book
    {
        private readonly Account _account;
        private readonly OrderRequest[] _requests;
        private readonly Dictionary<string, Price> _marks = [];
        private readonly RunningTotals _totals;

        public Book(int symbols)
        {
            Instrument[] instruments =
            [
                .. Enumerable.Range(0, symbols).Select(i => new Instrument($"C{i}USDT", $"C{i}", "USDT", 2, 1, 8, 1_000, 1_000, Money.Whole(5))),
            ];
            _account = new Account(instruments.ToDictionary(instrument => instrument.Symbol));
            _account.Apply(new AccountOpened("bench", "USDT", Money.Whole(1_000_000)), 1);
            foreach (var (instrument, i) in instruments.Select((instrument, i) => (instrument, i)))
            {
                var (price, quantity) = (instrument.Price(10_000 + i), instrument.Quantity(100_000_000));
                _marks[instrument.Symbol] = price;
                var cost = Money.Notional(price, quantity);
                _account.Apply(OrderIntended.Of($"held-{i}", "aurora", instrument.Symbol, OrderTerms.Market(OrderSide.Buy, quantity), price, cost, 0, ""), 2);
                _account.Apply(new OrderFilled($"held-{i}", 1, price, quantity, cost, Money.Zero, "USDT", 0), 3);
                _account.Apply(OrderIntended.Of(
                    $"open-{i}", "aurora", instrument.Symbol, new OrderTerms(OrderSide.Buy, OrderType.Limit, quantity, instrument.Price(9_000)), price, cost, 0, ""), 4);
            }

            _totals = new RunningTotals(_account, _marks);
            _account.Apply(new EquityMarked(Money.Whole(1_000_000), Money.Whole(1_000_000), Money.Whole(1_000_000), "1970-01-01"), 5);
            _requests =
            [
                .. instruments.Select(instrument => new OrderRequest(
                    "aurora", instrument, OrderTerms.Market(OrderSide.Buy, instrument.Quantity(10_000_000)), _marks[instrument.Symbol],
                    new MarketView(_marks[instrument.Symbol], _marks[instrument.Symbol], 5, true, 1), "bench")),
            ];
        }

        public void Check(int i)
        {
            var decision = RiskRules.Decide(_account, _requests[i % _requests.Length], _marks, Limits, new RiskSituation(6) { Totals = _totals });
            if (!decision.IsApproved)
                throw new InvalidOperationException($"{decision.Rule}: {decision.Detail}");
        }
    }
}
