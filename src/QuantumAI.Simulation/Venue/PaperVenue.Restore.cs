using QuantumAI.Domain;
using QuantumAI.Domain.Orders;
using QuantumAI.Simulation.Liquidity;
using QuantumAI.Simulation.Matching;
using QuantumAI.Trading.Execution;

namespace QuantumAI.Simulation.Venue;

/// <content>A venue from its books.</content>
public sealed partial class PaperVenue
{
    /// <summary>Puts back what was stored. What rested or waited for its trigger does so again, the oldest first; all else is on its way again.</summary>
    private void Restore(VenueBooks books)
    {
        foreach (var account in books.Accounts)
            Open(account);
        foreach (var (account, asset, balance) in books.Balances)
        {
            var ledger = AccountOf(account).Money.Ledger;
            ledger.Deposit(asset, balance.Total);
            ledger.Reserve(asset, balance.Locked);
        }

        foreach (var order in books.Orders.OrderBy(VenueOrders.NumberOf))
            Restore(order);
        foreach (var trade in books.Trades)
            Restore(trade);
        foreach (var prevention in books.Preventions)
            Remember(prevention);
        _lastEntry = books.Orders.Count == 0 ? 0 : books.Orders.Max(order => order.Entry);
        foreach (var order in _orders.Open.OrderBy(order => order.Order.Entry).ThenBy(order => order.Number))
            PutBack(order);

        foreach (var happened in _events)
            Guard.That(happened.Kind == EngineEventKind.Accepted, $"an open order goes back into the book as it was, was {happened}");
        _events.Clear();

        // Last: a trigger that a halt has kept from what reached it waits on.
        foreach (var mark in books.Marks)
            Restore(mark);
    }

    private void Restore(VenueOrder order)
    {
        var (number, account, symbol) = (VenueOrders.NumberOf(order), AccountOf(order.Account), SymbolOf(order.Symbol));
        _orders.NoteNumber(number);
        var record = new OrderRecord(order, number);
        account.Add(record, symbol);
        if (order.IsOpen && symbol is not null)
            _orders.Add(new OpenOrder(record, symbol, account, basisSequence: 0));
    }

    private void Restore(VenueTrade trade)
    {
        if (SymbolOf(trade.Symbol) is { } symbol)
            Remember(trade, symbol, trade.VenueOrderId.Length == 0 ? null : AccountOf(trade.Account).RecordOf(VenueOrders.NumberOf(trade.VenueOrderId)));
    }

    private void Restore(VenueMark stored)
    {
        if (SymbolOf(stored.Symbol) is not { } symbol)
            return;
        symbol.StoredMark = new HouseMark(stored.Last.Units, stored.Bid.Units, stored.Ask.Units, stored.HasTrades, stored.Traded.Units);
        _house.Restore(symbol.Index, symbol.StoredMark);
    }

    private void PutBack(OpenOrder order)
    {
        var symbol = order.Symbol;
        NoteExpiry(order);
        order.Protection = order.Order.Protection?.Units ?? 0;
        if (order.Place == OpenOrderPlace.InEngine)
            return; // with its rival
        if (order.Parent is not null)
        {
            order.Place = OpenOrderPlace.Child;
            return;
        }

        var rests = order.IsWaitingForPrice || (OrderShape.HasLimit(order.Terms.Type) && order.Terms.TimeInForce is TimeInForce.GoodTilCanceled or TimeInForce.GoodTilDate);
        if (order.Order.Entry == 0 || !rests)
        {
            symbol.Arriving.Add(order);
            return;
        }

        SetInEngine(order);
        if (order.Rival is not { } rival)
        {
            _house.Submit(order.ToEngine(isPutBack: true), nanos: 0, _events);
            return;
        }

        NoteExpiry(rival);
        rival.Protection = rival.Order.Protection?.Units ?? 0;
        SetInEngine(rival);
        _house.SubmitList(ContingencyKind.OneCancelsOther, [order.ToEngine(isPutBack: true), rival.ToEngine(isPutBack: true)], nanos: 0, _events);
    }

    private void Remember(VenueTrade trade, OrderRecord order) => Remember(trade, order.Open!.Symbol, order);

    private void Remember(VenueTrade trade, VenueSymbol symbol, OrderRecord? order)
    {
        Guard.That(trade.TradeId >= symbol.LastTradeId, "trade ids of a symbol rise");
        symbol.LastTradeId = trade.TradeId;
        AccountOf(trade.Account).Remember(trade, symbol, order);
    }
}
