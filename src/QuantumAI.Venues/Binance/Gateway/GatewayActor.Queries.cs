using QuantumAI.Domain.Market;
using QuantumAI.Trading.Execution;
using QuantumAI.Venues.Binance.Parsing;
using QuantumAI.Venues.Binance.Rest;
using QuantumAI.Venues.Contract;

namespace QuantumAI.Venues.Binance.Gateway;

/// <content>Looking for orders and trades.</content>
public sealed partial class GatewayActor
{
    private const int TriesMost = 6;
    private const int OrderPagesMost = 20;

    private static readonly TimeSpan FindPause = TimeSpan.FromSeconds(1);

    /// <summary>How far back trades are looked for that an order of an earlier process could have.</summary>
    private const long EarlierNanos = UnixNanos.PerDay;

    /// <summary>The gateway itself wants to know how an order stands.</summary>
    private void Look(string clientOrderId, TrackedOrder order) =>
        Search(new OrderSearch(clientOrderId, order.OrderId, [order.Instrument.Symbol], order.Listener, TriesLeft: TriesMost));

    private void Search(OrderSearch search)
    {
        var symbol = search.Symbols[0];
        Ask(search.OrderId is { } number ? SpotCalls.Order(symbol, number) : SpotCalls.Order(symbol, search.ClientOrderId!), new PendingSearch(search));
    }

    private void HearSearch(OrderSearch search, SpotAnswer answer)
    {
        if (OrderOutcomes.IsMissing(answer))
        {
            HearMissing(search, answer);
            return;
        }

        if (!answer.IsSuccess)
        {
            SearchAgain(search, answer.Detail);
            return;
        }

        var report = SpotOrders.Order(Payload.Open("order", answer.Body));
        var id = search.ClientOrderId ?? OrderViews.ClientIdOf(report.Key);
        if (InstrumentOf(search.Symbols[0]) is not { } instrument || OrderViews.Order(report, instrument, id) is not { } order)
        {
            notify(new VenueNotice(IsAlarm: true, $"the order {id} of {search.Symbols[0]} cannot be represented: nothing is concluded from it"));
            SearchAgain(search with { TriesLeft = Math.Min(search.TriesLeft, 1) }, "it cannot be represented");
            return;
        }

        if (order.Filled.IsZero)
            HearFound(search, order, []);
        else
            Ask(SpotCalls.TradesOf(order.Symbol, report.Key.OrderId), new PendingOrderTrades(search, order, []));
    }

    private void HearOrderTrades(PendingOrderTrades pending, SpotAnswer answer)
    {
        if (!answer.IsSuccess)
        {
            SearchAgain(pending.Search, answer.Detail);
            return;
        }

        var page = SpotAccount.Trades(Payload.Open("myTrades", answer.Body));
        IReadOnlyList<AccountTrade> trades = [.. pending.Trades, .. page];
        if (page.Count == SpotCalls.PageRows)
        {
            var order = page[^1];
            Ask(SpotCalls.TradesOf(order.Symbol, order.OrderId, order.TradeId + 1), pending with { Trades = trades });
        }
        else if (InstrumentOf(pending.Order.Symbol) is { } instrument && OrderViews.WholeTrades(pending.Order, trades, instrument) is { } whole)
        {
            HearFound(pending.Search, pending.Order, whole);
        }
        else
        {
            SearchAgain(pending.Search, "the venue's trades are not yet what it says is filled");
        }
    }

    /// <summary>The order is found with all its trades.</summary>
    private void HearFound(OrderSearch search, VenueOrder order, IReadOnlyList<VenueTrade> trades)
    {
        var state = new VenueOrderState(order.ClientOrderId, order, trades);
        if (search.Asker is not { } asker || (search.ClientOrderId is null && _tracker.Find(order.ClientOrderId) is null))
        {
            HearNews(search, state);
            return;
        }

        var tracked = _tracker.Track(order.ClientOrderId, InstrumentOf(order.Symbol)!, asker);
        tracked.Absence = tracked.Absence with { Misses = 0 };
        if (search.Then is { } then && order.IsOpen)
        {
            tracked.Note(state);
            Handle(then);
            return;
        }

        Tell(order.ClientOrderId, state);
    }

    /// <summary>“No such order” is no answer until it is proved.</summary>
    private void HearMissing(OrderSearch search, SpotAnswer answer)
    {
        if (search.Symbols.Count > 1)
        {
            Search(search with { Symbols = [.. search.Symbols.Skip(1)] });
            return;
        }

        if (search.ClientOrderId is not { } id || search.Asker is not { } asker)
        {
            SearchAgain(search, answer.Detail);
            return;
        }

        if (search.Then is not null)
            return; // a cancel of an order that is not there yet: whoever wants it asks again
        var tracked = _tracker.Find(id);
        var before = tracked?.Absence ?? _strangers.GetValueOrDefault(id, new AbsenceProof(
            _startedVenueNanos + UnixNanos.From(settings.RecvWindow) + UnixNanos.From(settings.AbsenceMargin), 0));
        var proof = before.Missed(answer.StampNanos);
        if (tracked is not null)
            tracked.Absence = proof;
        else if (_strangers.Count < StrangersMost)
            _strangers[id] = proof;
        if (tracked?.OrderId is not null)
        {
            SearchAgain(search, "the venue does not find an order that it has accepted");
            return;
        }

        if (proof.IsReady)
            SearchTrades(new TradeSearch(
                tracked is null ? symbols.Names : [tracked.Instrument.Symbol],
                (tracked is null ? _startedVenueNanos : proof.ValidUntilNanos) - EarlierNanos,
                asker,
                id,
                [],
                []));
    }

