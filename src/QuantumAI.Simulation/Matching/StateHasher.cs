using QuantumAI.Domain.Orders;

namespace QuantumAI.Simulation.Matching;

/// <summary>An order-dependent 64-bit hash over numbers, the same on every machine. Not for adversaries.</summary>
internal struct StateHasher
{
    private ulong _state;

    public readonly ulong Value => _state;

    public void Add(long number)
    {
        var mixed = (_state ^ (ulong)number) * 0x9E37_79B9_7F4A_7C15UL;
        mixed = (mixed ^ (mixed >> 32)) * 0xD6E8_FEB8_6659_FD93UL;
        _state = mixed ^ (mixed >> 29);
    }

    /// <summary>An order that rests in the book: what its future depends on.</summary>
    public void AddResting(
        long orderId, OrderSide side, int account, long price, long remaining, long filled, long shown, long display, long expiresNanos)
    {
        Add(orderId);
        Add((long)side);
        Add(account);
        Add(price);
        Add(remaining);
        Add(filled);
        Add(shown);
        Add(display);
        Add(expiresNanos);
    }

    /// <summary>An order that waits, with all its terms.</summary>
    /// <param name="order">As it was submitted.</param>
    /// <param name="remaining">After reductions.</param>
    /// <param name="trailingBest">Best price since a trailing stop trails, 0 before.</param>
    public void AddWaiting(in EngineOrder order, long remaining, long trailingBest)
    {
        Add(order.OrderId);
        Add(order.Account);
        Add((long)order.Side);
        Add((long)order.Type);
        Add(remaining);
        Add(order.Limit);
        Add(order.Trigger);
        Add(order.TrailingPpm);
        Add((long)order.TimeInForce);
        Add(order.ExpiresNanos);
        Add(order.IsPostOnly ? 1 : 0);
        Add(order.Display);
        Add((long)order.SelfTrade);
        Add(trailingBest);
    }
}
