using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;
using QuantumAI.Domain.Portfolio;

namespace QuantumAI.Domain.Risk;

/// <summary>Why risk said no. The number is part of the journal and of every report; numbers are never reused.</summary>
public enum DenialCode
{
    Unspecified = 0,
    TradingHalted = 1,
    UnusableData = 2,
    StaleData = 3,
    PriceCollar = 4,
    LotSize = 5,
    MinNotional = 6,
    OrderNotional = 7,
    AgentExposure = 8,
    TotalExposure = 9,
    DailyLoss = 10,
    Drawdown = 11,
    InsufficientBalance = 12,
    NotReducing = 13,
    Reconciling = 14,
    JournalUnavailable = 15,
}

/// <summary>The answer of the risk gate: an approval with its figures, or a coded denial.</summary>
public readonly record struct RiskDecision(DenialCode Denial, string Detail, Money Reserved, Money Equity, Money AgentExposure, Money TotalExposure)
{
    public bool IsApproved => Denial == DenialCode.Unspecified;
}

/// <summary>The account's checks in their fixed order: the first that fails denies. Pure.</summary>
public static class RiskRules
{
    private static readonly (DenialCode Code, Func<Inputs, string?> Check)[] Checks =
    [
        (DenialCode.Reconciling, static x => x.Reconciling ? "the books are not yet matched with the venue's" : null),
        (DenialCode.JournalUnavailable, static x => x.JournalOutage is { } outage ? $"an order cannot be recorded: {outage}" : null),
        (DenialCode.NotReducing, static x => NotReducing(x)),
        (DenialCode.TradingHalted, static x => x.Opens && x.Account.Risk.State != TradingState.Active
            ? $"{x.Account.Risk.State}: {x.Account.Risk.Detail}" : null),
        (DenialCode.UnusableData, static x => x.Opens && !x.Request.Market.IsUsable ? "the market data is gapped or crossed" : null),
        (DenialCode.StaleData, static x => x.Opens && x.AgeNanos > x.StaleAfterNanos
            ? $"the last market data is {x.AgeNanos / 1_000_000} ms old, the limit is {x.StaleAfterNanos / 1_000_000} ms" : null),
        (DenialCode.PriceCollar, static x => x.Opens && x.DistancePpm > x.Limits.PriceCollarPpm
            ? $"the market at {x.TakePrice} is {(double)x.DistancePpm / 1e4} % from the decision's {x.Request.Reference}, the limit is {x.Limits.PriceCollarPpm / 1e4} %" : null),
        (DenialCode.LotSize, static x => LotSize(x.Request)),
        (DenialCode.MinNotional, static x => x.Notional < x.Request.Instrument.MinNotional
            ? $"the order is worth {x.Notional}, the venue's least is {x.Request.Instrument.MinNotional}" : null),
        (DenialCode.OrderNotional, static x => x.Opens && x.Notional > x.Limits.OrderNotional
            ? $"the order is worth {x.Notional}, the limit is {x.Limits.OrderNotional}" : null),
        (DenialCode.DailyLoss, static x => x.Opens && DailyLossReached(x.Account.Risk, x.Equity, x.Limits)
            ? $"equity {x.Equity} against {x.Account.Risk.DayStart} at the day's start, the limit is {x.Limits.DailyLossPpm / 1e4} %" : null),
        (DenialCode.Drawdown, static x => x.Opens && DrawdownReached(x.Account.Risk, x.Equity, x.Limits)
            ? $"equity {x.Equity} against the high of {x.Account.Risk.High}, the limit is {x.Limits.DrawdownPpm / 1e4} %" : null),
        (DenialCode.AgentExposure, static x => x.Opens && x.AgentExposure > x.AgentLimit
            ? $"the agent's exposure would be {x.AgentExposure}, the limit is {x.AgentLimit}" : null),
        (DenialCode.TotalExposure, static x => x.Opens && x.TotalExposure > x.TotalLimit
            ? $"total exposure would be {x.TotalExposure}, the limit is {x.TotalLimit}" : null),
        (DenialCode.InsufficientBalance, static x => x.Reserve > x.Free
            ? $"{x.Reserve} {x.ReservedAsset} are needed, {x.Free} are free" : null),
    ];

    /// <summary>The order of the checks.</summary>
    public static IReadOnlyList<DenialCode> Order { get; } = [.. Checks.Select(check => check.Code)];

    /// <summary>Decides on one request against the account as it is now, open reservations included.</summary>
    /// <param name="account">The account up to its last appended event.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="marks">Last prices by symbol.</param>
    /// <param name="limits">The account's limits.</param>
    /// <param name="nowNanos">World time.</param>
    /// <param name="slackNanos">What the machine may need to carry data from the feed to here (world time).</param>
    /// <param name="reconciling">True while the books are compared with the venue's.</param>
    /// <param name="journalOutage">Why nothing can be made durable now; null while the journal writes.</param>
    public static RiskDecision Decide(
        Account account, OrderRequest request, IReadOnlyDictionary<string, Price> marks, RiskLimits limits,
        long nowNanos, long slackNanos = 0, bool reconciling = false, string? journalOutage = null)
    {
        var inputs = new Inputs(account, request, marks, limits, nowNanos, limits.StaleAfterNanos + slackNanos, reconciling, journalOutage);
        foreach (var (code, check) in Checks)
        {
            if (check(inputs) is { } detail)
                return new RiskDecision(code, detail, Money.Zero, inputs.Equity, inputs.AgentExposure, inputs.TotalExposure);
        }

        return new RiskDecision(DenialCode.Unspecified, "", inputs.Reserve, inputs.Equity, inputs.AgentExposure, inputs.TotalExposure);
    }

