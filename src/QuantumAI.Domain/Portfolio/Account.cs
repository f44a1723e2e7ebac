using QuantumAI.Domain.Execution;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Ledger;
using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Positions;

namespace QuantumAI.Domain.Portfolio;

/// <summary>An account folded from its events, and from nothing else: orders, positions per agent, ledger, limits' reference points.</summary>
/// <remarks>Not thread safe; belongs to one lane. Applying the same events gives the same state.</remarks>
public sealed partial class Account(IReadOnlyDictionary<string, Instrument> instruments)
{
    /// <summary>The book of what was done at the venue and not by an agent here.</summary>
    public const string ExternalAgent = "external";
    private const int MostClosedOrders = 1_000;
    private const int MostTransfers = 10_000;
    private readonly Dictionary<string, Order> _orders = [];
    private readonly Dictionary<string, Order> _open = [];
    private readonly Dictionary<string, Dictionary<long, OrderFilled>> _fills = [];
    private readonly Queue<string> _closed = new();
    private readonly HashSet<string> _transfers = [];
    private readonly Queue<string> _transferOrder = new();
    private readonly Dictionary<string, long> _externalTrades = new(StringComparer.Ordinal);
    private readonly SortedDictionary<(string AgentId, string Symbol), Position> _positions = [];
    private readonly SortedDictionary<(string AgentId, string Asset), Money> _otherFees = [];
    private RunningTotals? _totals;

    public string Name { get; private set; } = "";

    /// <summary>Which part of an account that several streams share; 0 when it is whole.</summary>
    public int Shard { get; private set; }

    /// <summary>The currency that equity and limits are counted in.</summary>
    public string BaseCurrency { get; private set; } = "";

    public bool IsOpened => Name.Length > 0;

    /// <summary>World time of its opening: what was traded before is in its first balances.</summary>
    public long OpenedNanos { get; private set; }

    /// <summary>True when the account may borrow: only then may its positions together be short.</summary>
    public bool IsMargin { get; private set; }

    /// <summary>How many orders were ever intended: the next one's number is one more.</summary>
    public long Intents { get; private set; }

    /// <summary>The number of the intent that an id of this account names; null for an id that somebody else made.</summary>
    public long? SequenceOf(string clientOrderId) => ClientOrderId.SequenceOf(Name, clientOrderId, Shard);

    /// <summary>The client order id of the intent that comes after <paramref name="ahead"/> others.</summary>
    public string NextOrderId(int ahead = 0) => ClientOrderId.For(Name, Intents + 1 + ahead, Shard);

    public AssetLedger Ledger { get; } = new();

    public IReadOnlyDictionary<string, Instrument> Instruments { get; } = instruments;

    /// <summary>Open orders and the most recent closed ones, by client order id.</summary>
    public IReadOnlyDictionary<string, Order> Orders => _orders;

    public IReadOnlyCollection<Order> OpenOrders => _open.Values;

    /// <summary>One per agent and symbol that ever traded.</summary>
    public IReadOnlyCollection<Position> Positions => _positions.Values;

    /// <summary>Fees that no position's cost has, by agent and asset: of an asset that the order neither bought nor sold, or beyond what its position held.</summary>
    public IReadOnlyDictionary<(string AgentId, string Asset), Money> OtherFees => _otherFees;

    /// <summary>Parent orders that are being worked off.</summary>
    public AlgorithmBook Algorithms { get; } = new();

    /// <summary>Entries that were filled after their end.</summary>
    public LateEntries LateEntries { get; } = new();

    public AccountRisk Risk { get; private set; } = AccountRisk.Start;

    public Position PositionOf(string agentId, string symbol) =>
        _positions.TryGetValue((agentId, symbol), out var position) ? position : Position.Flat(agentId, Instruments[symbol]);

    /// <summary>The fill of this order with this trade id, if it has been applied.</summary>
    public OrderFilled? AppliedFill(string clientOrderId, long tradeId) => _fills.GetValueOrDefault(clientOrderId)?.GetValueOrDefault(tradeId);

