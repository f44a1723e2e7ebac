using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Domain.Risk;

namespace QuantumAI.Simulation.Oracles;

/// <summary>What an account must be by its journal alone, counted again in the plainest way and compared with what the system's own fold says.</summary>
/// <remarks>
/// Totals are kept per asset as sums of what was deposited, traded and paid; positions as sums of fills. Nothing here is shared with the code
/// under test but the events. Each event is checked as it comes; <see cref="Check"/> compares everything.
/// </remarks>
public sealed class AccountOracle
{
    private readonly IReadOnlyDictionary<string, Instrument> _instruments;
    private readonly LimitOracle _limits;
    private readonly Dictionary<string, Money> _totals = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Money> _fromOutside = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Agent, string Symbol), Int128> _held = [];
    private readonly Dictionary<string, OrderIntended> _intents = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string AgentId, string Symbol, OrderSide Side, Quantity Quantity)> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AccountEvent> _ends = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Int128> _filled = new(StringComparer.Ordinal);
    private readonly HashSet<(string Symbol, long TradeId, string Order)> _trades = [];
    private readonly Dictionary<string, OrderApproved> _approved = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _epochs = new(StringComparer.Ordinal);
    private readonly Action<string> _violated;

    /// <param name="instruments">What the account may trade.</param>
    /// <param name="limits">Its limits.</param>
    /// <param name="priceOf">The market's last price of a symbol; null before the first.</param>
    /// <param name="violated">Is told what does not hold, in words.</param>
    public AccountOracle(IReadOnlyDictionary<string, Instrument> instruments, RiskLimits limits, Func<string, Price?> priceOf, Action<string> violated)
    {
        (_instruments, _limits, _violated) = (instruments, new LimitOracle(limits, priceOf, violated), violated);
        Folded = new Account(instruments);
    }

    /// <summary>The system's own fold of the same events.</summary>
    public Account Folded { get; }

    /// <summary>The intent of an order; null when the journal has none.</summary>
    public OrderIntended? IntentOf(string clientOrderId) => _intents.GetValueOrDefault(clientOrderId);

    /// <summary>The ownership under which an order was last decided to be sent; 0 when the journal has none.</summary>
    public long EpochOf(string clientOrderId) => _epochs.GetValueOrDefault(clientOrderId);

    /// <summary>Takes the events of one append.</summary>
    /// <param name="events">In order.</param>
    /// <param name="epoch">Of its writer.</param>
    /// <param name="timeNanos">World time of the append.</param>
    /// <param name="moved">Is told where an order stood and what happened to it.</param>
    public void Apply(IReadOnlyList<AccountEvent> events, long epoch, long timeNanos, Action<OrderStatus, OrderMove> moved)
    {
        _approved.Clear();
        foreach (var accountEvent in events)
        {
            if (OrderEvents.MovedOrderOf(accountEvent) is { } id && Folded.Orders.TryGetValue(id, out var order) && MoveOf(accountEvent, order) is { } move)
                moved(order.Status, move);
            if (((accountEvent as OrderIntended)?.ClientOrderId ?? (accountEvent as OrderReleased)?.ClientOrderId) is { } sent)
                _epochs[sent] = epoch;
            Count(accountEvent);
            Folded.Apply(accountEvent, timeNanos);
        }
    }

    /// <summary>What the account books as come from outside, after its opening.</summary>
    public Money FromOutside(string asset) => _fromOutside.GetValueOrDefault(asset);

    /// <summary>Compares everything that was counted with the fold.</summary>
    public void Check()
    {
        foreach (var (asset, balance) in Folded.Ledger.Balances)
        {
            Must(balance.Total == _totals.GetValueOrDefault(asset), $"{asset}: the fold has {balance.Total}, the sum of what moved is {_totals.GetValueOrDefault(asset)}");
            Must(!balance.Total.IsNegative && !balance.Locked.IsNegative, $"{asset}: free {balance.Free}, reserved {balance.Locked}");
        }

        foreach (var position in Folded.Positions)
        {
            var held = _held.GetValueOrDefault((position.AgentId, position.Symbol));
            Must(position.Quantity.Units == held, $"{position.AgentId} {position.Symbol}: the position is {position.Quantity.Units}, the sum of fills {held}");
        }

        foreach (var order in Folded.OpenOrders)
            Must(!_ends.ContainsKey(order.ClientOrderId), $"{order.ClientOrderId} is open after its end");
    }

    private static OrderMove? MoveOf(AccountEvent accountEvent, Order order) => accountEvent switch
    {
        OrderAccepted => OrderMove.Accept,
        OrderTriggered => OrderMove.Trigger,
        OrderFilled fill => fill.Quantity == order.Remaining ? OrderMove.FillWhole : OrderMove.Fill,
        OrderRejected => OrderMove.Reject,
        OrderCanceled => OrderMove.Cancel,
        OrderExpired => OrderMove.Expire,
        OrderOutcomeUnknown => OrderMove.LoseTrack,
        OrderNeverArrived => OrderMove.NeverArrive,
        OrderCancelRequested => OrderMove.RequestCancel,
        OrderCancelRefused => OrderMove.RefuseCancel,
        OrderAmendRequested => OrderMove.RequestAmend,
        OrderAmendRefused => OrderMove.RefuseAmend,
        OrderAmended => OrderMove.Amend,
        OrderReleased => OrderMove.Release,
        OrderReleaseDenied => OrderMove.Deny,
        _ => null,
    };

    private void Count(AccountEvent accountEvent)
    {
        switch (accountEvent)
        {
            case AccountOpened opened:
                Add(opened.BaseCurrency, opened.Deposit);
                break;
            case AssetMoved moved:
                Add(moved.Asset, moved.Amount);
                _fromOutside[moved.Asset] = _fromOutside.GetValueOrDefault(moved.Asset) + moved.Amount;
                break;
            case OrderApproved approved:
                Must(_approved.TryAdd(approved.ClientOrderId, approved), $"{approved.ClientOrderId} is approved twice in one append");
                break;
            case OrderIntended intended:
                Must(_approved.Remove(intended.ClientOrderId, out var approval), $"{intended.ClientOrderId} is intended without an approval in the same append");
                Must(_intents.TryAdd(intended.ClientOrderId, intended), $"{intended.ClientOrderId} is intended twice");
                _known[intended.ClientOrderId] = (intended.AgentId, intended.Symbol, intended.Side, intended.Quantity);
                if (approval is not null)
                    CheckIntent(intended, approval);
                break;
            case OrderAdopted adopted:
                Must(_known.TryAdd(adopted.ClientOrderId, (adopted.AgentId, adopted.Symbol, adopted.Terms.Side, adopted.Terms.Quantity)), $"{adopted.ClientOrderId} is adopted and known");
                break;
            case OrderFilled fill:
                CountFill(fill);
                break;
            case OrderRejected or OrderCanceled or OrderExpired or OrderNeverArrived:
                var id = OrderEvents.MovedOrderOf(accountEvent)!;
                Must(!_ends.ContainsKey(id), $"{id} ends twice: {_ends.GetValueOrDefault(id)?.GetType().Name}, then {accountEvent.GetType().Name}");
                _ends[id] = accountEvent;
                break;
        }
    }

    /// <summary>What opens keeps the limits, and sets aside what it may cost.</summary>
    private void CheckIntent(OrderIntended intended, OrderApproved approval)
    {
        var terms = intended.AllTerms();
        if (!intended.ReduceOnly && intended.List?.IsChild() != true)
            _limits.Check(Folded, _held, intended, approval);
        Must(
            Folded.Risk.State == TradingState.Active || intended.ReduceOnly || LateExit.TryParse(intended.Reason, out _),
            $"{intended.ClientOrderId} is intended while the account is {Folded.Risk.State}");
        if (intended.Held == true || intended.List?.IsChild() == true || intended.ReduceOnly)
            return;
        var cost = intended.Side == OrderSide.Sell ? Money.Of(intended.Quantity) : terms.Limit is { } limit ? Money.Notional(limit, intended.Quantity) : new Money(1);
        Must(
            intended.Reserved >= cost || intended.List is not null,
            $"{intended.ClientOrderId} sets {intended.Reserved} aside and may cost {cost}");
    }

    private void CountFill(OrderFilled fill)
    {
        if (!_known.TryGetValue(fill.ClientOrderId, out var intent))
        {
            _violated($"trade {fill.TradeId} fills the unknown {fill.ClientOrderId}");
            return;
        }

        var instrument = _instruments[intent.Symbol];
        Must(_trades.Add((intent.Symbol, fill.TradeId, fill.ClientOrderId)), $"trade {fill.TradeId} of {fill.ClientOrderId} is booked twice");
        Must(
            _ends.GetValueOrDefault(fill.ClientOrderId) is null or OrderCanceled or OrderExpired,
            $"{fill.ClientOrderId} is filled after {_ends.GetValueOrDefault(fill.ClientOrderId)?.GetType().Name}");
        var filled = _filled[fill.ClientOrderId] = _filled.GetValueOrDefault(fill.ClientOrderId) + fill.Quantity.Units;
        Must(filled <= intent.Quantity.Units, $"{fill.ClientOrderId} is filled beyond its quantity");
        var isBuy = intent.Side == OrderSide.Buy;
        var quantity = Money.Of(fill.Quantity);
        Add(instrument.BaseAsset, isBuy ? quantity : -quantity);
        Add(instrument.QuoteAsset, isBuy ? -fill.QuoteQuantity : fill.QuoteQuantity);
        Add(fill.FeeAsset, -fill.Fee);
        var fee = fill.FeeAsset == instrument.BaseAsset ? FixedPoint.Rescale(fill.Fee.Units, Money.Scale, instrument.QuantityScale, Rounding.Exact) : 0;
        var key = (intent.AgentId, intent.Symbol);
        var held = _held.GetValueOrDefault(key) + (isBuy ? fill.Quantity.Units : -fill.Quantity.Units);
        _held[key] = held - (isBuy || intent.AgentId == Account.ExternalAgent ? fee : Int128.Min(fee, Int128.Max(0, held)));
    }

    private void Add(string asset, Money amount) => _totals[asset] = _totals.GetValueOrDefault(asset) + amount;

    private void Must(bool holds, string what)
    {
        if (!holds)
            _violated(what);
    }
}
