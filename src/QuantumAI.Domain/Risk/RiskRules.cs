using System.Globalization;
using System.Text;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Instruments.Filters;
using QuantumAI.Domain.Portfolio;

namespace QuantumAI.Domain.Risk;

/// <summary>The account's checks in their fixed order: the first that fails denies. Pure.</summary>
public static class RiskRules
{
    /// <summary>A venue filter's denial code is this plus its <see cref="FilterKind"/>, but for those that had a code of their own before.</summary>
    public const int FilterCodes = 100;

    private static readonly RiskRule[] Rules =
    [
        new(DenialCode.OrderForm, static x => x.Form is { } fault ? fault.ToString() : null, static x => $"{x.Request.Terms.Type} {x.Request.Terms.TimeInForce}"),
        new(DenialCode.Reconciling, static x => x.Situation.IsReconciling ? "the books are not yet matched with the venue's" : null),
        new(DenialCode.JournalUnavailable, static x => x.Situation.JournalOutage is { } outage ? $"an order cannot be recorded: {outage}" : null),
        new(DenialCode.NotReducing, static x => NotReducing(x), static x => x.Opens ? "opens" : $"{x.Request.Quantity} of {x.Reducible}"),
        new(DenialCode.TradingHalted, static x => Halted(x), static x => $"{x.Account.Risk.State}"),
        new(DenialCode.NoLease, static x => x.Opens && x.Situation.NeedsLease && !HasLease(x)
            ? $"the account has no valid exposure budget: it only reduces{(x.Unpriced is { } symbol ? $", since {symbol} is held and has no price yet" : "")}" : null,
            static x => x.Situation.Lease is { } lease ? $"{lease.TotalBudget} for {(lease.ExpiresNanos - x.Situation.NowNanos) / 1_000_000_000} s" : "not needed"),
        new(DenialCode.EventBlackout, static x => x.Opens && x.Situation.Blackout is { } name ? $"nothing is opened around {name}" : null),
        new(DenialCode.UnusableData, static x => x.Opens && !x.Request.Market.IsUsable ? "the market data is gapped or crossed" : null),
        new(DenialCode.StaleData, static x => x.Opens && x.AgeNanos > x.StaleAfterNanos
            ? $"the last market data is {x.AgeNanos / 1_000_000} ms old, the limit is {x.StaleAfterNanos / 1_000_000} ms" : null,
            static x => $"{x.AgeNanos / 1_000_000} ms of {x.StaleAfterNanos / 1_000_000} ms"),
        new(DenialCode.PriceCollar, static x => x.Opens && x.DistancePpm() > x.Limits.PriceCollarPpm
            ? $"the market at {x.MarketPrice} is {Percent(x.DistancePpm())} from the decision's {x.Request.Reference}, the limit is {Percent(x.Limits.PriceCollarPpm)}" : null,
            static x => $"{Percent(x.DistancePpm())} of {Percent(x.Limits.PriceCollarPpm)}"),
        new(DenialCode.SelfCrossing, static x => x.Opens && x.Crossed is { } own
            ? $"it would match the account's own order {own.ClientOrderId} at {own.Terms.Limit}" : null),
        new(DenialCode.OrderRate, static x => x.Opens && x.Situation.OrdersThisSecond >= x.Limits.OrdersPerSecondMax
            ? $"{x.Situation.OrdersThisSecond} orders in this second, the limit is {x.Limits.OrdersPerSecondMax}" : null,
            static x => $"{x.Situation.OrdersThisSecond} of {x.Limits.OrdersPerSecondMax} a second"),
        new(DenialCode.NoBasePrice, static x => x.Opens && x.Value is null
            ? $"no mark leads from {x.Request.Instrument.QuoteAsset} to {x.Account.BaseCurrency}"
            : x.Opens && x.Unpriced is { } symbol ? $"{symbol} is held and has no price yet: equity and exposure are not known" : null),
        new(DenialCode.OrderNotional, static x => x.Opens && x.Value > x.Limits.OrderNotional
            ? $"the order is worth {x.Value}, the limit is {x.Limits.OrderNotional}" : null,
            static x => $"{x.Value} of {x.Limits.OrderNotional}"),
        new(DenialCode.OpenOrdersNotional, static x => x.Opens && x.OpenOrders > x.Limits.OpenOrdersNotional
            ? $"open orders would be worth {x.OpenOrders}, the limit is {x.Limits.OpenOrdersNotional}" : null,
            static x => x.Limits.OpenOrdersNotional is { } limit ? $"{x.OpenOrders} of {limit}" : "no limit"),
        new(DenialCode.PositionLimit, static x => x.Opens && x.Limits.PositionNotional.TryGetValue(x.Request.Instrument.Symbol, out var limit) && x.SymbolExposure > limit
            ? $"{x.Request.Instrument.Symbol} would be {x.SymbolExposure}, the limit is {limit}" : null,
            static x => x.Limits.PositionNotional.TryGetValue(x.Request.Instrument.Symbol, out var limit) ? $"{x.SymbolExposure} of {limit}" : "no limit"),
        new(DenialCode.VenueFilter, static x => FilterRules.FaultOf(x.SentTerms, x.Request.Instrument, x.Filters)?.Fault.ToString(),
            static x => $"all {FilterRules.Order.Count} kept"),
        new(DenialCode.DailyLoss, static x => x.Opens && DailyLossReached(x.Account.Risk, x.Equity, x.Limits)
            ? $"equity {x.Equity} against {x.Account.Risk.DayStart} at the day's start, the limit is {Percent(x.Limits.DailyLossPpm)}" : null,
            static x => $"equity {x.Equity}, {x.Account.Risk.DayStart} at the day's start, limit {Percent(x.Limits.DailyLossPpm)}"),
        new(DenialCode.Drawdown, static x => x.Opens && DrawdownReached(x.Account.Risk, x.Equity, x.Limits)
            ? $"equity {x.Equity} against the high of {x.Account.Risk.High}, the limit is {Percent(x.Limits.DrawdownPpm)}" : null,
            static x => $"equity {x.Equity}, high {x.Account.Risk.High}, limit {Percent(x.Limits.DrawdownPpm)}"),
        new(DenialCode.AgentExposure, static x => x.Opens && x.AgentExposure > x.AgentLimit
            ? $"the agent's exposure would be {x.AgentExposure}, the limit is {x.AgentLimit}" : null,
            static x => $"{x.AgentExposure} of {x.AgentLimit}"),
        new(DenialCode.TotalExposure, static x => x.Opens && x.TotalExposure > x.TotalLimit
            ? $"total exposure would be {x.TotalExposure}, the limit is {x.TotalLimit}" : null,
            static x => $"{x.TotalExposure} of {x.TotalLimit}"),
        new(DenialCode.ValueAtRisk, static x => Measured(x, x.Limits.ValueAtRiskPpm, "value at risk (99 %, one day)", static f => f.ValueAtRisk),
            static x => Figure(x, x.Limits.ValueAtRiskPpm, static f => f.ValueAtRisk)),
        new(DenialCode.ConditionalValueAtRisk, static x => Measured(x, x.Limits.ConditionalValueAtRiskPpm, "expected loss beyond value at risk", static f => f.ConditionalValueAtRisk),
            static x => Figure(x, x.Limits.ConditionalValueAtRiskPpm, static f => f.ConditionalValueAtRisk)),
        new(DenialCode.StressLoss, static x => Measured(x, x.Limits.StressLossPpm, "the loss in the worst stress scenario", static f => f.StressLoss),
            static x => Figure(x, x.Limits.StressLossPpm, static f => f.StressLoss)),
        new(DenialCode.InsufficientBalance, static x => Missing(x), static x => $"{x.Reserve} of {x.Free} {x.ReservedAsset}"),
    ];

