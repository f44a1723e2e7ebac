using QuantumAI.Domain.Market;
using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Runtime.Actors;
using QuantumAI.Trading.Market;
using QuantumAI.Trading.Portfolio;
using QuantumAI.Trading.Risk;

namespace QuantumAI.Trading.Execution;

/// <summary>Keeps the orders that are held here: follows their prices, asks for their release, ends them with what they depend on. One per account.</summary>
/// <remarks>
/// Everything but a trailing stop's last steps is in the books, and every duty is a function of where the orders stand there, so a
/// restart at any moment goes on where the journal ends. Nothing is decided on data that is gapped, crossed or stale. The gate
/// answers a release in the turn that asks; an order that is still held at the next price was not judged, and is asked for again.
/// </remarks>
/// <param name="books">The account.</param>
/// <param name="riskGate">Judges releases.</param>
/// <param name="orders">Cancels and amends.</param>
/// <param name="watchers">Who knows the prices, by symbol.</param>
/// <param name="staleAfterNanos">World time after which a price is too old to decide on.</param>
public sealed class HeldOrdersActor(
    AccountBooks books, ActorRef<RiskMessage> riskGate, ActorRef<OrderMessage> orders, IReadOnlyDictionary<string, ActorRef<MarketEvent>> watchers,
    long staleAfterNanos) : Actor<ExecutionMessage>
{
    /// <summary>Machine time that a price may spend on its way here before its age counts.</summary>
    private static readonly TimeSpan MachineSlack = TimeSpan.FromMilliseconds(250);
    private readonly HeldIndex _held = new();
    private HeldPrices? _prices;

    /// <summary>Entries, by symbol, whose late fills lack exits.</summary>
    private readonly List<(string Symbol, string EntryId)> _late = [];

    protected override void OnStart()
    {
        _prices = new HeldPrices(books, riskGate, _held);
        books.BecameDurable += OnDurable;
        var known = books.Current.OpenOrders.Where(order => order.Status == OrderStatus.Emulated)
            .OrderBy(order => order.IntendedNanos).ThenBy(order => order.ClientOrderId, StringComparer.Ordinal).ToList();
        foreach (var order in known)
            Hold(order);
        foreach (var order in known)
            Settle(_held.Find(order.ClientOrderId)!);
        foreach (var entryId in books.Current.LateEntries.Ids)
            FollowLate(entryId);
    }

    protected override void Receive(in ExecutionMessage message)
    {
        switch (message)
        {
            case PriceTold told:
                Look(told);
                break;
            case DatePassed { ClientOrderId: var id } when books.Current.Orders.TryGetValue(id, out var order) && order.Status == OrderStatus.Emulated:
                books.Record([HeldPrices.Expired(order)], Context.NowNanos, AccountCause.Deadline(id));
                break;
            case DatePassed:
                break;
            default:
                throw new NotSupportedException($"the held orders' actor does not know {message.GetType().Name}");
        }
    }

    private void OnDurable(AccountEvent accountEvent)
    {
        if (accountEvent is OrderIntended { Held: true } intended && books.Current.Orders.TryGetValue(intended.ClientOrderId, out var order) && order.Status == OrderStatus.Emulated)
            Hold(order);
        else if (accountEvent is OrderDenied { Reason: var reason } && LateExit.TryParse(reason, out var denied))
            EndLate(entry => entry.EntryId == denied); // it was judged: the denial is told, and asking again would change nothing
        else if (OrderEvents.MovedOrderOf(accountEvent) is { } id)
        {
            if (accountEvent is OrderFilled)
                FollowLate(id);
            if (_held.Count > 0)
                Follow(id);
        }
    }

    /// <summary>Asks for the exits of what an entry brought after its end, now and at each price until they are in the books or denied.</summary>
    private void FollowLate(string entryId)
    {
        if (books.Current.LateExitsOf(entryId).Count == 0)
            return;
        var symbol = books.Current.Orders[entryId].Symbol;
        FollowPrices(symbol);
        if (!_late.Contains((symbol, entryId)))
            _late.Add((symbol, entryId));
        riskGate.TellReserved(new RequestLateExits(entryId)); // one per late fill and price; answered in the turn that hears it
    }

    private void EndLate(Predicate<(string Symbol, string EntryId)> isOver)
    {
        foreach (var (symbol, _) in _late.FindAll(isOver))
        {
            _late.RemoveAll(isOver);
            UnfollowIdle(symbol);
        }
    }

    private void FollowPrices(string symbol)
    {
        if (!IsFollowed(symbol) && watchers.TryGetValue(symbol, out var watcher))
            watcher.Signal(new FollowPrices(Context.Self));
    }

    private void UnfollowIdle(string symbol)
    {
        if (!IsFollowed(symbol) && watchers.TryGetValue(symbol, out var watcher))
            watcher.Signal(new UnfollowPrices(Context.Self));
    }

    private bool IsFollowed(string symbol) => _held.HasAny(symbol) || _late.Exists(entry => entry.Symbol == symbol);

    /// <summary>An order moved: it is held no more, or one that is held depends on it.</summary>
    private void Follow(string clientOrderId)
    {
        if (!books.Current.Orders.TryGetValue(clientOrderId, out var order))
            return;
        if (order.Status != OrderStatus.Emulated && _held.Remove(clientOrderId) is { } gone)
        {
            Context.CancelTimer(clientOrderId);
            UnfollowIdle(gone.Symbol);
        }

        if (order.List is not { } place)
            return;
        foreach (var held in _held.OfList(place.ListId))
            Settle(held);
    }

    private void Hold(Order order)
    {
        FollowPrices(order.Symbol);
        _held.Add(order, OthersOf(order));
        if (order.Terms.TimeInForce == TimeInForce.GoodTilDate)
            Context.StartTimer(order.ClientOrderId, Math.Max(0, order.Terms.ExpiresNanos - Context.NowNanos), new DatePassed(order.ClientOrderId));
    }

    private IEnumerable<string> OthersOf(Order order) => order.List is not { } place ? [] : books.Current.Orders.Values
        .Where(other => other.List?.ListId == place.ListId && other.ClientOrderId != order.ClientOrderId).Select(other => other.ClientOrderId);

    /// <summary>Does what the order owes to those that it depends on.</summary>
    private void Settle(HeldOrder held)
    {
        var order = books.Current.Orders[held.ClientOrderId];
        if (order.Status != OrderStatus.Emulated)
            return;
        var duty = held.DutyIn(books.Current);
        if (duty.Stand == HeldStand.Cancel)
            orders.TellReserved(new RequestCancel(order.ClientOrderId, duty.Reason));
        else if (duty.Stand == HeldStand.Shrink)
            orders.TellReserved(new RequestAmend(order.ClientOrderId, duty.Quantity));
    }

    private void Look(PriceTold told)
    {
        if (_late.Count > 0)
        {
            EndLate(entry => books.Current.LateExitsOf(entry.EntryId).Count == 0);
            foreach (var (_, entryId) in _late.FindAll(entry => entry.Symbol == told.Symbol))
                riskGate.TellReserved(new RequestLateExits(entryId));
        }

        var age = Context.NowNanos - told.Market.ReceivedNanos;
        if (told.Market.IsUsable && age <= staleAfterNanos + Context.Lane.World.PatienceNanos(MachineSlack))
            _prices!.Look(told, Context.NowNanos, Context.Lane.World.PatienceNanos(MachineSlack));
    }

    private sealed record DatePassed(string ClientOrderId) : ExecutionMessage;
}
