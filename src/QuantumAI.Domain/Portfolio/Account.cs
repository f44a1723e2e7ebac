using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Ledger;
using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Positions;

namespace QuantumAI.Domain.Portfolio;

/// <summary>An account folded from its events, and from nothing else: orders, positions per agent, ledger, limits' reference points.</summary>
/// <remarks>Not thread safe; belongs to one lane. Applying the same events gives the same state.</remarks>
public sealed class Account(IReadOnlyDictionary<string, Instrument> instruments)
{
    private const int MostClosedOrders = 1_000;
    private readonly Dictionary<string, Order> _orders = [];
    private readonly Dictionary<string, Dictionary<long, OrderFilled>> _fills = [];
    private readonly Queue<string> _closed = new();
    private readonly SortedDictionary<(string AgentId, string Symbol), Position> _positions = [];

    public string Name { get; private set; } = "";

    /// <summary>The currency that equity and limits are counted in.</summary>
    public string BaseCurrency { get; private set; } = "";

    public bool IsOpened => Name.Length > 0;

    /// <summary>How many orders were ever intended: the next one's number is one more.</summary>
    public long Intents { get; private set; }

    public AssetLedger Ledger { get; } = new();

    public IReadOnlyDictionary<string, Instrument> Instruments { get; } = instruments;

    /// <summary>Open orders and the most recent closed ones, by client order id.</summary>
    public IReadOnlyDictionary<string, Order> Orders => _orders;

    public IEnumerable<Position> Positions => _positions.Values;

    public AccountRisk Risk { get; private set; } = AccountRisk.Start;

    public Position PositionOf(string agentId, string symbol) =>
        _positions.TryGetValue((agentId, symbol), out var position) ? position : Position.Flat(agentId, Instruments[symbol]);

    /// <summary>The fill of this order with this trade id, if it has been applied.</summary>
    public OrderFilled? AppliedFill(string clientOrderId, long tradeId) => _fills.GetValueOrDefault(clientOrderId)?.GetValueOrDefault(tradeId);

    /// <summary>Equity in the base currency: its balance and every other asset at its mark; an asset without a mark counts nothing.</summary>
    public Money Equity(IReadOnlyDictionary<string, Price> marks)
    {
        var equity = Ledger[BaseCurrency].Total;
        foreach (var (symbol, price) in marks)
            equity += ValueOf(symbol, price);
        return equity;
    }

    /// <summary>What the account holds of a symbol's base asset, at a price, in the base currency; zero when the symbol is quoted in another one.</summary>
    public Money ValueOf(string symbol, Price price)
    {
        var instrument = Instruments[symbol];
        if (instrument.QuoteAsset != BaseCurrency)
            return Money.Zero;
        var total = Ledger[instrument.BaseAsset].Total;
        return total == Money.Zero ? Money.Zero : ValueOf(total, price);
    }

    /// <summary>Positions at their marks and money reserved for purchases; of one agent, or of all when null.</summary>
    public Money Exposure(IReadOnlyDictionary<string, Price> marks, string? agentId = null)
    {
        var exposure = Money.Zero;
        foreach (var position in _positions.Values)
        {
            if ((agentId is null || position.AgentId == agentId) && marks.TryGetValue(position.Symbol, out var mark))
                exposure += Money.Notional(mark, position.Quantity);
        }

        foreach (var order in OpenOrders)
        {
            if (order.Side == OrderSide.Buy && (agentId is null || order.AgentId == agentId))
                exposure += order.Reserved;
        }

        return exposure;
    }

    public IEnumerable<Order> OpenOrders => _orders.Values.Where(order => order.IsOpen);

    /// <summary>Applies one event. Guards hold in every build; a broken one means that the history is not ours.</summary>
    public void Apply(AccountEvent accountEvent, long timeNanos)
    {
        switch (accountEvent)
        {
            case AccountOpened opened:
                Guard.That(!IsOpened, "an account is opened once");
                (Name, BaseCurrency) = (opened.Account, opened.BaseCurrency);
                Ledger.Deposit(opened.BaseCurrency, opened.Deposit);
                break;
            case OrderIntended intended:
                Intend(intended, timeNanos);
                break;
            case OrderAccepted accepted:
                Move(accepted.ClientOrderId, OrderStatus.Accepted, timeNanos);
                break;
            case OrderFilled filled:
                Fill(filled, timeNanos);
                break;
            case OrderRejected rejected:
                Close(rejected.ClientOrderId, OrderStatus.Rejected, timeNanos, rejected.Reason);
                break;
            case OrderCanceled canceled:
                Close(canceled.ClientOrderId, OrderStatus.Canceled, timeNanos, canceled.Reason);
                break;
            case OrderExpired expired:
                Close(expired.ClientOrderId, OrderStatus.Expired, timeNanos, expired.Reason);
                break;
            case OrderNeverArrived never:
                Close(never.ClientOrderId, OrderStatus.NeverArrived, timeNanos, "the venue never had it");
                break;
            case OrderOutcomeUnknown unknown:
                Move(unknown.ClientOrderId, OrderStatus.OutcomeUnknown, timeNanos);
                break;
            case EquityMarked or TradingHalted or TradingResumed:
                Risk = Risk.Apply(accountEvent);
                break;
            case OrderApproved or OrderDenied:
                break;
            default:
                throw new NotSupportedException($"an account cannot apply {accountEvent.GetType().Name}");
        }
    }

