using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Instruments.Filters;
using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Portfolio;

namespace QuantumAI.Domain.Risk;

/// <summary>The figures of one decision, computed once.</summary>
internal sealed class RiskInputs
{
    private BookRiskFigures? _figures;
    private Money _reservedByListed;
    private Money _reservedBySiblings;

    public RiskInputs(Account account, OrderRequest request, IReadOnlyDictionary<string, Price> marks, RiskLimits limits, in RiskSituation situation)
    {
        (Account, Request, Limits, Situation) = (account, request, limits, situation);
        var (terms, instrument) = (request.Terms, request.Instrument);
        IsBuy = terms.Side == OrderSide.Buy;
        Opens = !terms.IsReduceOnly;
        IsChild = request.List?.IsChild() ?? false;
        AgeNanos = situation.NowNanos - request.Market.ReceivedNanos;
        StaleAfterNanos = limits.StaleAfterNanos + situation.SlackNanos;
        Form = OrderShape.FaultOf(terms, instrument);
        if (Form is not null)
            return; // nothing else can be computed

        MarketPrice = IsBuy ? request.Market.Ask : request.Market.Bid;
        TakePrice = terms.Limit ?? terms.Trigger ?? MarketPrice;
        if (!FixedPoint.TryMultiply(TakePrice.Units, terms.Quantity.Units))
        {
            Form = new OrderFault("quantity × price", "must be an amount that can be booked", $"{terms.Quantity} × {TakePrice}");
            return;
        }

        try
        {
            Notional = Money.Notional(TakePrice, terms.Quantity);
            var (agent, all, open, symbol, counts, accountCounts, baseTotal) = Sum(account, request, marks);
            Equity = situation.Totals?.Equity ?? account.Equity(marks);
            Unpriced = situation.Totals is { } totals ? totals.Unpriced : account.Unpriced(marks);
            Value = account.InBaseCurrency(Notional, instrument.QuoteAsset, marks);
            Added = Opens && !(IsChild && request.IsHeld) && (IsBuy || account.IsMargin) ? Value ?? Money.Zero : Money.Zero;
            AgentExposure = agent + Added;
            TotalExposure = all + Added;
            OpenOrders = open + Added;
            SymbolExposure = symbol + Added;
            AgentLimit = situation.Lease is { } lease
                ? Money.Min(lease.AgentBudgets.GetValueOrDefault(request.AgentId), Equity.Share(limits.AgentSharesPpm.GetValueOrDefault(request.AgentId), Rounding.Down))
                : Equity.Share(limits.AgentSharesPpm.GetValueOrDefault(request.AgentId), Rounding.Down);
            TotalLimit = situation.Lease is { TotalBudget: var budget }
                ? Money.Min(budget, Equity.Share(limits.TotalExposurePpm, Rounding.Down))
                : Equity.Share(limits.TotalExposurePpm, Rounding.Down);
            ReservedAsset = IsBuy ? instrument.QuoteAsset : instrument.BaseAsset;
            Free = account.Ledger[ReservedAsset].Free - _reservedByListed;
            var atWorst = !IsBuy ? Money.Of(terms.Quantity)
                : terms.Limit is null ? Notional + Notional.Share(limits.PriceCollarPpm, Rounding.Up) : Notional;
            Reserve = request.IsHeld || IsChild || account.IsMargin ? Money.Zero : Money.Max(Money.Zero, atWorst - _reservedBySiblings); // one of them is filled
            Filters = new FilterContext
            {
                Market = marks.TryGetValue(instrument.Symbol, out var mark) ? mark : null,
                Bid = request.Market.Bid,
                Ask = request.Market.Ask,
                IsReducing = !Opens,
                Symbol = counts,
                Account = accountCounts,
                OpensOrderList = request.List is { Place: 0 },
                BaseTotal = baseTotal,
            };
        }
        catch (OverflowException)
        {
            // With the books and the marks it is more than amounts hold. Nothing of the account has changed.
            Form = new OrderFault("quantity × price", "must be an amount that can be booked", $"{terms.Quantity} × {TakePrice} beside what is open and held");
        }
    }

    public Account Account { get; }

    public OrderRequest Request { get; }

    public RiskLimits Limits { get; }

    public RiskSituation Situation { get; }

    public OrderFault? Form { get; }

    /// <summary>What the venue will be asked to take: of an order that is held here, what is sent when it goes.</summary>
    public OrderTerms SentTerms => Request.IsHeld ? HeldOrders.SentAs(Request.Terms) : Request.Terms;

    public bool IsBuy { get; }

    /// <summary>Whether the order may add exposure: everything that is not reduce-only.</summary>
    public bool Opens { get; }

    /// <summary>Whether it sells what its agent has to have: on a cash account one agent does not sell another one's holding.</summary>
    public bool SellsHolding => Opens && !IsBuy && !IsChild && !Request.IsHeld && !Account.IsMargin;

    /// <summary>It exists only once another order is filled: what it would reduce is not there yet.</summary>
    public bool IsChild { get; }

    public long AgeNanos { get; }

    public long StaleAfterNanos { get; }

    /// <summary>What the market asks for now.</summary>
    public Price MarketPrice { get; }

    /// <summary>The price that the order is valued at: its limit, else its trigger, else the market's.</summary>
    public Price TakePrice { get; }

    /// <summary>Price × quantity, in the instrument's quote asset.</summary>
    public Money Notional { get; }

    /// <summary>The same in the base currency; null when no mark leads there.</summary>
    public Money? Value { get; }

    /// <summary>A symbol that is held and has no price yet: equity and exposure are not whole; null when they are.</summary>
    public string? Unpriced { get; }

