using QuantumAI.Domain.Orders;
using QuantumAI.Simulation.Venue;
using QuantumAI.Trading.Execution;
using QuantumAI.Venues.Binance.Parsing;

namespace QuantumAI.Venues.PaperServer.Exchange;

/// <content>Orders and lists as clients are told of them.</content>
public sealed partial class ExchangeState
{
    private readonly Dictionary<long, OrderNote> _notes = [];

    /// <summary>An order as clients see it.</summary>
    public OrderPicture PictureOf(VenueOrder order) => new(
        order, _notes.GetValueOrDefault(NumberOf(order)) ?? OrderNote.None, OrderPicture.StatusOf(order, () => HasGoneOn(order)));

    /// <summary>A list of an account by the number of its first order; null when it is not known (any more).</summary>
    public OrderListPicture? ListOf(VenueAccount account, long number)
    {
        if (account.FindNumber(number) is not { List: { Place: 0 } place } first || first.Status == VenueOrderStatus.Rejected)
            return null;
        var orders = new List<OrderPicture> { PictureOf(first) };
        for (var next = number + 1; account.FindNumber(next) is { } order && order.ListNumber == number; next++)
            orders.Add(PictureOf(order)); // the numbers of a list follow each other

        return new OrderListPicture(
            number, place.Kind, orders[0].Note.ListClientId ?? place.ListId, first.Symbol, orders.TrueForAll(order => !order.Order.IsOpen),
            first.CreatedNanos, orders.Max(order => order.Order.UpdatedNanos), orders);
    }

    /// <summary>Lists of an account, the oldest first.</summary>
    public IEnumerable<OrderListPicture> ListsOf(VenueAccount account, long fromNumber = 0) => _markets
        .SelectMany(market => account.Orders(market.Instrument.Symbol, fromNumber, int.MaxValue))
        .Where(order => order.List is { Place: 0 } && order.Status != VenueOrderStatus.Rejected)
        .Select(NumberOf).Order().Select(number => ListOf(account, number)).OfType<OrderListPicture>();

    private bool HasGoneOn(VenueOrder order)
    {
        if (order.ListNumber == 0)
            return false;
        var account = Venue.Accounts[order.Account - 1];
        for (var number = order.ListNumber; account.FindNumber(number) is { } other && other.ListNumber == order.ListNumber; number++)
        {
            if (other.VenueOrderId != order.VenueOrderId && (other.IsTriggered || !other.Filled.IsZero))
                return true;
        }

        return false;
    }

    private void Note(VenueOrder order, Func<OrderNote, OrderNote> change)
    {
        var number = NumberOf(order);
        _notes[number] = change(_notes.GetValueOrDefault(number) ?? OrderNote.None);
    }

    private void RestoreNotes()
    {
    }
}