    private static Money ValueOf(Money amount, Price price) => new(FixedPoint.Divide(
        checked(amount.Units * price.Units), FixedPoint.PowerOfTen(price.Scale), Rounding.HalfEven));

    private void Intend(OrderIntended intended, long timeNanos)
    {
        var instrument = Instruments[intended.Symbol];
        Guard.That(!_orders.ContainsKey(intended.ClientOrderId), "a client order id is used once");
        Intents++;
        Ledger.Reserve(ReservedAsset(instrument, intended.Side), intended.Reserved);
        _orders[intended.ClientOrderId] = new Order(
            intended.ClientOrderId, intended.AgentId, intended.Symbol, intended.Side, intended.Type, intended.Quantity,
            intended.ReduceOnly, intended.Reserved, OrderStatus.Submitted, instrument.ZeroQuantity, Money.Zero,
            timeNanos, timeNanos, intended.Reason);
    }

    private Order Move(string clientOrderId, OrderStatus status, long timeNanos)
    {
        var order = _orders[clientOrderId];
        Guard.That(
            OrderTransitions.IsLegal(order.Status, status), $"an order may go from {order.Status} to {status} ({clientOrderId})");
        return _orders[clientOrderId] = order with { Status = status, UpdatedNanos = timeNanos };
    }

    private void Fill(OrderFilled filled, long timeNanos)
    {
        var before = _orders[filled.ClientOrderId];
        var instrument = Instruments[before.Symbol];
        var total = before.Filled + filled.Quantity;
        Guard.That(total <= before.Quantity, "an order is never filled beyond its quantity");
        Guard.That(AppliedFill(filled.ClientOrderId, filled.TradeId) is null, "a trade is applied once");
        (_fills.TryGetValue(filled.ClientOrderId, out var fills) ? fills : _fills[filled.ClientOrderId] = [])[filled.TradeId] = filled;

        var partly = before.IsOpen ? OrderStatus.PartiallyFilled : before.Status;
        var order = Move(filled.ClientOrderId, total == before.Quantity ? OrderStatus.Filled : partly, timeNanos);
        var fromReserved = Settle(order, instrument, filled, timeNanos);
        _orders[order.ClientOrderId] = order with
        {
            Filled = total,
            QuoteFilled = order.QuoteFilled + filled.QuoteQuantity,
            Reserved = order.Reserved - fromReserved,
        };
        if (order.Status == OrderStatus.Filled)
            ReleaseRest(order.ClientOrderId);
    }

    /// <summary>Moves the money of a fill; returns what was paid from the reservation.</summary>
    private Money Settle(Order order, Instrument instrument, OrderFilled filled, long timeNanos)
    {
        var isBuy = order.Side == OrderSide.Buy;
        var (paidAsset, receivedAsset) = isBuy ? (instrument.QuoteAsset, instrument.BaseAsset) : (instrument.BaseAsset, instrument.QuoteAsset);
        var gave = isBuy ? filled.QuoteQuantity : Money.Of(filled.Quantity);
        var got = isBuy ? Money.Of(filled.Quantity) : filled.QuoteQuantity;
        if (filled.FeeAsset == paidAsset)
            gave += filled.Fee;
        else if (filled.FeeAsset == receivedAsset)
            got -= filled.Fee;
        else
            throw new NotSupportedException($"a fee in {filled.FeeAsset} on {instrument.Symbol} is not supported");

        var fromReserved = Money.Min(gave, order.Reserved);
        Ledger.Pay(paidAsset, fromReserved, gave - fromReserved);
        Ledger.Receive(receivedAsset, got);

        var position = PositionOf(order.AgentId, order.Symbol);
        position = isBuy
            ? position.Bought(AsQuantity(got, instrument), gave, timeNanos)
            : position.Sold(AsQuantity(gave, instrument), got);
        _positions[(order.AgentId, order.Symbol)] = instrument.IsDust(position.Quantity) ? position.AsDust() : position;
        return fromReserved;
    }

    private void Close(string clientOrderId, OrderStatus status, long timeNanos, string reason)
    {
        var order = Move(clientOrderId, status, timeNanos);
        _orders[clientOrderId] = order with { Reason = reason };
        ReleaseRest(clientOrderId);
    }

    private void ReleaseRest(string clientOrderId)
    {
        var order = _orders[clientOrderId];
        Ledger.Release(ReservedAsset(Instruments[order.Symbol], order.Side), order.Reserved);
        _orders[clientOrderId] = order with { Reserved = Money.Zero };
        _closed.Enqueue(clientOrderId);
        if (_closed.Count > MostClosedOrders && _closed.TryDequeue(out var oldest))
        {
            _orders.Remove(oldest);
            _fills.Remove(oldest);
        }
    }

    private static string ReservedAsset(Instrument instrument, OrderSide side) =>
        side == OrderSide.Buy ? instrument.QuoteAsset : instrument.BaseAsset;

    private static Quantity AsQuantity(Money amount, Instrument instrument) => instrument.Quantity(
        checked((long)FixedPoint.Rescale(amount.Units, Money.Scale, instrument.QuantityScale, Rounding.Exact)));
}
