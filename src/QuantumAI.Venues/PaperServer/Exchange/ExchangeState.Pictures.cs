using QuantumAI.Simulation.Venue;
using QuantumAI.Trading.Execution;

namespace QuantumAI.Venues.PaperServer.Exchange;

/// <content>Orders and lists as clients are told of them.</content>
public sealed partial class ExchangeState
{
    private const int MostWorking = 100_000;
    private readonly Dictionary<long, long> _workingSince = [];

    /// <summary>An order as clients see it.</summary>
    public OrderPicture PictureOf(VenueOrder order) => new(
        order, OrderPicture.StatusOf(order, () => HasGoneOn(order)), _workingSince.GetValueOrDefault(NumberOf(order)));

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

    /// <summary>Remembers when an order came to the book later than it was made; not over a restart.</summary>
    private void NoteWorking(VenueOrder order, long nowNanos)
    {
        if (_workingSince.Count >= MostWorking)
            _workingSince.Clear();
        _workingSince[NumberOf(order)] = nowNanos;
    }
}
