using QuantumAI.Domain.Ledger;
using QuantumAI.Domain.Market;
using QuantumAI.Trading.Execution;
using QuantumAI.Venues.Binance.Parsing;
using QuantumAI.Venues.Binance.Rest;
using QuantumAI.Venues.Binance.Symbols;
using QuantumAI.Venues.Contract;

namespace QuantumAI.Venues.Binance.Gateway;

/// <content>What the venue answers.</content>
public sealed partial class GatewayActor
{
    private void HearAnswer(PendingCall pending, SpotAnswer answer)
    {
        if (OrderOutcomes.IsKeyRefused(answer))
            RefuseKey(answer.Detail);
        try
        {
            Hear(pending, answer);
        }
        catch (PayloadException refused)
        {
            // It succeeded and nobody understands how: that is an unknown outcome.
            notify(new VenueNotice(IsAlarm: true, $"an answer of the venue cannot be read: {refused.Message}"));
            if ((pending as PendingSearch)?.Search is { } unread)
                SearchAgain(unread, refused.Message);
            else if (pending is PendingOrderTrades trades)
                SearchAgain(trades.Search, refused.Message);
        }
    }

    private void Hear(PendingCall pending, SpotAnswer answer)
    {
        switch (pending)
        {
            case PendingSubmit submit:
                HearSubmit(submit, answer);
                break;
            case PendingCancel cancel:
                HearCancel(cancel, answer);
                break;
            case PendingAmend amend:
                HearAmend(amend, answer);
                break;
            case PendingSearch { Search: var search }:
                HearSearch(search, answer);
                break;
            case PendingOrderTrades trades:
                HearOrderTrades(trades, answer);
                break;
            case PendingTrades { Search: var search }:
                HearTrades(search, answer);
                break;
            case PendingOrders { Search: var search }:
                HearOrders(search, answer);
                break;
            case PendingBalances balances when answer.IsSuccess:
                balances.Asker.TellReserved(new VenueBalances(SpotAccount.Account(Payload.Open("account", answer.Body)).Balances
                    .ToDictionary(balance => balance.Asset, balance => new Balance(balance.Free, balance.Locked), StringComparer.Ordinal)));
                break;
            case PendingOpenOrders open when answer.IsSuccess:
                HearOpenOrders(open, answer);
                break;
            case PendingSymbols found:
                HearSymbols(found, answer);
                break;
            case PendingProbe:
                HearProbe(answer);
                break;
            default:
                break; // a query without an answer: whoever waits asks again
        }
    }

    private void HearSubmit(PendingSubmit submit, SpotAnswer answer)
    {
        var margin = UnixNanos.From(settings.AbsenceMargin) + clock.UncertaintyNanos;
        foreach (var id in submit.ClientOrderIds)
        {
            if (_tracker.Find(id) is { } order)
                order.Absence = new AbsenceProof(answer.ValidUntilNanos + margin, 0);
        }

        switch (OrderOutcomes.OfNew(answer))
        {
            case OrderProof.Done:
                foreach (var key in KeysOf(submit, answer))
                    Tell(key.ClientOrderId, new VenueAccepted(key.ClientOrderId, OrderViews.Id(key.OrderId)));
                break;
            case OrderProof.Refused:
                foreach (var id in submit.ClientOrderIds)
                    Tell(id, new VenueRejected(id, answer.Detail));
                if (answer.Error is { } error && Errors.SpotErrors.Find(error.Code) is null)
                    notify(new VenueNotice(IsAlarm: true, $"the venue refused an order with a code that is not documented: {answer.Detail}"));
                break;
            default:
                notify(new VenueNotice(IsAlarm: false, $"nobody knows yet what became of {string.Join(", ", submit.ClientOrderIds)}: {answer.Detail}"));
                break;
        }
    }

    private static IReadOnlyList<OrderKey> KeysOf(PendingSubmit submit, SpotAnswer answer)
    {
        var root = Payload.Open("order", answer.Body);
        return submit.ClientOrderIds.Count == 1 ? [SpotOrders.Order(root).Key] : SpotOrders.List(root).Orders;
    }