    /// <summary>What the order adds to exposure, in the base currency. A child that is held here is judged when it goes; one that the venue keeps goes without us.</summary>
    public Money Added { get; }

    public Money Reserve { get; }

    public string ReservedAsset { get; } = "";

    public Money Free { get; }

    public Money Equity { get; }

    public Money AgentExposure { get; }

    public Money TotalExposure { get; }

    public Money OpenOrders { get; }

    public Money SymbolExposure { get; }

    public Money AgentLimit { get; }

    public Money TotalLimit { get; }

    public FilterContext Filters { get; }

    /// <summary>The agent's holding in the direction that the order would reduce, less what its open orders reduce already; negative when there is nothing to reduce.</summary>
    public Quantity Reducible { get; private set; }

    /// <summary>A resting order of the account that this one would match.</summary>
    public Order? Crossed { get; private set; }

    /// <summary>What the book could lose after the order; measured once, when first asked for.</summary>
    public BookRiskFigures Figures => _figures ??= Situation.Measure!.After(Request.Instrument.Symbol, IsBuy ? Added : -Added);

    /// <summary>How far the order goes beyond the decision's price, in parts per million, rounded up: a limit is not exceeded by a fraction either.</summary>
    /// <remarks>A limit order accepts its limit at worst; one that waits for a trigger is looked at when it is released.</remarks>
    public Int128 DistancePpm()
    {
        var reference = Request.Reference.Units;
        if (reference <= 0 || MarketPrice.Units <= 0)
            return Int128.MaxValue;
        var worst = Request.Terms.Type == OrderType.Limit ? Request.Terms.Limit!.Value.Units : MarketPrice.Units;
        var beyond = Request.Terms.Type == OrderType.Limit
            ? Int128.Max(0, IsBuy ? (Int128)worst - reference : (Int128)reference - worst)
            : Int128.Abs((Int128)worst - reference);
        return FixedPoint.Divide(beyond * 1_000_000, reference, Rounding.Up);
    }

    /// <summary>Everything that is a sum of positions and open orders: from the account's running totals, or in one walk.</summary>
    private (Money Agent, Money All, Money Open, Money Symbol, OpenOrderCounts Counts, OpenOrderCounts AccountCounts, Money BaseTotal) Sum(
        Account account, OrderRequest request, IReadOnlyDictionary<string, Price> marks)
    {
        var own = request.Instrument.Symbol;
        var (here, baseTotal) = (default(OpenOrderCounts), account.Ledger[request.Instrument.BaseAsset].Total);
        var held = account.PositionOf(request.AgentId, own).Quantity;
        Reducible = IsBuy ? -held : held;
        if (!TryReadTotals(account, request, out var sums))
            sums = account.Exposures(request.AgentId, own, marks, except: Situation.Released);
        for (var i = 0; i < sums.OpenOfSymbol.Count; i++)
            Look(sums.OpenOfSymbol[i]);
        foreach (var order in Situation.Listed ?? [])
        {
            sums = sums.With(account.AddedBy(order, marks), order.AgentId == request.AgentId, order.Symbol == own, isOpen: true);
            sums = sums with { Counts = sums.Counts + OpenOrderCounts.Of(order) };
            if (order.Symbol == own)
                Look(order);
            if (order.Side == request.Side && order.Symbol == own)
                _reservedByListed += order.Reserved;
        }

        return (sums.Agent, sums.All, sums.Open, sums.Symbol, here, sums.Counts, baseTotal);

        void Look(Order order)
        {
            here += OpenOrderCounts.Of(order);
            if (order.Side == OrderSide.Buy && order.List?.IsChild() != true)
                baseTotal += Money.Of(order.Remaining);
            if (order.Side == request.Side && IsSibling(order, request))
                _reservedBySiblings += order.Reserved;
            else if (TakesFrom(order) && order.Side == request.Side && order.AgentId == request.AgentId && !OrderListPlace.IsLesserRival(order, Account.OpenOrders))
                Reducible -= order.Remaining;
            if (Crosses(order) && (Crossed is null || string.CompareOrdinal(order.ClientOrderId, Crossed.ClientOrderId) > 0))
                Crossed = order;
        }
    }

    /// <summary>Beside an order that only reduces, everything open counts; beside a sale of a cash account what will be sold without being asked again.</summary>
    private bool TakesFrom(Order order) => !Opens || (SellsHolding && order.Status != OrderStatus.Emulated && order.List?.IsChild() != true);

    /// <summary>A held order that asks to go is not counted beside itself: then the totals do not help.</summary>
    private bool TryReadTotals(Account account, OrderRequest request, out ExposureSums sums)
    {
        sums = default;
        if (Situation is not { Totals: { } totals, Released: null })
            return false;
        Guard.That(account.IsFollowedBy(totals), "totals are asked of the account that they follow");
        return totals.TryRead(request.AgentId, request.Instrument.Symbol, out sums);
    }

    /// <summary>Of orders that cancel each other only one is ever filled. A released child asks as one of two that do, while its sibling still waits as a child.</summary>
    private static bool IsSibling(Order order, OrderRequest request) =>
        order.List is { } place && request.List is { } asked && (place.Cancels(asked) || asked.Cancels(place));

    private bool Crosses(Order order)
    {
        if (order.Side == Request.Side || !order.IsLiveLimit || OrderShape.IsConditional(Request.Terms.Type))
            return false;
        var (ours, theirs) = (TakePrice.Units, order.Terms.Limit!.Value.Units);
        return IsBuy ? ours >= theirs : ours <= theirs;
    }
}