    /// <summary>The order of the checks; <see cref="DenialCode.VenueFilter"/> stands for all of <see cref="FilterRules.Order"/>.</summary>
    public static IReadOnlyList<DenialCode> Order { get; } = [.. Rules.Select(rule => rule.Code)];

    /// <summary>Decides on one request against the account as it is now, open reservations included.</summary>
    /// <param name="account">The account up to its last appended event.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="marks">Last prices by symbol.</param>
    /// <param name="limits">The account's limits.</param>
    /// <param name="situation">What else is known now.</param>
    /// <param name="explains">True when an approval is to say each check with its figures.</param>
    public static RiskDecision Decide(
        Account account, OrderRequest request, IReadOnlyDictionary<string, Price> marks, RiskLimits limits, in RiskSituation situation, bool explains = false)
    {
        var inputs = new RiskInputs(account, request, marks, limits, in situation);
        foreach (var rule in Rules)
        {
            if (rule.Fails(inputs) is { } detail)
                return Denied(inputs, rule.Code, detail);
        }

        return new RiskDecision(
            DenialCode.Unspecified, "", explains ? Explain(inputs) : "", inputs.Reserve, inputs.Equity, inputs.AgentExposure, inputs.TotalExposure);
    }

    /// <summary>The denial code of a venue filter.</summary>
    public static DenialCode CodeOf(FilterKind kind) => kind switch
    {
        FilterKind.Form => DenialCode.OrderForm,
        FilterKind.LotSize => DenialCode.LotSize,
        FilterKind.MinNotional => DenialCode.MinNotional,
        _ => (DenialCode)(FilterCodes + (int)kind),
    };

