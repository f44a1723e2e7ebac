using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Runtime.Actors;
using QuantumAI.Trading.Market;
using QuantumAI.Trading.Portfolio;
using QuantumAI.Trading.Risk;

namespace QuantumAI.Trading.Execution;

/// <summary>What a price does to the orders that are held here: trails, lets go, ends. Belongs to the account's lane.</summary>
/// <param name="books">The account.</param>
/// <param name="riskGate">Judges releases.</param>
/// <param name="held">The orders.</param>
internal sealed class HeldPrices(AccountBooks books, ActorRef<RiskMessage> riskGate, HeldIndex held)
{
    public static OrderExpired Expired(Order order) => new(order.ClientOrderId, "its date has passed");

    /// <summary>Every held order of the symbol looks at a price that counts.</summary>
    /// <param name="told">The price.</param>
    /// <param name="nowNanos">World time.</param>
    /// <param name="slackNanos">World time that the machine may need to carry the price here.</param>
    public void Look(PriceTold told, long nowNanos, long slackNanos)
    {
        if (told is { Range: { } range, Last: { } close })
        {
            Walk(told, range with { SinceNanos = range.SinceNanos + slackNanos }, close, nowNanos);
            return;
        }

        foreach (var waiting in held.Of(told.Symbol))
        {
            var order = books.Current.Orders[waiting.ClientOrderId];
            if (order.Status == OrderStatus.Emulated && HeldLists.IsAwake(order, waiting.Others(books.Current)) && Fitted(waiting, order, told, nowNanos) is { } fitting)
                Look(waiting, fitting, told, told.For(order.Side), nowNanos);
        }
    }

    /// <summary>A bar is all there is: every order looks at one of its points before any looks at the next.</summary>
    private void Walk(PriceTold told, BarRange range, Price close, long nowNanos)
    {
        var asked = new HashSet<string>();
        foreach (var point in BarWalk.Points)
        {
            foreach (var waiting in held.Of(told.Symbol))
            {
                var order = books.Current.Orders[waiting.ClientOrderId];
                var others = waiting.Others(books.Current);
                if (order.Status != OrderStatus.Emulated || asked.Contains(order.ClientOrderId) || !HeldLists.IsAwake(order, others))
                    continue;
                if (BarWalk.PriceAt(point, order with { TrailingBest = waiting.Best }, HeldLists.AwakeNanos(order, others), range, close) is { } price
                    && Fitted(waiting, order, told, nowNanos) is { } fitting && Look(waiting, fitting, told, price, nowNanos))
                    asked.Add(order.ClientOrderId);
            }
        }
    }

    /// <summary>
    /// The order no larger than what its parent brought; null when that was nothing. The parent's end counts here before it is
    /// durable, and its own size may still wait for that: sent as it is, it would be denied, and nothing would protect the position.
    /// </summary>
    private Order? Fitted(HeldOrder waiting, Order order, PriceTold told, long nowNanos)
    {
        if (order.List?.IsChild() != true)
            return order;
        var duty = waiting.DutyIn(books.Current);
        if (duty.Stand == HeldStand.Shrink)
            books.Record([new OrderAmended(order.ClientOrderId, duty.Quantity)], nowNanos, AccountCause.Trigger(order.ClientOrderId, told.Market.Sequence));
        return duty.Stand is HeldStand.Awake or HeldStand.Shrink ? books.Current.Orders[order.ClientOrderId] : null;
    }

    /// <summary>Does what a price asks for.</summary>
    /// <returns>True when the gate was asked for the order's release.</returns>
    private bool Look(HeldOrder waiting, Order order, PriceTold told, Price price, long nowNanos)
    {
        if (waiting.Best is { } best)
            waiting.Best = HeldOrders.Better(order.Side, best, price);
        switch (HeldOrders.Decide(order, price, waiting.Best, nowNanos))
        {
            case HeldMove.Trail:
                waiting.Best ??= price;
                if (books.IsSettled || order.TrailingBest is null) // what waits for the journal does not grow with the price; memory knows the best
                    books.Record([new OrderTrailed(order.ClientOrderId, waiting.Best.Value)], nowNanos, AccountCause.Trigger(order.ClientOrderId, told.Market.Sequence));
                break;
            case HeldMove.Release:
                riskGate.TellReserved(new RequestRelease(order.ClientOrderId, price, told.Market, told.Range is null ? null : told.Last)); // bounded by the held orders
                return true;
            case HeldMove.Expire:
                books.Record([Expired(order)], nowNanos, AccountCause.Trigger(order.ClientOrderId, told.Market.Sequence));
                break;
            default:
                break;
        }

        return false;
    }
}
