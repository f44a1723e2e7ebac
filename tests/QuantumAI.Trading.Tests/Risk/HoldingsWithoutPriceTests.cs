using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Domain.Risk;
using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Lanes;
using QuantumAI.Runtime.Persistence;
using QuantumAI.Runtime.Worlds;
using QuantumAI.TestKit.Journals;
using QuantumAI.Trading.Control;
using QuantumAI.Trading.Portfolio;
using QuantumAI.Trading.Risk;
using QuantumAI.Trading.Tests.Fakes;

namespace QuantumAI.Trading.Tests.Risk;

/// <summary>A process has just started: 1 BTC of 100,000 is held, and ETH was quoted first.</summary>
public sealed class HoldingsWithoutPriceTests : IDisposable
{
    private static readonly Instrument Btc = AccountStage.Btc;
    private static readonly Instrument Eth = Btc with { Symbol = "ETHUSDT", BaseAsset = "ETH" };
    private readonly VirtualWorld _world = new(seed: 1, UnixNanos.PerDay);
    private readonly MemoryJournalStore _store = new();
    private readonly AccountBooks _books;
    private readonly ActorRef<RiskMessage> _gate;

    public HoldingsWithoutPriceTests()
    {
        _books = Books();
        var lane = _world.CreateLane("account");
        _books.Attach(lane);
        var (one, price) = (Btc.Quantity(100_000_000), Btc.Price(AccountStage.PriceUnits));
        _books.Record(
            [
                new AccountOpened("held", "USDT", AccountStage.Deposit), new EquityMarked(AccountStage.Deposit, AccountStage.Deposit, AccountStage.Deposit, "1970-01-02"),
                new OrderIntended("qa-1", AccountStage.AgentId, Btc.Symbol, OrderSide.Buy, OrderType.Market, one, false, price, Money.Whole(60_000), 0, ""),
                new OrderFilled("qa-1", 1, price, one, Money.Whole(60_000), Money.Zero, "USDT", 0),
            ],
            1, AccountCause.Opening);
        _gate = Gate(_books, lane);
        _gate.Tell(new BooksMatched([]));
        Mark(Eth, 300_000);
    }

    public void Dispose() => _world.Dispose();

    [Fact]
    public void Issue_equity_that_lacks_a_price_must_not_halt_the_account()
    {
        _gate.Tell(new ResumeTrading("anna"));
        _world.RunUntilIdle();
        Assert.Equal((TradingState.Active, AccountStage.Deposit), (_books.Current.Risk.State, _books.Current.Risk.Equity));
        Mark(Btc, AccountStage.PriceUnits);
        Assert.Equal((TradingState.Active, AccountStage.Deposit), (_books.Current.Risk.State, _books.Current.Risk.Equity));
        Mark(Btc, AccountStage.PriceUnits / 2);
        Assert.Equal(TradingState.Reducing, _books.Current.Risk.State); // a drawdown of 30 %, and no other
    }

    [Fact]
    public void Issue_nothing_must_be_opened_beside_a_holding_without_a_price()
    {
        Ask(OrderTerms.Market(OrderSide.Buy, Eth.Quantity(100_000_000)));
        Assert.Equal((int)DenialCode.NoBasePrice, Assert.IsType<OrderDenied>(Last).Code);
        Assert.Contains("BTCUSDT is held and has no price yet", ((OrderDenied)Last).Detail, StringComparison.Ordinal);
        Mark(Btc, AccountStage.PriceUnits);
        Ask(OrderTerms.Market(OrderSide.Buy, Eth.Quantity(100_000_000)));
        Assert.IsType<OrderIntended>(Last);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Issue_losses_after_a_resume_must_count_from_the_first_equity_that_is_whole(bool endsBetween)
    {
        Mark(Btc, AccountStage.PriceUnits / 2);
        Assert.Equal((TradingState.Reducing, Money.Whole(70_000)), (_books.Current.Risk.State, _books.Current.Risk.Equity));

        var next = Restart();
        next.Gate.Tell(new ResumeTrading("anna")); // BTC has recovered, which nobody knows yet
        _world.RunUntilIdle();
        if (endsBetween)
            next = Restart();
        next.Gate.Tell(new MarkPrice(Btc.Symbol, Btc.Price(AccountStage.PriceUnits), 0));
        _world.RunUntilIdle();
        Assert.Equal((AccountStage.Deposit, AccountStage.Deposit), (next.Books.Current.Risk.DayStart, next.Books.Current.Risk.High));
        next.Gate.Tell(new MarkPrice(Btc.Symbol, Btc.Price(AccountStage.PriceUnits / 10 * 9), 0));
        _world.RunUntilIdle();
        Assert.Equal(TradingState.ReducingToday, next.Books.Current.Risk.State); // 6 % in a day
    }

    [Fact]
    public void Holding_without_a_price_must_be_sold_as_ever()
    {
        Ask(OrderTerms.Market(OrderSide.Sell, Btc.Quantity(100_000_000), isReduceOnly: true), Btc, AccountStage.PriceUnits);
        Assert.IsType<OrderIntended>(Last);
    }

    private (AccountBooks Books, ActorRef<RiskMessage> Gate) Restart()
    {
        var next = Books();
        var lane = _world.CreateLane("next");
        next.Attach(lane);
        var gate = Gate(next, lane);
        gate.Tell(new MarkPrice(Eth.Symbol, Eth.Price(300_000), 0));
        return (next, gate);
    }

    private AccountEvent Last => _store.Read("account/held").Select(AccountEventCodec.Instance.Decode).Last();

    private AccountBooks Books() =>
        new("held", new Dictionary<string, Instrument> { [Btc.Symbol] = Btc, [Eth.Symbol] = Eth }, new HeldJournal(_store) { IsHolding = false });

    private static ActorRef<RiskMessage> Gate(AccountBooks books, Lane lane) => lane.Spawn("risk-gate", new RiskGateActor(
        books, AccountStage.Limits with { AgentSharesPpm = new Dictionary<string, long> { [AccountStage.AgentId] = 900_000 } }, new StatusBoard()));

    private void Mark(Instrument instrument, long units)
    {
        _gate.Tell(new MarkPrice(instrument.Symbol, instrument.Price(units), 0));
        _world.RunUntilIdle();
    }

    private void Ask(OrderTerms terms) => Ask(terms, Eth, 300_000);

    private void Ask(OrderTerms terms, Instrument instrument, long units)
    {
        var price = instrument.Price(units);
        _gate.Tell(new RequestApproval(new OrderRequest(AccountStage.AgentId, instrument, terms, price, new MarketView(price, price, _world.NowNanos, IsUsable: true, 1), "test")));
        _world.RunUntilIdle();
    }
}