    public static bool DailyLossReached(AccountRisk risk, Money equity, RiskLimits limits) =>
        HasReference(risk) && equity <= risk.DayStart - risk.DayStart.Share(limits.DailyLossPpm, Rounding.Down);

    public static bool DrawdownReached(AccountRisk risk, Money equity, RiskLimits limits) =>
        HasReference(risk) && equity <= risk.High - risk.High.Share(limits.DrawdownPpm, Rounding.Down);

    private static bool HasReference(AccountRisk risk) => risk.Day.Length > 0 && !risk.IsReferenceOwed;

    private static RiskDecision Denied(RiskInputs x, DenialCode code, string detail)
    {
        var rule = code.ToString();
        if (code == DenialCode.VenueFilter && FilterRules.FaultOf(x.SentTerms, x.Request.Instrument, x.Filters) is { } fault)
            (code, rule) = (CodeOf(fault.Kind), fault.Kind.ToString());
        return new RiskDecision(code, rule, detail, Money.Zero, x.Equity, x.AgentExposure, x.TotalExposure);
    }

    private static string? Halted(RiskInputs x) => x.Account.Risk.State switch
    {
        TradingState.Active => null,
        TradingState.Halted => x.Situation.IsFlattening ? null : $"{x.Account.Risk.State}: {x.Account.Risk.Detail}",
        _ => x.Opens ? $"{x.Account.Risk.State}: {x.Account.Risk.Detail}" : null,
    };

    private static bool HasLease(RiskInputs x) => x.Situation.Lease is { } lease && lease.ExpiresNanos > x.Situation.NowNanos;

    private static string? NotReducing(RiskInputs x)
    {
        if (x.Opens || x.IsChild)
            return null;
        return x.Request.Quantity > x.Reducible ? $"reduce-only {x.Request.Side} of {x.Request.Quantity} exceeds the {x.Reducible} that may be reduced" : null;
    }

    private static string? Missing(RiskInputs x)
    {
        if (x.Reserve > x.Free && x.Reserve > Money.Zero)
            return $"{x.Reserve} {x.ReservedAsset} are needed, {x.Free} are free";
        return x.SellsHolding && x.Request.Quantity > x.Reducible
            ? $"{x.Request.Quantity} {x.ReservedAsset} are needed, {x.Request.AgentId} may sell {x.Reducible}: the rest is another agent's" : null;
    }

    private static string? Measured(RiskInputs x, long? limitPpm, string what, Func<BookRiskFigures, Money> of)
    {
        if (!x.Opens || limitPpm is not { } ppm)
            return null;
        if (x.Situation.Measure is null)
            return x.Limits.RequiresMeasure ? $"{what} cannot be measured: there are too few days of returns" : null;
        var (loss, limit) = (of(x.Figures), x.Equity.Share(ppm, Rounding.Down));
        return loss > limit ? $"{what} would be {loss}, the limit is {limit}" : null;
    }

    private static string Figure(RiskInputs x, long? limitPpm, Func<BookRiskFigures, Money> of) =>
        limitPpm is { } ppm && x.Situation.Measure is not null ? $"{of(x.Figures)} of {x.Equity.Share(ppm, Rounding.Down)}" : "not measured";

    private static string Explain(RiskInputs x)
    {
        var text = new StringBuilder(1_024);
        foreach (var rule in Rules)
            text.Append(CultureInfo.InvariantCulture, $"{rule.Code}: {rule.Figures?.Invoke(x) ?? "kept"}\n");

        return text.ToString(0, text.Length - 1);
    }

    private static string Percent(Int128 ppm) => string.Create(CultureInfo.InvariantCulture, $"{(double)ppm / 1e4} %");

    /// <summary>One check: what is wrong in words, or nothing; and its figures for people.</summary>
    private sealed record RiskRule(DenialCode Code, Func<RiskInputs, string?> Fails, Func<RiskInputs, string>? Figures = null);
}
