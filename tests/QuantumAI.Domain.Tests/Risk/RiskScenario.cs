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
    public const long Now = 1_000 * Second;

    /// <summary>Quoted in an asset that is not the base currency.</summary>
    public static Instrument EtherInBitcoin { get; } = new("ETHBTC", "ETH", "BTC", 6, 1, 8, 10_000, 10_000, Money.Zero);

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

    /// <summary>Bought by the agent at 50,000 before the request; on a margin account sold short when below zero.</summary>
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

    /// <summary>Who bought what is held; null = the agent that asks.</summary>
    public string? Holder { get; init; }

    public bool Margin { get; init; }

    public bool IsHeld { get; init; }

    public OrderListPlace? List { get; init; }

    /// <summary>The instrument of the request, before the knobs.</summary>
    public Instrument Traded { get; init; } = Samples.Bitcoin;

    /// <summary>Prices by symbol that are known beside the traded one's.</summary>
    public Dictionary<string, Price> Marks { get; init; } = new() { ["BTCUSDT"] = Samples.Bitcoin.Price(5_000_000) };

    public Func<Instrument, Instrument> OnInstrument { get; init; } = static x => x;

    public Func<OrderTerms, OrderTerms> OnTerms { get; init; } = static x => x;

    public Func<RiskLimits, RiskLimits> OnLimits { get; init; } = static x => x;

    public Func<RiskSituation, RiskSituation> OnSituation { get; init; } = static x => x;

    /// <summary>What happened in the account beside what the knobs say.</summary>
    public AccountEvent[] Events { get; init; } = [];

    public static RiskScenario Approved { get; } = new();

    /// <summary>The agent holds 0.1 BTC and sells it all.</summary>
    public static RiskScenario Exit { get; } = new() { HeldUnits = 10_000_000, Side = OrderSide.Sell, ReduceOnly = true };

    public static RiskLimits LimitsOf(Money orderNotional, long agentPpm, long totalPpm) => new(
        orderNotional, new Dictionary<string, long> { ["aurora"] = agentPpm }, totalPpm, DailyLossPpm: 30_000, DrawdownPpm: 100_000,
        PriceCollarPpm: 2_000, StaleAfterNanos: 5 * Second, TimeZoneInfo.Utc);

    /// <summary>An order of the account that is open at the venue, reserving what a limit order reserves on a cash account.</summary>
    public static OrderIntended Open(string id, OrderTerms terms, string agent = "aurora", OrderListPlace? list = null, bool isHeld = false, bool reserves = true)
    {
        var price = terms.Limit ?? Samples.Bitcoin.Price(5_000_000);
        var reserved = isHeld || !reserves ? Money.Zero : terms.Side == OrderSide.Buy ? Money.Notional(price, terms.Quantity) : Money.Of(terms.Quantity);
        return OrderIntended.Of(id, agent, "BTCUSDT", terms, price, reserved, 0, "test", list, isHeld);
    }

    public static OrderTerms Limit(OrderSide side, long units, long limitUnits) =>
        new(side, OrderType.Limit, Samples.Bitcoin.Quantity(units), Limit: Samples.Bitcoin.Price(limitUnits));

    public RiskDecision Decide(bool explains = false)
    {
        var instrument = OnInstrument(Traded with { MinNotional = MinNotional });
        var account = Account(instrument);
        var request = new OrderRequest(
            AgentId, instrument, OnTerms(OrderTerms.Market(Side, instrument.Quantity(QuantityUnits), ReduceOnly)), instrument.Price(ReferenceUnits),
            new MarketView(instrument.Price(AskUnits - 1), instrument.Price(AskUnits), Now - AgeNanos, IsUsable, 1), "test", List: List, IsHeld: IsHeld);
        return RiskRules.Decide(account, request, Marks, OnLimits(LimitsOf(OrderNotional, AgentPpm, TotalPpm)),
            OnSituation(new RiskSituation(Now) { SlackNanos = SlackNanos, IsReconciling = Reconciling, JournalOutage = JournalOutage }), explains);
    }

    private Account Account(Instrument traded)
    {
        var instruments = new Dictionary<string, Instrument>(Samples.Both) { [EtherInBitcoin.Symbol] = EtherInBitcoin, [traded.Symbol] = traded };
        var account = new Account(instruments);
        account.Apply(new AccountOpened("test", "USDT", Deposit, Margin), 1);
        if (HeldUnits != 0)
        {
            var (held, price) = (Samples.Bitcoin.Quantity(Math.Abs(HeldUnits)), Samples.Bitcoin.Price(5_000_000));
            var cost = Money.Notional(price, held);
            var side = HeldUnits > 0 ? OrderSide.Buy : OrderSide.Sell;
            account.Apply(new OrderIntended("held", Holder ?? AgentId, "BTCUSDT", side, OrderType.Market, held, false, price, Margin ? Money.Zero : cost, 0, ""), 2);
            account.Apply(new OrderFilled("held", 1, price, held, cost, Money.Zero, "USDT", 0), 3);
        }

        if (OpenSaleUnits > 0)
            account.Apply(Open("sale", OrderTerms.Market(OrderSide.Sell, Samples.Bitcoin.Quantity(OpenSaleUnits), isReduceOnly: true), AgentId), 4);

        if (LockedByOthers > Money.Zero)
            account.Apply(new OrderIntended("others", "boreas", "BTCUSDT", OrderSide.Buy, OrderType.Market, Samples.Bitcoin.Quantity(1_000), false, Samples.Bitcoin.Price(1), LockedByOthers, 0, ""), 4);

        account.Apply(new EquityMarked(DayStart, DayStart, High, "1970-01-01"), 5);
        if (State != TradingState.Active)
            account.Apply(new TradingHalted(State == TradingState.Halted ? HaltScope.All : State == TradingState.Reducing ? HaltScope.Account : HaltScope.Day, "test"), 6);
        foreach (var accountEvent in Events)
            account.Apply(accountEvent, 7);
        return account;
    }
}
