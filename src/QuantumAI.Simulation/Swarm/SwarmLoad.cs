using QuantumAI.Domain.Execution;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Risk;
using QuantumAI.Simulation.Processes;
using QuantumAI.Trading.Execution;
using QuantumAI.Trading.Risk;

namespace QuantumAI.Simulation.Swarm;

/// <summary>What a busy trader asks of an account: every kind of order, cancels, amendments, lists and large orders, sensible or not.</summary>
internal sealed class SwarmLoad(ulong seed, SwarmAccount account)
{
    private readonly SimulatedRandom _random = new(seed, $"load-{account.Name}");
    private int _algorithms;

    /// <summary>One request to the account's session, which has to be running. Called while the process may be entered.</summary>
    public void Act(SwarmSession session)
    {
        var draw = _random.Below(100);
        if (draw < 15)
            Cancel(session);
        else if (draw < 20)
            Amend(session);
        else if (draw < 30)
            Reduce(session);
        else if (Market(session) is var (instrument, market))
            Open(session, instrument, market, draw);
    }

    private void Open(SwarmSession session, Instrument instrument, MarketView market, int draw)
    {
        var isBuy = _random.Chance(650_000);
        var quantity = QuantityOf(instrument, market);
        if (quantity.Units <= 0)
            return;
        if (draw >= 97)
        {
            Work(session, instrument, market, quantity);
        }
        else if (draw >= 88)
        {
            var (kind, orders) = List(instrument, market, quantity);
            session.Trading.RiskGate.TryTell(new RequestListApproval(kind, orders));
        }
        else
        {
            session.Trading.RiskGate.TryTell(new RequestApproval(RequestOf(instrument, market, Terms(instrument, market, isBuy ? OrderSide.Buy : OrderSide.Sell, quantity))));
        }
    }

    /// <summary>Sells a position, whole or in part.</summary>
    private void Reduce(SwarmSession session)
    {
        if (Market(session) is not var (instrument, market))
            return;
        var held = instrument.FloorToLot(session.Trading.Books.Current.PositionOf(SwarmAccount.LoadAgent, instrument.Symbol).Quantity);
        if (held.Units <= 0)
            return;
        var part = _random.Chance(600_000) ? held : instrument.FloorToLot(instrument.Quantity(held.Units / 2));
        session.Trading.RiskGate.TryTell(new RequestApproval(RequestOf(instrument, market, OrderTerms.Market(OrderSide.Sell, part, isReduceOnly: true))));
    }

    private void Cancel(SwarmSession session)
    {
        if (OpenOrder(session) is { } order)
            session.Trading.Orders.TryTell(new RequestCancel(order.ClientOrderId, "the load"));
    }

    private void Amend(SwarmSession session)
    {
        if (OpenOrder(session) is not { } order)
            return;
        var instrument = account.Instruments.First(entry => entry.Instrument.Symbol == order.Symbol).Instrument;
        var smaller = instrument.FloorToLot(instrument.Quantity(order.Filled.Units + (order.Remaining.Units / 2)));
        if (smaller.Units > 0)
            session.Trading.Orders.TryTell(new RequestAmend(order.ClientOrderId, smaller));
    }

    private void Work(SwarmSession session, Instrument instrument, MarketView market, Quantity quantity)
    {
        var now = session.Process.World.NowNanos;
        var end = now + (_random.Between(5, 40) * UnixNanos.PerSecond);
        var plan = _random.Chance(500_000)
            ? AlgorithmPlan.Twap(now, end, 1 + _random.Below(5), _random.Between(0, 500_000), (long)(_random.Next() >> 1))
            : AlgorithmPlan.Pov(now, end, _random.Between(10_000, 500_000));
        session.Trading.Algorithms.TryTell(new StartAlgorithm(
            new ParentOrder($"work-{session.Process.Number}-{++_algorithms}", SwarmAccount.LoadAgent, instrument.Symbol, OrderSide.Buy, quantity, false, market.Ask, plan), market));
    }

    private Order? OpenOrder(SwarmSession session)
    {
        var open = session.Trading.Books.Current.OpenOrders;
        return open.Count == 0 ? null : open.ElementAt(_random.Below(open.Count));
    }