    /// <summary>What an order brought into its position so far: its fills, for a purchase less the fees that were taken from them.</summary>
    public Quantity BroughtBy(Order order)
    {
        var instrument = Instruments[order.Symbol];
        if (order.Side != OrderSide.Buy || !_fills.TryGetValue(order.ClientOrderId, out var fills))
            return order.Filled;
        var brought = order.Filled;
        foreach (var fill in fills.Values)
        {
            if (fill.FeeAsset == instrument.BaseAsset)
                brought -= AsQuantity(fill.Fee, instrument);
        }

        return brought;
    }

    /// <summary>The highest trade id of a symbol among orders that others placed; 0 when there is none.</summary>
    public long LastExternalTradeId(string symbol) => _externalTrades.GetValueOrDefault(symbol);

    /// <summary>Whether a transfer with this id of the venue is in the books; of the last ones.</summary>
    public bool KnowsTransfer(string transferId) => _transfers.Contains(transferId);

    /// <summary>The exits that an entry's late fills still lack, by their terms; none for every other order.</summary>
    public IReadOnlyList<OrderTerms> LateExitsOf(string entryId)
    {
        if (!LateEntries.Has(entryId))
            return [];
        var entry = _orders[entryId];
        var (instrument, position) = (Instruments[entry.Symbol], PositionOf(entry.AgentId, entry.Symbol).Quantity);
        return LateEntries.Missing(entryId, BroughtBy(entry), entry.Side == OrderSide.Buy ? position : -position, instrument);
    }

    /// <summary>Applies one event. Guards hold in every build; a broken one means that the history is not ours.</summary>
    public void Apply(AccountEvent accountEvent, long timeNanos)
    {
        switch (accountEvent)
        {
            case AccountOpened opened:
                Guard.That(!IsOpened, "an account is opened once");
                (Name, Shard, BaseCurrency, IsMargin) = (opened.Account, opened.Shard ?? 0, opened.BaseCurrency, opened.Margin ?? false);
                OpenedNanos = timeNanos;
                if (IsMargin)
                    Ledger.AllowBorrowing();
                Ledger.Deposit(opened.BaseCurrency, opened.Deposit);
                break;
            case AssetMoved moved:
                Move(moved);
                break;
            case OrderIntended intended:
                Intend(intended, timeNanos);
                break;
            case OrderAdopted adopted:
                Adopt(adopted, timeNanos);
                break;
            case OrderReleased released:
                Release(released, timeNanos);
                break;
            case OrderTrailed trailed:
                var trailing = _orders[trailed.ClientOrderId];
                Guard.That(trailing.Status == OrderStatus.Emulated, $"only a held order trails, {trailed.ClientOrderId} was {trailing.Status}");
                Put(trailing with { TrailingBest = trailed.Best, UpdatedNanos = timeNanos });
                break;
            case OrderFilled filled:
                Fill(filled, timeNanos);
                break;
            case OrderAmended amended:
                Amend(amended, timeNanos);
                break;
            case OrderRejected { Reason: var reason } rejected:
                Close(rejected.ClientOrderId, OrderMove.Reject, timeNanos, reason);
                break;
            case OrderCanceled { Reason: var reason } canceled:
                Close(canceled.ClientOrderId, OrderMove.Cancel, timeNanos, reason);
                break;
            case OrderExpired { Reason: var reason } expired:
                Close(expired.ClientOrderId, OrderMove.Expire, timeNanos, reason);
                break;
            case OrderReleaseDenied { Detail: var detail } denied:
                Close(denied.ClientOrderId, OrderMove.Deny, timeNanos, detail);
                break;
            case OrderNeverArrived never:
                Close(never.ClientOrderId, OrderMove.NeverArrive, timeNanos, "the venue never had it");
                break;
            case EquityMarked or TradingHalted or TradingResumed:
                Risk = Risk.Apply(accountEvent);
                break;
            case AlgorithmStarted started:
                Algorithms.Start(started, timeNanos);
                break;
            case AlgorithmEnded ended:
                Algorithms.End(ended);
                break;
            case OrderApproved or OrderDenied:
                break;
            default:
                Put(_orders[OrderEvents.MovedOrderOf(accountEvent) ?? throw Unknown(accountEvent)].After(MoveOf(accountEvent), timeNanos));
                break;
        }
    }

