using QuantumAI.Domain.Orders;

namespace QuantumAI.Simulation.Matching;

/// <summary>Price–time priority books of many symbols. Pure: the same commands give the same events and the same state on every machine.</summary>
/// <remarks>Each command appends to <c>events</c> and never throws for what a user may send: a refusal is an event. Not thread safe.</remarks>
public interface IMatchingEngine
{
    int Symbols { get; }

    void SetState(int symbol, SymbolState state);

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

    /// <summary>What stands at an order's price before it, shown quantities; −1 when it does not rest in the book.</summary>
    long AheadOf(int symbol, long orderId);

    /// <summary>A hash over every resting and waiting order in priority order, last prices and states: equal for equal books, whatever the implementation.</summary>
    ulong StateHash();
}