    private (Instrument Instrument, MarketView Market)? Market(SwarmSession session)
    {
        var id = _random.Below(account.Instruments.Count);
        var quote = session.Feed.QuoteOf(id);
        if (quote.Kind != MarketEventKind.Quote)
            return null;
        var instrument = account.Instruments[id].Instrument;
        return (instrument, new MarketView(
            instrument.Price(quote.BidUnits), instrument.Price(quote.AskUnits), quote.ReceivedNanos, quote.BidUnits < quote.AskUnits, quote.Sequence));
    }

    private Quantity QuantityOf(Instrument instrument, MarketView market)
    {
        var cents = _random.Between(500, 300_000);
        if (_random.Chance(10_000))
            return instrument.Quantity(_random.Between(1, 100_000_000)); // off the lot, more often than not
        var units = (Int128)cents * FixedPoint.PowerOfTen(instrument.QuantityScale) / Math.Max(1, market.Ask.Units);
        return instrument.FloorToLot(instrument.Quantity((long)units));
    }

    private (ContingencyKind Kind, OrderRequest[] Orders) List(Instrument instrument, MarketView market, Quantity quantity)
    {
        var (up, down) = (Moved(instrument, market.Ask, 8_000), Moved(instrument, market.Bid, -8_000));
        var takeProfit = new OrderTerms(OrderSide.Sell, OrderType.Limit, quantity, up);
        var stop = new OrderTerms(OrderSide.Sell, OrderType.Stop, quantity, Trigger: down);
        var entry = _random.Chance(500_000)
            ? OrderTerms.Market(OrderSide.Buy, quantity)
            : new OrderTerms(OrderSide.Buy, OrderType.Limit, quantity, Moved(instrument, market.Ask, _random.Between(-2_000, 2_000)));
        return _random.Below(3) switch
        {
            0 => (ContingencyKind.OneCancelsOther, [RequestOf(instrument, market, takeProfit), RequestOf(instrument, market, stop)]),
            1 => (ContingencyKind.OneTriggersOther, [RequestOf(instrument, market, entry), RequestOf(instrument, market, stop)]),
            _ => (ContingencyKind.OneTriggersOneCancelsOther,
                [RequestOf(instrument, market, entry), RequestOf(instrument, market, takeProfit), RequestOf(instrument, market, stop)]),
        };
    }

    private OrderTerms Terms(Instrument instrument, MarketView market, OrderSide side, Quantity quantity)
    {
        var touch = side == OrderSide.Buy ? market.Ask : market.Bid;
        var against = side == OrderSide.Buy ? 1 : -1;
        var near = Moved(instrument, touch, _random.Between(-4_000, 4_000));
        var away = Moved(instrument, touch, against * _random.Between(500, 9_000));
        var back = Moved(instrument, touch, -against * _random.Between(500, 9_000));
        return _random.Below(12) switch
        {
            0 or 1 or 2 => OrderTerms.Market(side, quantity),
            3 => new OrderTerms(side, OrderType.Limit, quantity, near, TimeInForce: TimeInForce.ImmediateOrCancel),
            4 => new OrderTerms(side, OrderType.Limit, quantity, near, TimeInForce: TimeInForce.FillOrKill),
            5 => new OrderTerms(side, OrderType.Limit, quantity, back, IsPostOnly: true),
            6 => new OrderTerms(side, OrderType.Stop, quantity, Trigger: away),
            7 => new OrderTerms(side, OrderType.StopLimit, quantity, Moved(instrument, away, against * 1_000), away),
            8 => new OrderTerms(side, OrderType.TakeProfit, quantity, Trigger: back),
            9 => new OrderTerms(side, OrderType.TrailingStop, quantity, TrailingPpm: _random.Between(1_000, 20_000)),
            10 => new OrderTerms(side, OrderType.Limit, quantity, near, Display: instrument.FloorToLot(instrument.Quantity(quantity.Units / 4))),
            _ => new OrderTerms(side, OrderType.Limit, quantity, near),
        };
    }

    private static Price Moved(Instrument instrument, Price price, long ppm)
    {
        var tick = instrument.PriceTickUnits;
        return instrument.Price(Math.Max(tick, (price.Units + (price.Units * ppm / 1_000_000)) / tick * tick));
    }

    private static OrderRequest RequestOf(Instrument instrument, MarketView market, OrderTerms terms) =>
        new(SwarmAccount.LoadAgent, instrument, terms, terms.Limit ?? (terms.Side == OrderSide.Buy ? market.Ask : market.Bid), market, "load");
}
