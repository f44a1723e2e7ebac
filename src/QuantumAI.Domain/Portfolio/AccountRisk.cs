using QuantumAI.Domain.Instruments;

namespace QuantumAI.Domain.Portfolio;

/// <summary>Whether the account may take new exposure.</summary>
public enum TradingState : byte
{
    Unspecified = 0,
    Active = 1,

    /// <summary>The daily loss was reached: only reductions until the account's next day.</summary>
    ReducingToday = 2,

    /// <summary>The drawdown was reached, or the books contradict the venue's: only reductions until an operator resumes.</summary>
    Reducing = 3,

    /// <summary>An operator stopped it: nothing but cancels leaves until an operator resumes.</summary>
    Halted = 4,
}

/// <summary>The reference points of the account's limits, folded from its events. Immutable.</summary>
/// <param name="State">Whether new exposure is allowed.</param>
/// <param name="Equity">Equity at the last mark.</param>
/// <param name="DayStart">Equity at the start of <paramref name="Day"/>.</param>
/// <param name="High">Highest marked equity since the account opened or was resumed.</param>
/// <param name="Day">The account's day, <c>yyyy-MM-dd</c>; empty before the first mark.</param>
/// <param name="Detail">Why the state is not active; empty otherwise.</param>
/// <param name="FlattenedBy">Who asked that every position is closed, until an operator resumes or halts without it; null when nobody did.</param>
/// <param name="Halts">How often a halt took effect: it tells one from the next.</param>
/// <param name="IsReferenceOwed">An operator resumed and no equity was marked since: losses count from the next one.</param>
public sealed record AccountRisk(
    TradingState State, Money Equity, Money DayStart, Money High, string Day, string Detail, string? FlattenedBy = null, long Halts = 0,
    bool IsReferenceOwed = false)
{
    public static AccountRisk Start { get; } = new(TradingState.Active, Money.Zero, Money.Zero, Money.Zero, "", "");

    /// <summary>Whether an order is worth asking for: one that may open, or one that only reduces. The gate decides.</summary>
    public bool Permits(bool opens) => State switch
    {
        TradingState.Active => true,
        TradingState.Halted => !opens && FlattenedBy is not null,
        _ => !opens,
    };

    public AccountRisk Apply(AccountEvent accountEvent) => accountEvent switch
    {
        EquityMarked marked => this with
        {
            Equity = marked.Equity,
            DayStart = marked.DayStart,
            High = marked.High,
            Day = marked.Day,
            IsReferenceOwed = false,
            State = State == TradingState.ReducingToday && marked.Day != Day ? TradingState.Active : State,
            Detail = State == TradingState.ReducingToday && marked.Day != Day ? "" : Detail,
        },
        TradingHalted { Scope: HaltScope.Day } halted when State == TradingState.Active =>
            this with { State = TradingState.ReducingToday, Detail = halted.Detail, Halts = Halts + 1 },
        TradingHalted { Scope: HaltScope.Account } halted when State != TradingState.Halted =>
            this with { State = TradingState.Reducing, Detail = halted.Detail, Halts = Halts + 1 },
        TradingHalted { Scope: HaltScope.All } halted =>
            this with { State = TradingState.Halted, Detail = halted.Detail, FlattenedBy = halted.FlattenedBy, Halts = Halts + 1 },
        AssetMoved moved when Day.Length > 0 =>
            this with { Equity = Equity + moved.Value, DayStart = DayStart + moved.Value, High = High + moved.Value },
        TradingResumed => this with { State = TradingState.Active, High = Equity, DayStart = Equity, Detail = "", FlattenedBy = null, IsReferenceOwed = true },
        _ => this,
    };
}

/// <summary>How long a halt lasts.</summary>
public static class HaltScope
{
    /// <summary>Until the account's next day.</summary>
    public const string Day = "day";

    /// <summary>Only reductions, until an operator resumes.</summary>
    public const string Account = "account";

    /// <summary>Nothing but cancels, until an operator resumes.</summary>
    public const string All = "all";
}
