using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Portfolio;

namespace QuantumAI.Trading.Execution;

/// <summary>What is remembered of one held order beside the books.</summary>
/// <param name="order">The order as it was taken in.</param>
/// <param name="ids">The other orders of its list.</param>
internal sealed class HeldOrder(Order order, string[] ids)
{
    private readonly List<Order> _buffer = new(2);

    public string ClientOrderId { get; } = order.ClientOrderId;

    public string Symbol { get; } = order.Symbol;

    public string? ListId { get; } = order.List?.ListId;

    /// <summary>Best price seen since it began to trail; after a restart the journaled one.</summary>
    public Price? Best { get; set; } = order.TrailingBest;

    /// <summary>The other orders of its list as the books have them; valid until the next call.</summary>
    public IReadOnlyList<Order> Others(Account account)
    {
        _buffer.Clear();
        foreach (var id in ids)
        {
            if (account.Orders.TryGetValue(id, out var other))
                _buffer.Add(other);
        }

        return _buffer;
    }

    /// <summary>What it owes to the orders that it depends on.</summary>
    public HeldDuty DutyIn(Account account)
    {
        var (order, others) = (account.Orders[ClientOrderId], Others(account));
        var instrument = account.Instruments[order.Symbol];
        var brought = others.FirstOrDefault(other => other.List is { Place: 0 }) is { } parent
            ? instrument.FloorToLot(account.BroughtBy(parent)) : order.Quantity;
        return HeldLists.Of(order, others, brought, instrument);
    }
}

/// <summary>Held orders in the order of their intents, by symbol. Readers see the orders as they were when they began to read.</summary>
internal sealed class HeldIndex
{
    private readonly Dictionary<string, HeldOrder> _byId = [];
    private readonly Dictionary<string, HeldOrder[]> _bySymbol = [];

    public int Count => _byId.Count;

    public HeldOrder? Find(string clientOrderId) => _byId.GetValueOrDefault(clientOrderId);

    public bool HasAny(string symbol) => Of(symbol).Length > 0;

    public HeldOrder[] Of(string symbol) => _bySymbol.TryGetValue(symbol, out var orders) ? orders : [];

    public HeldOrder[] OfList(string listId) => [.. _byId.Values.Where(order => order.ListId == listId)];

    /// <summary>Takes an order in; one that is in already stays as it is.</summary>
    public void Add(Order order, IEnumerable<string> others)
    {
        var held = new HeldOrder(order, [.. others]);
        if (_byId.TryAdd(held.ClientOrderId, held))
            _bySymbol[held.Symbol] = [.. Of(held.Symbol), held];
    }

    public HeldOrder? Remove(string clientOrderId)
    {
        if (_byId.Remove(clientOrderId, out var held))
            _bySymbol[held.Symbol] = Array.FindAll(Of(held.Symbol), other => other != held);
        return held;
    }
}
