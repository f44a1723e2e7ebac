using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;
using QuantumAI.Runtime.Actors;
using QuantumAI.Trading.Execution;
using QuantumAI.Venues.Binance.Parsing;
using QuantumAI.Venues.Binance.Rest;
using QuantumAI.Venues.Binance.Settings;
using QuantumAI.Venues.Binance.Symbols;
using QuantumAI.Venues.Contract;

namespace QuantumAI.Venues.Binance.Gateway;

/// <summary>An account at the venue, as trading sees it: takes its requests, tells it the venue's reports. One for each account.</summary>
/// <remarks>
/// An order is sent once. What an answer proves stands in <see cref="OrderOutcomes"/>, what an event means in <see cref="ExecutionReading"/>; where neither
/// proves anything, nothing is said, and whoever waits asks. An order is called missing when <see cref="AbsenceProof"/> is complete and no trade is its.
/// Orders that nobody here placed go to whoever follows the account.
/// </remarks>
public sealed partial class GatewayActor(
    ActorRef<DeskMessage> desk, VenueClock clock, SymbolBoard symbols, BinanceSettings settings, Action<VenueNotice> notify, Action<VenueLink> linked,
    Action<VenueInstrument> changed) : Actor<GatewayMessage>
{
    private static readonly TimeSpan ProbePause = TimeSpan.FromSeconds(30);
    private readonly OrderTracker _tracker = new();
    private ActorRef<OrderMessage>? _follower;
    private long _startedVenueNanos;
    private bool _isStreamUp;
    private string? _keyRefusal;
    private VenueLink _link = VenueLink.Connecting;

    protected override void OnStart()
    {
        _startedVenueNanos = clock.VenueNanos(Context.NowNanos);
        Context.StartTimer(nameof(SymbolsDue), Context.Lane.World.PatienceNanos(settings.SymbolsAnew), new SymbolsDue());
    }

    protected override void Receive(in GatewayMessage message)
    {
        switch (message)
        {
            case VenueAsked asked:
                Handle(asked.Request);
                break;
            case CallEnded ended:
                HearAnswer(ended.Pending, ended.Answer);
                break;
            case UserEventCame happened:
                HearEvent(happened.Event);
                break;
            case UserLinkUp:
                if (_isStreamUp)
                    Relink("the connection was replaced");
                _isStreamUp = true;
                Relink(null);
                break;
            case UserLinkDown down:
                _isStreamUp = false;
                Relink(down.Reason);
                break;
            case UserEventsMissed missed:
                Miss(missed.Reason);
                break;
            case KeyRefused refused:
                RefuseKey(refused.Reason);
                break;
            case FindDue due:
                Search(due.Search);
                break;
            case SymbolsDue:
                Ask(SpotCalls.ExchangeInfo(symbols.Names), new PendingSymbols(-1));
                break;
            case KeyProbeDue:
                Ask(SpotCalls.Account, new PendingProbe());
                break;
            default:
                throw new NotSupportedException($"the gateway does not know {message.GetType().Name}");
        }
    }

    private void Handle(VenueRequest request)
    {
        switch (request)
        {
            case SubmitOrder submit:
                Submit([(submit.ClientOrderId, submit.Terms)], submit.Symbol, submit.ReplyTo, () => SpotCalls.Place(
                    new OrderTicket(submit.Symbol, new OrderLeg(submit.Terms, submit.ClientOrderId), SpotAnswerForm.Ack)), OrderParameters.WhyNot(submit.Terms));
                break;
            case SubmitOrderList list:
                SubmitList(list);
                break;
            case CancelOrder cancel when _tracker.Find(cancel.ClientOrderId) is { } order:
                order.Listener = cancel.ReplyTo;
                Ask(SpotCalls.Cancel(order.Instrument.Symbol, cancel.ClientOrderId, cancel.CancelId), new PendingCancel(cancel.ClientOrderId, cancel.CancelId));
                break;
            case AmendOrder amend when _tracker.Find(amend.ClientOrderId) is { } order:
                order.Listener = amend.ReplyTo;
                Ask(SpotCalls.Amend(order.Instrument.Symbol, amend.ClientOrderId, amend.Quantity), new PendingAmend(amend.ClientOrderId, amend.Quantity));
                break;
            case CancelOrder { ClientOrderId: var id }:
                Search(new OrderSearch(id, null, symbols.Names, request.ReplyTo, request));
                break;
            case AmendOrder { ClientOrderId: var id }:
                Search(new OrderSearch(id, null, symbols.Names, request.ReplyTo, request));
                break;
            case QueryOrder query:
                Search(new OrderSearch(query.ClientOrderId, null, _tracker.Find(query.ClientOrderId) is { } known ? [known.Instrument.Symbol] : symbols.Names, query.ReplyTo));
                break;
            case QueryBalances query:
                Ask(SpotCalls.Account, new PendingBalances(query.ReplyTo));
                break;
            case QueryOpenOrders query:
                Ask(SpotCalls.OpenOrders, new PendingOpenOrders(query.ReplyTo));
                break;
            case QueryTrades query:
                SearchTrades(new TradeSearch([query.Symbol], query.SinceNanos, query.ReplyTo, null, [], []));
                break;
            case FollowAccount follow:
                _follower = follow.ReplyTo;
                if (_link != VenueLink.Linked)
                    _follower.TellReserved(new VenueLinkLost(_keyRefusal ?? "the account's events do not come yet"));
                break;
            default:
                throw new NotSupportedException($"the gateway does not know {request.GetType().Name}");
        }
    }

    private void SubmitList(SubmitOrderList list)
    {
        var orders = list.Orders;
        var why = OrderListParameters.WhyNot(list.Kind, [.. orders.Select(order => order.Terms)]);
        var pair = orders.Count - 2;
        if (why is not null && list.Kind != ContingencyKind.OneTriggersOther)
        {
            // The venue wants the upper of the two first; trading says which two, not which is above.
            IReadOnlyList<(string ClientOrderId, OrderTerms Terms)> swapped = [.. orders.Take(pair), orders[pair + 1], orders[pair]];
            if (OrderListParameters.WhyNot(list.Kind, [.. swapped.Select(order => order.Terms)]) is null)
                (orders, why) = (swapped, null);
        }

        var listId = $"{list.Orders[0].ClientOrderId}-l";
        Submit(list.Orders, list.Symbol, list.ReplyTo, () => SpotCalls.PlaceList(new OrderListTicket(
            list.Symbol, list.Kind, [.. orders.Select(order => new OrderLeg(order.Terms, order.ClientOrderId))], RequestParameters.IsClientId(listId) ? listId : null, SpotAnswerForm.Ack)), why);
    }

    private void Submit(IReadOnlyList<(string ClientOrderId, OrderTerms Terms)> orders, string symbol, ActorRef<OrderMessage> asker, Func<SpotCall> call, string? whyNot)
    {
        if (orders.Any(order => _tracker.Find(order.ClientOrderId) is not null))
        {
            foreach (var (id, _) in orders)
                Handle(new QueryOrder(id, asker)); // sent before: what became of it is the only true answer
            return;
        }

        var reason = symbols.Find(symbol) is null ? $"{symbol} is not traded in this session"
            : orders.Select(order => RequestParameters.IsClientId(order.ClientOrderId) ? symbols.WhyNot(symbol, order.Terms) : "the venue does not take such client order ids")
                .FirstOrDefault(found => found is not null) ?? whyNot ?? _keyRefusal;
        if (reason is not null)
        {
            foreach (var (id, _) in orders)
                asker.TellReserved(new VenueRejected(id, reason));
            return;
        }

        foreach (var (id, _) in orders)
            _tracker.Track(id, symbols.Find(symbol)!, asker).Absence = new AbsenceProof(long.MaxValue, 0); // on its way: nothing proves its absence
        Ask(call(), new PendingSubmit([.. orders.Select(order => order.ClientOrderId)]));
    }

    private void Ask(SpotCall call, PendingCall pending)
    {
        var self = Context.Self;
        desk.Tell(new AskVenue(call, answer => self.TellReserved(new CallEnded(pending, answer))));
    }

    /// <summary>Tells whoever placed the order, and remembers what was told.</summary>
    private void Tell(string clientOrderId, VenueReport report)
    {
        if (_tracker.Find(clientOrderId) is not { Listener: { } listener } order)
            return;
        order.Note(report);
        listener.TellReserved(report);
        if (report is VenueRejected or VenueExpired or VenueCanceled || report is VenueOrderState { Order.IsOpen: false } or VenueOrderState { Order: null })
            _tracker.End(clientOrderId);
    }

    /// <summary>The link is what stream and key make of it; whoever follows the account hears of every change.</summary>
    private void Relink(string? reason)
    {
        var link = _isStreamUp && _keyRefusal is null && reason is null ? VenueLink.Linked : VenueLink.Lost;
        if (link == _link)
            return;
        if (link == VenueLink.Lost && _link == VenueLink.Connecting)
            return; // not yet there is not lost
        _link = link;
        linked(link);
        if (link == VenueLink.Linked)
        {
            _follower?.TellReserved(new VenueLinkRestored());
            return;
        }

        notify(new VenueNotice(IsAlarm: true, $"the link to the account is lost: {reason ?? _keyRefusal}"));
        _follower?.TellReserved(new VenueLinkLost(reason ?? _keyRefusal ?? "the account's events do not come"));
    }

    /// <summary>Something was not heard though the link stands: the same as if it had been lost for a moment.</summary>
    private void Miss(string reason)
    {
        if (_link != VenueLink.Linked)
            return;
        Relink(reason);
        Relink(null);
    }

    private void RefuseKey(string reason)
    {
        if (_keyRefusal is null)
            notify(new VenueNotice(IsAlarm: true, $"the venue refuses the key: {reason}"));
        _keyRefusal = $"the venue refuses the key: {reason}";
        Relink(_keyRefusal);
        Context.StartTimer(nameof(KeyProbeDue), Context.Lane.World.PatienceNanos(ProbePause), new KeyProbeDue());
    }

    private Instrument? InstrumentOf(string symbol) => symbols.Find(symbol);
}
