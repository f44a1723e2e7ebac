using QuantumAI.Domain.Execution;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Runtime.Persistence;
using QuantumAI.Trading.Portfolio;
using QuantumAI.Trading.Projections;

namespace QuantumAI.Trading.Tests.Projections;

/// <summary>Two accounts that do legal things at random, with another stream between them; compiled into every project that tests a store.</summary>
internal sealed class ProjectedHistory(Random random) : IJournalFeed
{
    private static readonly Instrument Btc = new("BTCUSDT", "BTC", "USDT", 2, 1, 5, 1, 1, Money.Zero);
    private static readonly Instrument Eth = new("ETHUSDT", "ETH", "USDT", 2, 1, 4, 1, 1, Money.Zero);
    private readonly Dictionary<string, Account> _accounts = new() { ["one"] = new Account(Instruments), ["two"] = new Account(Instruments) };
    private readonly Dictionary<string, long> _ends = [];
    private long _nanos = 1_735_689_600_000_000_000;
    private long _trades;

    public static IReadOnlyDictionary<string, Instrument> Instruments { get; } = new Dictionary<string, Instrument> { [Btc.Symbol] = Btc, [Eth.Symbol] = Eth };

    public MemoryJournalStore Journal { get; } = new();

    public IReadOnlyDictionary<string, Account> Accounts => _accounts;

    public long LastPosition() => Journal.Head().LastPosition;

    public IReadOnlyList<StoredEvent> Read(long fromPosition, int most) => [.. Journal.ReadAll(fromPosition).Take(most)];

    public void Dispose() => Journal.Dispose();

    public ProjectedHistory Happen(int decisions)
    {
        for (var i = 0; i < decisions; i++)
            Happen();
        return this;
    }

    /// <summary>Read models filled in one go.</summary>
    public IProjectionStore Fresh()
    {
        var store = new MemoryProjectionStore();
        Catch(new Projection(this, store, Instruments));
        return store;
    }

    public static void Catch(Projection projection)
    {
        while (projection.Step())
        {
        }
    }

    private void Happen()
    {
        _nanos += random.Next(1, 1_000_000);
        if (random.Next(10) == 0)
        {
            Append("session", [new EventData("Noted", "{}"u8.ToArray(), _nanos)]);
            return;
        }

        var name = random.Next(2) == 0 ? "one" : "two";
        var account = _accounts[name];
        var (events, cause) = account.IsOpened ? Next(account) : ([new AccountOpened(name, "USDT", Money.Whole(100_000))], AccountCause.Opening);
        if (events.Count == 0)
            return;
        foreach (var accountEvent in events)
            account.Apply(accountEvent, _nanos);
        Append($"account/{name}", [.. events.Select(accountEvent => AccountEventCodec.Instance.Encode(accountEvent, _nanos, cause))]);
    }

    private (IReadOnlyList<AccountEvent> Events, EventCause Cause) Next(Account account)
    {
        var instrument = random.Next(2) == 0 ? Btc : Eth;
        switch (random.Next(15))
        {
            case 14:
                return (Work(instrument), AccountCause.Operator("anna"));
            case 12:
                return ([new AssetMoved("USDT", Money.Whole(random.Next(100)), Money.Zero, "a deposit")], AccountCause.Books);
            case 13:
                return (
                    [new OrderAdopted($"x-{_nanos}", $"v{_nanos}", "external", instrument.Symbol, OrderTerms.Market(OrderSide.Buy, instrument.Quantity(5)), instrument.Price(10_000), Money.Zero, "found")],
                    AccountCause.Books);
            case 0:
                return ([new OrderDenied("aurora", instrument.Symbol, OrderSide.Buy, instrument.Quantity(5), 8, "AgentExposure", "“too much”")], new EventCause("bar:x#1", "aurora/x"));
            case 1:
                return ([new EquityMarked(Money.Whole(random.Next(100_000)), Money.Whole(1), Money.Whole(2), "2025-01-01")], EventCause.None);
            case 2:
                return ([new TradingHalted(HaltScope.Account, "drill"), new TradingResumed("anna")], AccountCause.Operator("anna"));
            case < 6:
                return (Intend(account, instrument, random.Next(3) == 0), new EventCause("bar:x#2", "order"));
            default:
                var orders = account.Orders.Values.Where(order => order.IsOpen || order.Status == OrderStatus.Canceled).OrderBy(order => order.ClientOrderId, StringComparer.Ordinal).ToArray();
                return orders.Length == 0 ? ([], EventCause.None) : (Go(account, orders[random.Next(orders.Length)]), new EventCause("venue:v", "order"));
        }
    }