    private void HearCancel(PendingCancel cancel, SpotAnswer answer)
    {
        var id = cancel.ClientOrderId;
        if (_tracker.Find(id) is not { } order)
            return;
        switch (OrderOutcomes.OfCancel(answer))
        {
            case OrderProof.Done:
                HearCanceled(cancel, Payload.Open("cancel", answer.Body));
                break;
            // “Unknown order” of one that may still be on its way proves nothing: it could arrive after its cancel.
            case OrderProof.Refused when order.OrderId is not null || clock.VenueNanos(Context.NowNanos) > order.Absence.ValidUntilNanos:
                Tell(id, new VenueCancelRefused(id, answer.Detail));
                break;
            default:
                break;
        }
    }

    /// <summary>The end of one order of a list ends the whole list, and the answer tells it whole.</summary>
    private void HearCanceled(PendingCancel cancel, WireValue answer)
    {
        foreach (var report in answer.Names("contingencyType") ? SpotOrders.List(answer).Reports : [SpotOrders.Order(answer)])
        {
            var id = OrderViews.ClientIdOf(report.Key);
            if (_tracker.Find(id) is not { IsEnded: false } order)
                continue;
            order.OrderId ??= report.Key.OrderId;
            // With fills that were not told the cancel is not told alone: they come with the whole order.
            if (report.State is { } state && state.Filled.TryQuantity(order.Instrument, out var filled) && filled == order.Filled && state.Status.Value == SpotOrderStatus.Canceled)
                Tell(id, new VenueCanceled(id, "canceled", id == cancel.ClientOrderId ? cancel.CancelId : null));
            else
                Look(id, order);
        }
    }

    private void HearAmend(PendingAmend amend, SpotAnswer answer)
    {
        switch (OrderOutcomes.OfAmend(answer))
        {
            case OrderProof.Done:
                var told = SpotOrders.Amend(Payload.Open("amend", answer.Body)).Order.State;
                var quantity = _tracker.Find(amend.ClientOrderId) is { } order && told is { } state && state.Quantity.TryQuantity(order.Instrument, out var exact) ? exact : amend.Quantity;
                Tell(amend.ClientOrderId, new VenueAmended(amend.ClientOrderId, quantity));
                break;
            case OrderProof.Refused:
                Tell(amend.ClientOrderId, new VenueAmendRefused(amend.ClientOrderId, answer.Detail));
                break;
            default:
                break;
        }
    }

    private void HearOpenOrders(PendingOpenOrders open, SpotAnswer answer)
    {
        var orders = new List<VenueOrder>();
        foreach (var report in SpotOrders.Orders(Payload.Open("openOrders", answer.Body)))
        {
            if (InstrumentOf(report.Key.Symbol) is not { } instrument)
                continue; // of a symbol that is not traded here: what it does is seen in the balances
            if (OrderViews.Order(report, instrument, OrderViews.ClientIdOf(report.Key)) is not { } order)
            {
                notify(new VenueNotice(IsAlarm: true, $"the open order {report.Key.ClientOrderId} of {report.Key.Symbol} cannot be represented: the books are not compared"));
                return;
            }

            orders.Add(order);
        }

        open.Asker.TellReserved(new VenueOpenOrders(orders));
    }

    private void HearSymbols(PendingSymbols found, SpotAnswer answer)
    {
        Context.StartTimer(nameof(SymbolsDue), Context.Lane.World.PatienceNanos(settings.SymbolsAnew), new SymbolsDue());
        if (!answer.IsSuccess)
        {
            if (answer.Error?.Code == (int)Errors.SpotErrorCode.BadSymbol)
                foreach (var instrument in symbols.TakeOff(answer.Detail))
                    ShowChange(instrument);
            return;
        }

        var info = ExchangeInfo.Read(Payload.Open("exchangeInfo", answer.Body));
        desk.Tell(new LimitsFound(info.RateLimits));
        foreach (var instrument in symbols.Take(info))
            ShowChange(instrument);
    }

    private void ShowChange(VenueInstrument instrument)
    {
        notify(new VenueNotice(
            IsAlarm: instrument.OpensNothing is not null,
            $"the venue describes {instrument.Instrument.Symbol} anew: {instrument.Status}{(instrument.OpensNothing is { } why ? $", it opens nothing: {why}" : "")}"));
        changed(instrument);
    }

    private void HearProbe(SpotAnswer answer)
    {
        if (_keyRefusal is null)
            return;
        if (answer.IsSuccess)
        {
            _keyRefusal = null;
            Relink(null);
        }
        else if (!OrderOutcomes.IsKeyRefused(answer))
        {
            Context.StartTimer(nameof(KeyProbeDue), Context.Lane.World.PatienceNanos(ProbePause), new KeyProbeDue());
        }
    }
}
