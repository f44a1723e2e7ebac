using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Domain.Risk;
using QuantumAI.TestKit;

namespace QuantumAI.Domain.Tests.Risk;

/// <summary>A request that is approved, and one knob per rule. Equity 100,000 USDT, an order of 0.1 BTC at 50,000: worth 5,000.</summary>
internal sealed record RiskScenario
{
    public const long Second = UnixNanos.PerSecond;
    private const long Now = 1_000 * Second;

    public long AskUnits { get; init; } = 5_000_000;

    public long ReferenceUnits { get; init; } = 5_000_000;

    public long QuantityUnits { get; init; } = 10_000_000;

    public OrderSide Side { get; init; } = OrderSide.Buy;

    public bool ReduceOnly { get; init; }

    public bool IsUsable { get; init; } = true;

    public long AgeNanos { get; init; }

    public long SlackNanos { get; init; }

    public bool Reconciling { get; init; }

    public string? JournalOutage { get; init; }

    public Money Deposit { get; init; } = Money.Whole(100_000);

    /// <summary>Bought by the agent at 50,000 before the request.</summary>
    public long HeldUnits { get; init; }

    /// <summary>Orders that the agent already has in the market: sales of so many units each.</summary>
    public long OpenSaleUnits { get; init; }

    /// <summary>Set aside for a purchase of another agent.</summary>
    public Money LockedByOthers { get; init; } = Money.Zero;

    public Money DayStart { get; init; } = Money.Whole(100_000);

    public Money High { get; init; } = Money.Whole(100_000);

    public TradingState State { get; init; } = TradingState.Active;

    public Money MinNotional { get; init; } = Money.Whole(5);

    public Money OrderNotional { get; init; } = Money.Whole(10_000);

    public long AgentPpm { get; init; } = 200_000;

    public long TotalPpm { get; init; } = 500_000;

    public string AgentId { get; init; } = "aurora";

    public static RiskScenario Approved { get; } = new();

    /// <summary>The agent holds 0.1 BTC and sells it all.</summary>
    public static RiskScenario Exit { get; } = new() { HeldUnits = 10_000_000, Side = OrderSide.Sell, ReduceOnly = true };

    public static RiskLimits LimitsOf(Money orderNotional, long agentPpm, long totalPpm) => new(
        orderNotional, new Dictionary<string, long> { ["aurora"] = agentPpm }, totalPpm, DailyLossPpm: 30_000, DrawdownPpm: 100_000,
        PriceCollarPpm: 2_000, StaleAfterNanos: 5 * Second, TimeZoneInfo.Utc);

    public RiskDecision Decide()
    {
        var instrument = Samples.Bitcoin with { MinNotional = MinNotional };
        var account = Account();
        var request = new OrderRequest(
            AgentId, instrument, OrderTerms.Market(Side, instrument.Quantity(QuantityUnits), ReduceOnly), instrument.Price(ReferenceUnits),
            new MarketView(instrument.Price(AskUnits - 1), instrument.Price(AskUnits), Now - AgeNanos, IsUsable, 1), "test");
        var marks = new Dictionary<string, Price> { [instrument.Symbol] = instrument.Price(5_000_000) };
        return RiskRules.Decide(account, request, marks, LimitsOf(OrderNotional, AgentPpm, TotalPpm),
            new RiskSituation(Now) { SlackNanos = SlackNanos, IsReconciling = Reconciling, JournalOutage = JournalOutage });
    }

    private Account Account()
    {
        var account = new Account(Samples.Both);
        account.Apply(new AccountOpened("test", "USDT", Deposit), 1);
        var instrument = Samples.Bitcoin;
        if (HeldUnits > 0)
        {
            var (held, price) = (instrument.Quantity(HeldUnits), instrument.Price(5_000_000));
            var cost = Money.Notional(price, held);
            account.Apply(new OrderIntended("held", AgentId, "BTCUSDT", OrderSide.Buy, OrderType.Market, held, false, price, cost, 0, ""), 2);
            account.Apply(new OrderFilled("held", 1, price, held, cost, Money.Zero, "USDT", 0), 3);
        }

        if (OpenSaleUnits > 0)
        {
            var sale = instrument.Quantity(OpenSaleUnits);
            account.Apply(new OrderIntended("sale", AgentId, "BTCUSDT", OrderSide.Sell, OrderType.Market, sale, true, instrument.Price(1), Money.Of(sale), 0, ""), 4);
        }

        if (LockedByOthers > Money.Zero)
            account.Apply(new OrderIntended("others", "boreas", "BTCUSDT", OrderSide.Buy, OrderType.Market, instrument.Quantity(1_000), false, instrument.Price(1), LockedByOthers, 0, ""), 4);

        account.Apply(new EquityMarked(DayStart, DayStart, High, "1970-01-01"), 5);
        if (State != TradingState.Active)
            account.Apply(new TradingHalted(State == TradingState.Halted ? HaltScope.All : State == TradingState.Reducing ? HaltScope.Account : HaltScope.Day, "test"), 6);
        return account;
    }
}