    private AccountEvent[] Intend(Account account, Instrument instrument, bool sells)
    {
        var quantity = instrument.Quantity(random.Next(1, 20_000));
        var reference = instrument.Price(10_000);
        var reserved = sells ? Money.Of(quantity) : Money.Notional(instrument.Price(12_000), quantity);
        if (account.Ledger[sells ? instrument.BaseAsset : instrument.QuoteAsset].Free < reserved)
            return [];
        var id = ClientOrderId.For(account.Name, account.Intents + 1);
        if (random.Next(4) == 0)
        {
            var terms = new OrderTerms(sells ? OrderSide.Sell : OrderSide.Buy, OrderType.TrailingStop, quantity, TrailingPpm: 10_000, IsReduceOnly: sells);
            return [OrderIntended.Of(id, "aurora", instrument.Symbol, terms, reference, Money.Zero, 0, "held", isHeld: true)];
        }

        return
        [
            new OrderApproved(id, Money.Zero, Money.Zero, Money.Zero),
            new OrderIntended(
                id, random.Next(2) == 0 ? "aurora" : "dawn", instrument.Symbol, sells ? OrderSide.Sell : OrderSide.Buy, OrderType.Market, quantity, sells,
                reference, reserved, 0, "test \u2265 \U0001F4C8"),
        ];
    }

    private AccountEvent[] Work(Instrument instrument)
    {
        var id = $"large-{_nanos}";
        return
        [
            new AlgorithmStarted(
                new ParentOrder(id, "aurora", instrument.Symbol, OrderSide.Buy, instrument.Quantity(100), false, instrument.Price(10_000), AlgorithmPlan.Twap(1, 2, 1)),
                instrument.Price(10_000)),
            new AlgorithmEnded(id, "stopped", instrument.Price(10_000)),
        ];
    }

    private AccountEvent[] Go(Account account, Order order)
    {
        var id = order.ClientOrderId;
        var fill = order.Remaining.IsZero ? null : Fill(order);
        (OrderMove Move, AccountEvent? Event)[] moves =
        [
            (OrderMove.Reject, new OrderRejected(id, "no")),
            (OrderMove.Cancel, new OrderCanceled(id, "asked")),
            (OrderMove.Expire, new OrderExpired(id, "")),
            (OrderMove.LoseTrack, new OrderOutcomeUnknown(id, "silence")),
            (OrderMove.NeverArrive, new OrderNeverArrived(id)),
            (OrderMove.Accept, new OrderAccepted(id, $"v{_nanos}")),
            (OrderMove.Trigger, new OrderTriggered(id)),
            (OrderMove.RequestCancel, new OrderCancelRequested(id, "asked")),
            (OrderMove.RefuseCancel, new OrderCancelRefused(id, "too late")),
            (OrderMove.RequestAmend, new OrderAmendRequested(id, order.Quantity)),
            (OrderMove.RefuseAmend, new OrderAmendRefused(id, "too late")),
            (OrderMove.Amend, new OrderAmended(id, order.Quantity)),
            (OrderMove.Release, new OrderReleased(id, Instruments[order.Symbol].Price(10_000), Money.Zero, 1)),
            (OrderMove.Deny, order.Status == OrderStatus.Emulated && random.Next(3) > 0
                ? new OrderTrailed(id, Instruments[order.Symbol].Price(10_001))
                : new OrderReleaseDenied(id, 1, "TradingHalted", "halted")),
            (fill?.Quantity == order.Remaining ? OrderMove.FillWhole : OrderMove.Fill, fill),
            (fill?.Quantity == order.Remaining ? OrderMove.FillWhole : OrderMove.Fill, fill),
        ];
        var (move, next) = moves[random.Next(moves.Length)];
        return next is not null && OrderTransitions.IsLegal(order.Status, move) && CanPay(account, order, next) ? [next] : [];
    }

    private OrderFilled Fill(Order order)
    {
        var instrument = Instruments[order.Symbol];
        var quantity = random.Next(2) == 0 ? order.Remaining : instrument.Quantity(random.NextInt64(1, order.Remaining.Units + 1));
        var quote = Money.Notional(instrument.Price(10_000 + random.Next(500)), quantity);
        return new OrderFilled(order.ClientOrderId, ++_trades, instrument.Price(10_000), quantity, quote, quote.Share(1_000, Rounding.Up), "USDT", _nanos - 1);
    }

    /// <summary>A late fill of a canceled order is paid from what is free; a sale must still be held by its agent.</summary>
    private static bool CanPay(Account account, Order order, AccountEvent next)
    {
        if (next is not OrderFilled filled)
            return true;
        if (order.Side == OrderSide.Sell)
            return account.PositionOf(order.AgentId, order.Symbol).Quantity >= filled.Quantity && account.Ledger[Instruments[order.Symbol].BaseAsset].Free >= (order.IsOpen ? Money.Zero : Money.Of(filled.Quantity));
        return account.Ledger["USDT"].Free + order.Reserved >= filled.QuoteQuantity + filled.Fee;
    }

    private void Append(string stream, EventData[] events)
    {
        var end = _ends.GetValueOrDefault(stream);
        Assert.Equal(AppendOutcome.Appended, Journal.Append([new AppendRequest(stream, end, events)])[0].Outcome);
        _ends[stream] = end + events.Length;
    }
}
