using System.Globalization;
using QuantumAI.Domain.Orders;
using QuantumAI.Simulation.Venue;
using QuantumAI.Trading.Execution;
using QuantumAI.Venues.Binance.Parsing;

namespace QuantumAI.Venues.PaperServer.Exchange;

/// <content>What a step of the matching engine means for everybody and for its accounts.</content>
public sealed partial class ExchangeState
{
    private readonly List<(int Account, long ListNumber)> _lists = [];
    private long _executionId;

    private void Follow(in VenueStep step, long nowNanos)
    {
        Followed?.Invoke(step, nowNanos);
        if (!step.Change.IsEmpty)
            _changes.Add(step.Change);
        if (step.Change.Trades.Count > 0)
            TellTrades(step.Change.Trades, nowNanos);
        foreach (var told in step.Told)
            Tell(in told, nowNanos);
        TellLists(nowNanos);
        if (step.Change.Balances.Count > 0)
            TellBalances(step.Change.Balances, nowNanos);
        foreach (var order in step.Change.Orders)
            Market(order.Symbol)?.TellBest(nowNanos);
    }

    private void TellTrades(IReadOnlyList<VenueTrade> trades, long nowNanos)
    {
        var (before, taker, touched) = (0L, "", default(SymbolMarket));
        for (var i = 0; i < trades.Count; i++)
        {
            var trade = trades[i];
            if (trade.TradeId == before && touched?.Instrument.Symbol == trade.Symbol)
                continue; // the other client's half
            var isPair = i + 1 < trades.Count && trades[i + 1].TradeId == trade.TradeId && trades[i + 1].Symbol == trade.Symbol;
            var takenBy = !trade.IsMaker ? trade.VenueOrderId : isPair ? trades[i + 1].VenueOrderId : "";
            if (touched is not null && touched.Instrument.Symbol != trade.Symbol)
                touched.TellAggregates(nowNanos);
            touched = _bySymbol[trade.Symbol];
            touched.Add(
                new TapeTrade(trade.TradeId, trade.Price, trade.Quantity, trade.QuoteQuantity, nowNanos, trade.IsMaker == (trade.Side == OrderSide.Buy)),
                goesOn: before > 0 && takenBy == taker);
            (before, taker) = (trade.TradeId, takenBy);
        }

        touched?.TellAggregates(nowNanos);
    }

    private void Tell(in VenueTold told, long nowNanos)
    {
        if (told.Order is not { } order)
            return;
        if (order.ListNumber > 0 && told.Report is VenueAccepted or VenueTriggered or VenueFilled or VenueCanceled or VenueExpired)
            NoteList(told.Account, order.ListNumber);
        SpotExecution? kind = told.Report switch
        {
            VenueAccepted => SpotExecution.New,
            VenueTriggered => SpotExecution.New,
            VenueFilled => SpotExecution.Trade,
            VenueCanceled when PictureOf(order).Status == SpotOrderStatus.Canceled => SpotExecution.Canceled,
            VenueCanceled or VenueExpired => SpotExecution.Expired,
            VenuePrevented => SpotExecution.TradePrevention,
            VenueAmended when order.Reason.Length == 0 && _amendedId is not null => SpotExecution.Replaced,
            _ => null,
        };
        if (told.Report is VenueTriggered)
            NoteWorking(order, nowNanos);
        if (kind is not { } happened)
            return;
        _events.Add(new OrderTold(told.Account, PictureOf(order), happened, ++_executionId, nowNanos)
        {
            Trade = (told.Report as VenueFilled)?.Trade,
            ClientId = told.Report is VenueCanceled canceled ? canceled.CancelId : happened == SpotExecution.Replaced ? _amendedId : null,
            Prevented = told.Report as VenuePrevented,
        });
    }

    private void NoteList(int account, long listNumber)
    {
        if (!_lists.Contains((account, listNumber)))
            _lists.Add((account, listNumber));
    }

    private void TellLists(long nowNanos)
    {
        foreach (var (account, number) in _lists)
        {
            if (ListOf(Venue.Accounts[account - 1], number) is not { } list)
                continue;
            if (list.IsDone)
                _events.Add(new ListTold(account, list, SpotListStatus.AllDone, nowNanos));
            else if (list.CreatedNanos == nowNanos)
                _events.Add(new ListTold(account, list, SpotListStatus.ExecStarted, nowNanos));
            else
                _events.Add(new ListTold(account, list, SpotListStatus.Updated, nowNanos));
        }

        _lists.Clear();
    }

    private void TellBalances(IReadOnlyList<AccountBalance> balances, long nowNanos)
    {
        foreach (var balance in balances)
            _updated[balance.Account] = nowNanos;
        if (balances.All(balance => balance.Account == balances[0].Account))
        {
            _events.Add(new BalancesTold(balances[0].Account, balances, nowNanos));
            return;
        }

        foreach (var own in balances.GroupBy(balance => balance.Account))
            _events.Add(new BalancesTold(own.Key, [.. own], nowNanos));
    }

    private static long NumberOf(VenueOrder order) => long.Parse(order.VenueOrderId, CultureInfo.InvariantCulture);
}