    /// <summary>Only what the gateway itself wants to know is looked for again; when that fails for long, the books are compared.</summary>
    private void SearchAgain(OrderSearch search, string reason)
    {
        if (search.TriesLeft > 1)
            Context.StartTimer(
                $"{search.ClientOrderId}/{search.OrderId}", Context.Lane.World.PatienceNanos(FindPause) * (TriesMost + 1 - search.TriesLeft), new FindDue(search with { TriesLeft = search.TriesLeft - 1 }));
        else if (search.TriesLeft == 1)
            GiveUp(search, reason);
    }

    private void GiveUp(OrderSearch search, string reason)
    {
        if (search.OrderId is { } number)
            _news.Remove((search.Symbols[0], number));
        Miss($"the order {search.ClientOrderId ?? OrderViews.Id(search.OrderId ?? 0)} cannot be told whole: {reason}");
    }

    private void SearchTrades(TradeSearch search) => Ask(
        search.Trades.Count == 0 ? SpotCalls.TradesSince(search.Symbols[0], Math.Max(0, search.SinceNanos)) : SpotCalls.TradesFrom(search.Symbols[0], search.Trades[^1].TradeId + 1),
        new PendingTrades(search));

    private void HearTrades(TradeSearch search, SpotAnswer answer)
    {
        if (!answer.IsSuccess)
            return;
        var page = SpotAccount.Trades(Payload.Open("myTrades", answer.Body));
        search = search with { Trades = [.. search.Trades, .. page] };
        if (page.Count == SpotCalls.PageRows)
            SearchTrades(search);
        else if (search.Trades.Count > 0)
            Ask(SpotCalls.OrdersFrom(search.Symbols[0], search.Trades.Min(trade => trade.OrderId)), new PendingOrders(search));
        else
            TellTrades(search);
    }

    /// <summary>The orders that the trades belong to, from the oldest on: a trade names its order by number only.</summary>
    private void HearOrders(TradeSearch search, SpotAnswer answer)
    {
        if (!answer.IsSuccess)
            return;
        var wanted = search.Trades.Select(trade => trade.OrderId).ToHashSet();
        var page = SpotOrders.Orders(Payload.Open("allOrders", answer.Body));
        search = search with { Orders = [.. search.Orders, .. page.Where(order => wanted.Contains(order.Key.OrderId))] };
        if (page.Count == SpotCalls.PageRows && page[^1].Key.OrderId < wanted.Max())
            Ask(SpotCalls.OrdersFrom(search.Symbols[0], page[^1].Key.OrderId + 1), new PendingOrders(search));
        else if (search.Orders.Count == wanted.Count)
            TellTrades(search);
        else
            notify(new VenueNotice(IsAlarm: true, $"the venue has trades of {search.Symbols[0]} and not their orders: nothing is concluded from them"));
    }

    private void TellTrades(TradeSearch search)
    {
        if (search.MissingId is { } missing)
        {
            TellMissing(search, missing);
            return;
        }

        var instrument = InstrumentOf(search.Symbols[0]);
        var orders = search.Orders.Select(report => instrument is null ? null : OrderViews.Order(report, instrument, OrderViews.ClientIdOf(report.Key))).ToList();
        var ids = search.Orders.ToDictionary(report => report.Key.OrderId, report => OrderViews.ClientIdOf(report.Key));
        var trades = search.Trades.Select(trade => instrument is null ? null : OrderViews.Trade(trade, instrument, ids[trade.OrderId])).ToList();
        if (orders.Contains(null) || trades.Contains(null))
            notify(new VenueNotice(IsAlarm: true, $"trades of {search.Symbols[0]} cannot be represented: the books are not compared"));
        else
            search.Asker.TellReserved(new VenueTrades(search.Symbols[0], [.. trades.OfType<VenueTrade>()], [.. orders.OfType<VenueOrder>()]));
    }

    /// <summary>The last part of the proof: no trade is the missing order's.</summary>
    private void TellMissing(TradeSearch search, string missing)
    {
        if (search.Orders.Any(report => OrderViews.ClientIdOf(report.Key) == missing))
        {
            notify(new VenueNotice(IsAlarm: true, $"the venue has trades of {missing} and says that it does not exist"));
            return;
        }

        if (search.Symbols.Count > 1)
        {
            SearchTrades(search with { Symbols = [.. search.Symbols.Skip(1)], Trades = [], Orders = [] });
            return;
        }

        if (_tracker.Find(missing) is { OrderId: not null })
            return; // the venue has told of it meanwhile
        _strangers.Remove(missing);
        _tracker.End(missing);
        search.Asker.TellReserved(new VenueOrderState(missing, null, []));
    }
}
