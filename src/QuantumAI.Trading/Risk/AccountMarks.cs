using QuantumAI.Domain.Portfolio;
using QuantumAI.Domain.Risk;
using QuantumAI.Runtime.Persistence;
using QuantumAI.Trading.Portfolio;

namespace QuantumAI.Trading.Risk;

/// <summary>Last prices, and what they make of equity, its limits and the book's risk. Belongs to the account's lane.</summary>
/// <remarks>The bars of one moment make one point of the equity curve: it is set when all instruments have told theirs, or a later bar arrives.</remarks>
/// <param name="books">The account.</param>
/// <param name="limits">Its limits.</param>
/// <param name="state">Whether the journal writes, and the running totals.</param>
/// <param name="measure">What the book could lose; null when it is not measured.</param>
internal sealed class AccountMarks(AccountBooks books, RiskLimits limits, RiskGateState state, BookRiskMeasure? measure)
{
    private readonly HashSet<string> _markedNow = [];
    private long _barEndNanos;

    public void Start(long nowNanos)
    {
        measure?.Learn(nowNanos);
        measure?.Update(books.Current, books.Marks);
    }

    /// <summary>True for a bar that ends after the one of which some instruments have told theirs.</summary>
    public bool IsOfLaterBar(MarkPrice mark) => mark.BarEndNanos > _barEndNanos && _markedNow.Count > 0;

    public void Set(MarkPrice mark, long nowNanos)
    {
        state.Totals.Mark(mark.Symbol, mark.Price);
        if (measure is null)
            return;
        var nanos = mark.BarEndNanos == 0 ? nowNanos : mark.BarEndNanos - 1;
        if (measure.Returns.Add(mark.Symbol, nanos, mark.Price.ToDouble()))
        {
            measure.Learn(nanos);
            measure.Update(books.Current, books.Marks);
        }

        Measure(mark.Symbol);
    }

    /// <summary>A symbol's position may be worth something else now.</summary>
    public void Measure(string symbol) => measure?.Update(symbol, BookRiskMeasure.ValueOf(books.Current, symbol, books.Marks));

    /// <summary>Notes that a symbol's bar closed.</summary>
    /// <returns>True when every instrument's has.</returns>
    public bool Completes(MarkPrice mark)
    {
        _barEndNanos = Math.Max(_barEndNanos, mark.BarEndNanos);
        _markedNow.Add(mark.Symbol);
        return _markedNow.Count == books.Current.Instruments.Count;
    }

    public void Close(long nowNanos)
    {
        _markedNow.Clear();
        Record(isBarClose: true, nowNanos);
    }

    /// <summary>Nothing is recorded of an equity that is not whole. While the journal is away only a halt is recorded, so that what waits for the journal does not grow with time.</summary>
    /// <param name="isBarClose">The mark belongs on the equity curve.</param>
    /// <param name="nowNanos">World time.</param>
    /// <param name="asked">Who asked for it; without anybody, a halt that comes of it is the mark's.</param>
    public void Record(bool isBarClose, long nowNanos, EventCause asked = default)
    {
        if (!state.IsWhole)
            return;
        var (risk, equity) = (books.Current.Risk, state.Totals.Equity);
        var events = EquityMarking.Decide(risk, equity, limits, nowNanos, isBarClose);
        if (state.JournalOutage is not null && !events.Any(marked => marked is TradingHalted))
            return;
        books.Record(events, nowNanos, asked.IsNone && events.Count > 1 ? AccountCause.Mark : asked);
    }

    public AccountExposure Exposure()
    {
        var agents = limits.AgentSharesPpm.Keys.ToDictionary(agent => agent, agent => books.Current.Exposure(books.Marks, agent));
        return new AccountExposure(books.Name, state.Totals.Equity, agents, books.Current.Exposure(books.Marks));
    }
}
