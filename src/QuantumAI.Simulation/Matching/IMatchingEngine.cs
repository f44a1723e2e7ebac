using QuantumAI.Domain.Orders;

namespace QuantumAI.Simulation.Matching;

/// <summary>Price–time priority books of many symbols. Pure: the same commands give the same events and the same state on every machine.</summary>
/// <remarks>Each command appends to <c>events</c> and never throws for what a user may send: a refusal is an event. Not thread safe. The rules:
/// <list type="number">
/// <item>Matching is at the maker's price, best price first, then the oldest. A slice of an iceberg that is used up is followed by the next at the end of its level.</item>
/// <item>Every symbol trades at first. While one does not, nothing enters, so nothing can be crossed or reached when it trades again; cancels,
/// reductions and dates still count.</item>
/// <item>An order is refused for the first of: symbol not trading, id in use, date passed, trigger reached, post-only would match, fill-or-kill
/// not fillable. Ids of orders that have ended are forgotten. A cancel or reduction is refused by <see cref="EngineEventKind.Rejected"/> too.</item>
/// <item>What an order has left when nothing more can be matched: expired for a market order, canceled for immediate-or-cancel.</item>
/// <item>Fill-or-kill looks ahead, icebergs' hidden parts included. It passes over own orders only where its mode expires the maker; reached in
/// any other mode but none, they make it not fillable. It counts only the first of two resting rivals of a list.</item>
/// <item>Self-trade prevention comes with a resting order's turn: first <see cref="EngineEventKind.Averted"/>, then maker, then taker; decrement takes the shown slice.</item>
/// <item>After each trade: what the maker's list does, what the taker's list does, then the trails move, and whoever the price has reached becomes
/// due, the longest waiting first. What is due becomes live when the matching in progress is over, in the order of becoming due. As
/// each order becomes due once, a cascade ends.</item>
/// <item>Live at last, an order that is post-only and would match, or fill-or-kill and cannot be filled, is canceled.</item>
/// <item>A trailing stop with an activation price begins to trail at the first last price that reached it, else at the last price; the trade that
/// begins it does not trigger it.</item>
/// <item>Rivals of a list: a trade, a trigger or the end of one cancels the other at once; prevention alone does not. Children become due when the
/// first is filled whole by a trade, and are canceled when it ends otherwise; one whose trigger has been reached by then is live at once.</item>
/// <item>Dates count when time is advanced past them, by date, then by order id; also of an order that still waits.</item>
/// </list>
/// </remarks>
public interface IMatchingEngine
{
    int Symbols { get; }

    void SetState(int symbol, SymbolState state);

    /// <summary>Says what the last trade's price was, for books that are put back: nothing is triggered by it.</summary>
    void SetLastPrice(int symbol, long price);

    /// <summary>Takes an order: accepted or rejected, then whatever it trades and triggers.</summary>
    void Submit(in EngineOrder order, long nanos, List<EngineEvent> events);

    /// <summary>Takes two or three orders that depend on each other. All are accepted, or the whole list is rejected, each order with the reason.</summary>
    void SubmitList(ContingencyKind kind, ReadOnlySpan<EngineOrder> orders, long nanos, List<EngineEvent> events);

    void Cancel(int symbol, long orderId, long nanos, List<EngineEvent> events);

    /// <summary>Makes an order's total quantity smaller, fills included; its place in the queue is kept.</summary>
    void Reduce(int symbol, long orderId, long quantity, long nanos, List<EngineEvent> events);

    /// <summary>Ends the good-till-date orders whose time has come.</summary>
    void Advance(long nanos, List<EngineEvent> events);

    /// <summary>Best price of a side, 0 when the side is empty.</summary>
    long Best(int symbol, OrderSide side);

    /// <summary>The last trade's price, 0 before the first.</summary>
    long LastPrice(int symbol);

    /// <summary>Best levels of a side with the quantity that is shown, best first; returns how many were written.</summary>
    int Depth(int symbol, OrderSide side, Span<(long Price, long Quantity)> levels);

    /// <summary>What is left of an order, shown or not; 0 when the engine does not hold it.</summary>
    long Remaining(int symbol, long orderId);

    /// <summary>Best price since a trailing stop trails; 0 before, and of every other order.</summary>
    long TrailingBest(int symbol, long orderId);

    /// <summary>What stands at an order's price before it, shown quantities; −1 when it does not rest in the book.</summary>
    long AheadOf(int symbol, long orderId);

    /// <summary>A hash over every resting and waiting order in priority order, last prices and states: equal for equal books, whatever the implementation.</summary>
    ulong StateHash();
}
