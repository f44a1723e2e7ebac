using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Domain.Risk;
using QuantumAI.Domain.Signals;
using QuantumAI.Simulation.Venue;
using QuantumAI.Trading.Execution;

namespace QuantumAI.Benchmarks.Backtest;

/// <summary>The same pure decisions in one plain loop: no actors, lanes, timers, journal or status board. Must end with the same account.</summary>
internal sealed class DirectBacktest
{
    private readonly MarketArray _market;
    private readonly PaperVenue _venue;
    private readonly DirectSymbol[] _symbols;
    private readonly Dictionary<string, Price> _marks = new(StringComparer.Ordinal);
    private readonly HashSet<string> _markedNow = [];
    private long _barEndNanos;
    private long _sequence;
    private long _nowNanos;

    public DirectBacktest(MarketArray market)
    {
        _market = market;
        _venue = new PaperVenue(market.Instruments, BacktestSettings.Venue, new MemoryPaperVenueStore().Load());
        _venue.Deposit(BacktestSettings.BaseCurrency, BacktestSettings.Deposit, MarketArray.StartNanos);
        _symbols = [.. market.Instruments.Select(instrument => new DirectSymbol(instrument))];
        Account = new Account(market.Instruments.ToDictionary(instrument => instrument.Symbol));
        Account.Apply(
            new AccountOpened(BacktestSettings.Account, BacktestSettings.BaseCurrency, BacktestSettings.Deposit), MarketArray.StartNanos);
    }

    public Account Account { get; }

    public void Run()
    {
        foreach (ref readonly var marketEvent in _market.Events.AsSpan())
        {
            _nowNanos = marketEvent.ReceivedNanos;
            var numbered = marketEvent.Ingested(++_sequence, _nowNanos);
            if (_venue.TryMatch(in numbered, out var step))
                Book(step.Reports);
            var symbol = _symbols[numbered.InstrumentId];
            if (symbol.TryCloseBar(in numbered, out var closed))
                OnBar(symbol, closed);
            if (symbol.Take(in numbered))
                Mark(symbol.Instrument, symbol.Instrument.Price(numbered.BidUnits), 0);
        }
    }

    private void OnBar(DirectSymbol symbol, in ClosedBar closed)
    {
        Mark(symbol.Instrument, closed.Close, closed.Bar.EndNanos);
        var position = Account.PositionOf(BacktestSettings.AgentId, symbol.Instrument.Symbol);
        var signal = symbol.Decide(in closed, position, Account.OpenOrders.Any(order => order.Symbol == symbol.Instrument.Symbol));
        if (signal.Kind != SignalKind.None)
            Order(symbol.Instrument, signal, in closed);
    }

    private void Order(Instrument instrument, Signal signal, in ClosedBar closed)
    {
        var enters = signal.Kind == SignalKind.EnterLong;
        var quantity = enters
            ? PositionSizing.FixedFraction(
                Account.Equity(_marks), BacktestSettings.EntryFractionPpm(_symbols.Length), BacktestSettings.Limits.OrderNotional, instrument, closed.Market.Ask)
            : instrument.FloorToLot(Account.PositionOf(BacktestSettings.AgentId, instrument.Symbol).Quantity);
        var request = new OrderRequest(
            BacktestSettings.AgentId, instrument, OrderTerms.Market(enters ? OrderSide.Buy : OrderSide.Sell, quantity, !enters), closed.Close, closed.Market, signal.Reason);
        var decision = RiskRules.Decide(Account, request, _marks, BacktestSettings.Limits, new RiskSituation(_nowNanos));
        if (!decision.IsApproved)
            return;
        var id = ClientOrderId.For(BacktestSettings.Account, Account.Intents + 1);
        Account.Apply(new OrderApproved(id, decision.Equity, decision.AgentExposure, decision.TotalExposure), _nowNanos);
        Account.Apply(
            OrderIntended.Of(
                id, request.AgentId, instrument.Symbol, request.Terms, request.Reference, decision.Reserved, closed.Market.Sequence, request.Reason),
            _nowNanos);
        Book(_venue.Submit(
            new SubmitOrder(id, instrument.Symbol, request.Terms, closed.Market.Sequence, ReplyTo: null!), _nowNanos).Reports);
    }

    private void Book(IReadOnlyList<VenueReport> reports)
    {
        foreach (var report in reports)
            Apply(OrderDecider.Decide(Account, report));
    }

    private void Mark(Instrument instrument, Price price, long barEndNanos)
    {
        if (barEndNanos > _barEndNanos && _markedNow.Count > 0)
            Close();
        _marks[instrument.Symbol] = price;
        if (barEndNanos == 0)
        {
            Record(isBarClose: false);
            return;
        }

        _barEndNanos = Math.Max(_barEndNanos, barEndNanos);
        _markedNow.Add(instrument.Symbol);
        if (_markedNow.Count == _symbols.Length)
            Close();
    }

    private void Close()
    {
        _markedNow.Clear();
        Record(isBarClose: true);
    }

    private void Record(bool isBarClose) =>
        Apply(EquityMarking.Decide(Account.Risk, Account.Equity(_marks), BacktestSettings.Limits, _nowNanos, isBarClose));

    private void Apply(IReadOnlyList<AccountEvent> events)
    {
        foreach (var accountEvent in events)
            Account.Apply(accountEvent, _nowNanos);
    }
}