    public static bool DailyLossReached(AccountRisk risk, Money equity, RiskLimits limits) =>
        equity <= risk.DayStart - risk.DayStart.Share(limits.DailyLossPpm, Rounding.Down) && risk.Day.Length > 0;

    public static bool DrawdownReached(AccountRisk risk, Money equity, RiskLimits limits) =>
        equity <= risk.High - risk.High.Share(limits.DrawdownPpm, Rounding.Down) && risk.Day.Length > 0;

    /// <summary>Long only: what reduces is a sale of what the agent holds and is not already selling.</summary>
    private static string? NotReducing(Inputs x)
    {
        if (!x.Request.ReduceOnly)
            return null;
        if (x.Request.Side == OrderSide.Buy)
            return "a purchase cannot be reduce-only, positions are long";
        return x.Request.Quantity > x.Sellable ? $"reduce-only {x.Request.Quantity} exceeds the {x.Sellable} that may be sold" : null;
    }

    private static string? LotSize(OrderRequest request)
    {
        var instrument = request.Instrument;
        if (request.Quantity.Units <= 0 || request.Quantity.Units < instrument.MinQuantityUnits)
            return $"quantity must be at least {instrument.Quantity(instrument.MinQuantityUnits)}, was {request.Quantity}";
        return request.Quantity.Units % instrument.LotStepUnits == 0
            ? null
            : $"quantity must be a multiple of {instrument.Quantity(instrument.LotStepUnits)}, was {request.Quantity}";
    }

    /// <summary>The figures of one decision, computed once.</summary>
    private sealed class Inputs
    {
        public Inputs(
            Account account, OrderRequest request, IReadOnlyDictionary<string, Price> marks, RiskLimits limits,
            long nowNanos, long staleAfterNanos, bool reconciling, string? journalOutage)
        {
            (Account, Request, Limits, Reconciling, StaleAfterNanos, JournalOutage) = (account, request, limits, reconciling, staleAfterNanos, journalOutage);
            var isBuy = request.Side == OrderSide.Buy;
            Sellable = account.PositionOf(request.AgentId, request.Instrument.Symbol).Quantity;
            foreach (var order in account.OpenOrders)
            {
                if (order.Side == OrderSide.Sell && order.AgentId == request.AgentId && order.Symbol == request.Instrument.Symbol)
                    Sellable -= order.Remaining;
            }

            Opens = !request.ReduceOnly;
            AgeNanos = nowNanos - request.Market.ReceivedNanos;
            TakePrice = isBuy ? request.Market.Ask : request.Market.Bid;
            DistancePpm = request.Reference.Units <= 0
                ? Int128.MaxValue
                : FixedPoint.Divide(Int128.Abs(TakePrice.Units - (Int128)request.Reference.Units) * 1_000_000, request.Reference.Units, Rounding.Up);
            Notional = Money.Notional(TakePrice, request.Quantity);
            Reserve = isBuy ? Notional + Notional.Share(limits.PriceCollarPpm, Rounding.Up) : Money.Of(request.Quantity);
            ReservedAsset = isBuy ? request.Instrument.QuoteAsset : request.Instrument.BaseAsset;
            Free = account.Ledger[ReservedAsset].Free;
            Equity = account.Equity(marks);
            var added = isBuy ? Notional : Money.Zero;
            AgentExposure = account.Exposure(marks, request.AgentId) + added;
            TotalExposure = account.Exposure(marks) + added;
            AgentLimit = Equity.Share(limits.AgentSharesPpm.GetValueOrDefault(request.AgentId), Rounding.Down);
            TotalLimit = Equity.Share(limits.TotalExposurePpm, Rounding.Down);
        }

        public Account Account { get; }

        public OrderRequest Request { get; }

        public RiskLimits Limits { get; }

        public bool Reconciling { get; }

        public long StaleAfterNanos { get; }

        public string? JournalOutage { get; }

        /// <summary>The agent's position less what its open orders already sell.</summary>
        public Quantity Sellable { get; }

        /// <summary>Whether the order may add exposure: everything that is not reduce-only.</summary>
        public bool Opens { get; }

        public long AgeNanos { get; }

        public Price TakePrice { get; }

        /// <summary>Distance of the market from the decision's price, rounded up: a limit is not exceeded by a fraction either.</summary>
        public Int128 DistancePpm { get; }

        public Money Notional { get; }

        public Money Reserve { get; }

        public string ReservedAsset { get; }

        public Money Free { get; }

        public Money Equity { get; }

        public Money AgentExposure { get; }

        public Money TotalExposure { get; }

        public Money AgentLimit { get; }

        public Money TotalLimit { get; }
    }
}