    private static OrderMove MoveOf(AccountEvent accountEvent) => accountEvent switch
    {
        OrderAccepted => OrderMove.Accept,
        OrderTriggered => OrderMove.Trigger,
        OrderOutcomeUnknown => OrderMove.LoseTrack,
        OrderCancelRequested => OrderMove.RequestCancel,
        OrderCancelRefused => OrderMove.RefuseCancel,
        OrderAmendRequested => OrderMove.RequestAmend,
        OrderAmendRefused => OrderMove.RefuseAmend,
        _ => throw Unknown(accountEvent),
    };

    private static NotSupportedException Unknown(AccountEvent accountEvent) => new($"an account cannot apply {accountEvent.GetType().Name}");

    private void Move(AssetMoved moved)
    {
        if (moved.TransferId is { } id)
        {
            Guard.That(_transfers.Add(id), $"a transfer is applied once, {id}");
            _transferOrder.Enqueue(id);
            if (_transferOrder.Count > MostTransfers && _transferOrder.TryDequeue(out var oldest))
                _transfers.Remove(oldest);
        }

        Ledger.Deposit(moved.Asset, moved.Amount);
        Risk = Risk.Apply(moved);
    }

    private void Intend(OrderIntended intended, long timeNanos)
    {
        Intents++;
        Algorithms.Intend(intended);
        LateEntries.Intend(intended);
        var isHeld = intended.Held ?? false;
        Guard.That(!isHeld || intended.Reserved == Money.Zero, "a held order sets nothing aside");
        Add(intended.ClientOrderId, intended.AgentId, intended.Symbol, intended.AllTerms(), intended.Reserved, intended.Reference, intended.Reason,
            isHeld ? OrderStatus.Emulated : OrderStatus.Submitted, intended.List, timeNanos);
    }

    private void Adopt(OrderAdopted adopted, long timeNanos) => Add(
        adopted.ClientOrderId, adopted.AgentId, adopted.Symbol, adopted.Terms, adopted.Reserved, adopted.Reference, adopted.Reason,
        OrderStatus.Initialized, null, timeNanos);

    private void Add(
        string clientOrderId, string agentId, string symbol, OrderTerms terms, Money reserved, Price reference, string reason, OrderStatus status,
        OrderListPlace? list, long timeNanos)
    {
        var instrument = Instruments[symbol];
        Guard.That(!_orders.ContainsKey(clientOrderId), "a client order id is used once");
        if (reserved != Money.Zero)
            Ledger.Reserve(ReservedAsset(instrument, terms.Side), reserved);
        Put(new Order(
            clientOrderId, agentId, symbol, terms, reserved, status, instrument.ZeroQuantity, Money.Zero, timeNanos, timeNanos, reason, reference, status, list));
    }

    private void Release(OrderReleased released, long timeNanos)
    {
        var order = _orders[released.ClientOrderId].After(OrderMove.Release, timeNanos);
        if (released.Reserved != Money.Zero)
            Ledger.Reserve(ReservedAsset(Instruments[order.Symbol], order.Side), released.Reserved);
        Put(order with { Reserved = released.Reserved, WasReleased = true });
    }

