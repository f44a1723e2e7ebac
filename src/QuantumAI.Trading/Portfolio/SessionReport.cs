using System.Security.Cryptography;
using System.Text;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Trading.Reports;

namespace QuantumAI.Trading.Portfolio;

/// <summary>One point of the equity curve, in the base currency.</summary>
public readonly record struct EquityPoint(long Nanos, Money Equity);

/// <summary>From flat to flat in one symbol of one agent.</summary>
/// <param name="Quantity">What was bought.</param>
/// <param name="EntryPrice">Average price paid, in the quote asset; display only.</param>
/// <param name="ExitPrice">Average price received.</param>
/// <param name="Pnl">Exact profit in the quote asset, fees included.</param>
/// <param name="ReturnOnCost">Profit over cost as a fraction.</param>
/// <param name="OrderIds">Client order ids of the orders that it consists of, in the order of their first fills, separated by spaces.</param>
public sealed record RoundTrip(
    string AgentId, string Symbol, long EntryNanos, long ExitNanos, Quantity Quantity, double EntryPrice, double ExitPrice,
    Money Pnl, double ReturnOnCost, string EntryReason, string ExitReason, string OrderIds);

/// <summary>A fill with its order, for lists and charts.</summary>
public sealed record ReportedFill(long Nanos, Order Order, OrderFilled Fill);

/// <summary>What a session did, folded from the account's events and from nothing else.</summary>
public sealed class SessionReport
{
    private readonly List<Order> _orders = [];
    private readonly List<ReportedFill> _fills = [];
    private readonly List<RoundTrip> _roundTrips = [];
    private readonly List<EquityPoint> _equity = [];
    private readonly SortedDictionary<string, int> _denials = new(StringComparer.Ordinal);

    private readonly ParentOrders _parents;

    private SessionReport(Account account) => (Account, _parents) = (account, new ParentOrders(account.Instruments));

    /// <summary>The account after the last event.</summary>
    public Account Account { get; }

    /// <summary>First money, and the value of what was held when the account was opened.</summary>
    public Money Deposit { get; private set; }

    /// <summary>Every order, by intent, in its last state.</summary>
    public IReadOnlyList<Order> Orders => _orders;

    public IReadOnlyList<ReportedFill> Fills => _fills;

    public IReadOnlyList<RoundTrip> RoundTrips => _roundTrips;

    /// <summary>Orders that were worked off in smaller ones, by start, with what that cost against the decision.</summary>
    public IReadOnlyList<ParentOrderResult> ParentOrders => _parents.Results;

    /// <summary>Equity at bar closes, in time order.</summary>
    public IReadOnlyList<EquityPoint> Equity => _equity;

    /// <summary>Denials by rule.</summary>
    public IReadOnlyDictionary<string, int> Denials => _denials;

    /// <summary>Equity at the last mark; the deposit when there is none.</summary>
    public Money FinalEquity => _equity.Count > 0 ? _equity[^1].Equity : Deposit;

    /// <summary>Final equity, less what came from outside since the first mark, over what the account began with, minus one.</summary>
    public double TotalReturn => Deposit.Units == 0 ? 0 : ((FinalEquity - Moved).ToDouble() / Deposit.ToDouble()) - 1;

    /// <summary>What came from outside since the first mark, less what went there, at its value then: no profit and no loss.</summary>
    public Money Moved { get; private set; }

    /// <summary>
    /// SHA-256 over one line per order: id|agent|symbol|side|type|quantity|status|filled|quote filled|intended ns; 64 lower-case
    /// hexadecimal digits.
    /// </summary>
    public string OrderListHash { get; private set; } = "";

