using System.Globalization;
using QuantumAI.Domain;
using QuantumAI.Trading.Execution;

namespace QuantumAI.Simulation.Venue;

/// <summary>Open orders of all accounts, and the numbers of orders.</summary>
internal sealed class VenueOrders
{
    private readonly Dictionary<long, OpenOrder> _open = [];
    private long _lastNumber;

    public IReadOnlyCollection<OpenOrder> Open => _open.Values;

    /// <summary>A venue order id that was never given.</summary>
    public long NextNumber() => ++_lastNumber;

    public static string IdOf(long number) => number.ToString(CultureInfo.InvariantCulture);

    public static long NumberOf(VenueOrder order) => NumberOf(order.VenueOrderId);

    public static long NumberOf(string venueOrderId) => long.Parse(venueOrderId, CultureInfo.InvariantCulture);

    public OpenOrder? FindNumber(long number) => _open.GetValueOrDefault(number);

    public OpenOrder InEngine(long number)
    {
        Guard.That(_open.TryGetValue(number, out var order), $"an order of the engine is open at the venue, was {number}");
        return order;
    }

    /// <summary>The numbers go on behind one that was stored.</summary>
    public void NoteNumber(long number) => _lastNumber = Math.Max(_lastNumber, number);

    public void Add(OpenOrder order)
    {
        _open.Add(order.Number, order);
        order.Symbol.Open.Add(order);
        order.Account.Add(order);
    }

    public void Close(OpenOrder order)
    {
        Guard.That(!order.Order.IsOpen, "an order that leaves has ended");
        Guard.That(_open.Remove(order.Number), "an order ends once");
        order.Symbol.Open.Remove(order);
        order.Symbol.Arriving.Remove(order);
        order.Account.Close(order);
    }
}