    /// <summary>A smaller order needs less set aside: the share of what is not open any more comes free.</summary>
    private void Amend(OrderAmended amended, long timeNanos)
    {
        var order = _orders[amended.ClientOrderId];
        Guard.That(amended.Quantity <= order.Quantity && amended.Quantity >= order.Filled, "an order is only made smaller, and not below its fills");
        var remaining = amended.Quantity - order.Filled;
        var isWhole = remaining.IsZero && !order.Filled.IsZero; // told after its last fill: nothing is left of it
        var after = order.After(isWhole ? OrderMove.FillWhole : OrderMove.Amend, timeNanos) with { Terms = order.Terms with { Quantity = amended.Quantity } };
        if (isWhole)
        {
            ReleaseRest(after);
            return;
        }

        var reserved = order.Remaining.IsZero ? order.Reserved : new Money(FixedPoint.Part(order.Reserved.Units, remaining.Units, order.Remaining.Units, Rounding.Up));
        if (reserved != order.Reserved)
            Ledger.Release(ReservedAsset(Instruments[order.Symbol], order.Side), order.Reserved - reserved);
        Put(after with { Reserved = reserved });
    }

    private void Fill(OrderFilled filled, long timeNanos)
    {
        var before = _orders[filled.ClientOrderId];
        var instrument = Instruments[before.Symbol];
        var total = before.Filled + filled.Quantity;
        Guard.That(filled.Quantity.Units > 0 && !filled.QuoteQuantity.IsNegative, $"a trade is of something, was {filled.Quantity} for {filled.QuoteQuantity}");
        Guard.That(total <= before.Quantity, "an order is never filled beyond its quantity");
        Guard.That(AppliedFill(filled.ClientOrderId, filled.TradeId) is null, "a trade is applied once");
        var order = before.After(total == before.Quantity ? OrderMove.FillWhole : OrderMove.Fill, timeNanos);
        if (!before.IsOpen)
            LateEntries.FillLate(filled.ClientOrderId, BroughtBy(before), instrument);
        (_fills.TryGetValue(filled.ClientOrderId, out var fills) ? fills : _fills[filled.ClientOrderId] = [])[filled.TradeId] = filled;
        Algorithms.Fill(filled);
        if (SequenceOf(filled.ClientOrderId) is null)
            _externalTrades[before.Symbol] = Math.Max(LastExternalTradeId(before.Symbol), filled.TradeId);

        var fromReserved = Settle(order, instrument, filled, timeNanos);
        order = order with
        {
            Filled = total,
            QuoteFilled = order.QuoteFilled + filled.QuoteQuantity,
            Reserved = order.Reserved - fromReserved,
        };
        Put(order);
        if (order.Status != OrderStatus.Filled || !before.IsOpen)
            return;
        ReleaseRest(order);
        ReserveForChild(order);
    }

    private void Close(string clientOrderId, OrderMove move, long timeNanos, string reason) =>
        ReleaseRest(_orders[clientOrderId].After(move, timeNanos) with { Reason = reason });

    private void ReleaseRest(Order order)
    {
        Ledger.Release(ReservedAsset(Instruments[order.Symbol], order.Side), order.Reserved - PassOn(order));
        Put(order with { Reserved = Money.Zero });
        _closed.Enqueue(order.ClientOrderId);
        if (_closed.Count > MostClosedOrders && _closed.TryDequeue(out var oldest))
        {
            _orders.Remove(oldest);
            _fills.Remove(oldest);
            LateEntries.Forget(oldest);
        }
    }

    private void Put(Order order)
    {
        _orders[order.ClientOrderId] = order;
        _totals?.Changed(_open.GetValueOrDefault(order.ClientOrderId), order.IsOpen ? order : null);
        if (order.IsOpen)
            _open[order.ClientOrderId] = order;
        else
            _open.Remove(order.ClientOrderId);
    }

    private static string ReservedAsset(Instrument instrument, OrderSide side) =>
        side == OrderSide.Buy ? instrument.QuoteAsset : instrument.BaseAsset;

    private static Quantity AsQuantity(Money amount, Instrument instrument) => instrument.Quantity(
        checked((long)FixedPoint.Rescale(amount.Units, Money.Scale, instrument.QuantityScale, Rounding.Exact)));
}