    /// <summary>Folds a whole history.</summary>
    public static SessionReport Of(IEnumerable<(AccountEvent Event, long Nanos)> history, IReadOnlyDictionary<string, Instrument> instruments)
    {
        var report = new SessionReport(new Account(instruments));
        var open = new Dictionary<(string, string), OpenTrip>();
        var index = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (accountEvent, nanos) in history)
            report.Add(accountEvent, nanos, index, open);
        report.OrderListHash = report.HashOrders();
        return report;
    }

    /// <summary>Equity at the end of each UTC day, the deposit first.</summary>
    public IReadOnlyList<double> DailyEquity()
    {
        var daily = new List<double> { Deposit.ToDouble() };
        var day = long.MinValue;
        foreach (var point in _equity)
        {
            var pointDay = UnixNanos.FloorTo(point.Nanos - 1, UnixNanos.PerDay);
            if (pointDay == day)
                daily[^1] = point.Equity.ToDouble();
            else
                daily.Add(point.Equity.ToDouble());
            day = pointDay;
        }

        return daily;
    }

    private void Add(AccountEvent accountEvent, long nanos, Dictionary<string, int> index, Dictionary<(string, string), OpenTrip> open)
    {
        var realisedBefore = accountEvent is OrderFilled before ? RealisedOf(before.ClientOrderId) : Money.Zero;
        Account.Apply(accountEvent, nanos);
        _parents.Add(accountEvent);
        switch (accountEvent)
        {
            case AccountOpened opened:
                Deposit = opened.Deposit;
                break;
            case AssetMoved moved when _equity.Count == 0:
                Deposit += moved.Value; // held when the account was opened
                break;
            case AssetMoved moved:
                Moved += moved.Value;
                break;
            case OrderDenied denied:
                _denials[denied.Rule] = _denials.GetValueOrDefault(denied.Rule) + 1;
                break;
            case EquityMarked marked:
                _equity.Add(new EquityPoint(nanos, marked.Equity));
                break;
            case OrderIntended intended:
                index[intended.ClientOrderId] = _orders.Count;
                _orders.Add(Account.Orders[intended.ClientOrderId]);
                break;
            default:
                break;
        }

        if (OrderEvents.MovedOrderOf(accountEvent) is { } id && index.TryGetValue(id, out var at) && Account.Orders.TryGetValue(id, out var order))
        {
            _orders[at] = order;
            if (accountEvent is OrderFilled filled)
            {
                _fills.Add(new ReportedFill(nanos, order, filled));
                AddToTrip(order, filled, nanos, open, realisedBefore);
            }
        }
    }

    private Money RealisedOf(string clientOrderId) => Account.Orders.TryGetValue(clientOrderId, out var order)
        ? Account.PositionOf(order.AgentId, order.Symbol).RealisedPnl
        : Money.Zero;

    private void AddToTrip(Order order, OrderFilled fill, long nanos, Dictionary<(string, string), OpenTrip> open, Money realisedBefore)
    {
        var key = (order.AgentId, order.Symbol);
        var position = Account.PositionOf(order.AgentId, order.Symbol);
        if (!open.TryGetValue(key, out var trip))
            open[key] = trip = new OpenTrip(nanos, order.Reason);
        if (!trip.OrderIds.Contains(order.ClientOrderId))
            trip.OrderIds.Add(order.ClientOrderId);
        var value = fill.QuoteQuantity.ToDouble();
        if (order.Side == OrderSide.Buy)
        {
            (trip.Bought, trip.Paid) = (trip.Bought + fill.Quantity.Units, trip.Paid + value);
            return;
        }

        (trip.Sold, trip.Got) = (trip.Sold + fill.Quantity.Units, trip.Got + value);
        trip.Pnl += position.RealisedPnl - realisedBefore;
        if (!Account.Instruments[order.Symbol].IsDust(position.Quantity))
            return;
        open.Remove(key);
        var scale = (double)FixedPoint.PowerOfTen(fill.Quantity.Scale);
        _roundTrips.Add(new RoundTrip(
            order.AgentId, order.Symbol, trip.EntryNanos, nanos, new Quantity(trip.Bought, fill.Quantity.Scale),
            trip.Bought == 0 ? 0 : trip.Paid / (trip.Bought / scale), trip.Got / (trip.Sold / scale), trip.Pnl,
            trip.Paid == 0 ? 0 : trip.Pnl.ToDouble() / trip.Paid, trip.Reason, order.Reason, string.Join(' ', trip.OrderIds)));
    }

    private string HashOrders()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var o in _orders)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(
                $"{o.ClientOrderId}|{o.AgentId}|{o.Symbol}|{o.Side}|{o.Type}|{o.Quantity}|{o.Status}|{o.Filled}|{o.QuoteFilled}|{o.IntendedNanos}\n"));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private sealed class OpenTrip(long entryNanos, string reason)
    {
        public long EntryNanos { get; } = entryNanos;

        public string Reason { get; } = reason;

        public List<string> OrderIds { get; } = [];

        public long Bought { get; set; }

        public long Sold { get; set; }

        public double Paid { get; set; }

        public double Got { get; set; }

        public Money Pnl { get; set; }
    }
}
