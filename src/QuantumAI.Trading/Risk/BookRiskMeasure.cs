using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Portfolio;
using QuantumAI.Domain.Risk;
using QuantumAI.Quant.RiskMeasures;

namespace QuantumAI.Trading.Risk;

/// <summary>What is to be taken off a symbol's position, in the base currency.</summary>
public readonly record struct RiskCut(string Symbol, Money Value);

/// <summary>What an account's book could lose, kept up to date price by price. The named border between exact amounts and the measures' doubles.</summary>
/// <remarks>The worst of the parametric, the historical and the simulated figure counts, 99 % and one day; losses are rounded up. Belongs to one lane.</remarks>
/// <param name="symbols">Every instrument of the account.</param>
/// <param name="shocks">Stress scenarios by name: the same relative change of every price.</param>
/// <param name="seed">Seed of the simulated scenarios.</param>
public sealed class BookRiskMeasure(IReadOnlyList<string> symbols, IReadOnlyDictionary<string, double> shocks, ulong seed) : IBookRiskMeasure
{
    /// <summary>Largest value of a position that the measures take, in the base currency; what a false price makes larger counts as this.</summary>
    private const double ValueMax = 1e15;

    private readonly Dictionary<string, int> _indexes = symbols.Select((symbol, index) => (symbol, index)).ToDictionary(pair => pair.symbol, pair => pair.index);
    private BookRisk? _book;

    public DailyReturns Returns { get; } = new(symbols);

    /// <summary>False while there are too few days of returns.</summary>
    public bool IsReady => _book is not null;

    /// <summary>Figures of the book as it is.</summary>
    public BookRiskFigures Current => Of(_book!.Figures);

    /// <summary>Learns the returns of the days that are complete. Takes milliseconds; called once a day.</summary>
    public void Learn(long nowNanos)
    {
        if (Returns.Scenarios(nowNanos) is not { } history)
            return;
        double[] all = [.. shocks.Values.SelectMany(shock => Enumerable.Repeat(shock, symbols.Count))];
        var stress = shocks.Count == 0 ? StressScenarios.None(symbols.Count) : new StressScenarios([.. shocks.Keys], all, symbols.Count);
        var values = _book is null ? new double[symbols.Count] : _book.Values.ToArray();
        _book = new BookRisk(new RiskModel(history, stress, seed), values);
    }

    /// <summary>A symbol's position has this value now.</summary>
    public void Update(string symbol, Money value)
    {
        if (_book is null || !_indexes.TryGetValue(symbol, out var index))
            return;
        var change = Math.Clamp(value.ToDouble(), -ValueMax, ValueMax) - _book.Values[index];
        if (change != 0)
            _book.Apply(index, change);
    }

    /// <summary>Every position as the account has it.</summary>
    public void Update(Account account, IReadOnlyDictionary<string, Price> marks)
    {
        foreach (var symbol in symbols)
            Update(symbol, ValueOf(account, symbol, marks));
    }

    public BookRiskFigures After(string symbol, Money change)
    {
        var (index, now) = (_indexes[symbol], _book!.Values[_indexes[symbol]]);
        return Of(_book.WithChange(index, Math.Clamp(now + change.ToDouble(), -ValueMax, ValueMax) - now));
    }

    /// <summary>What to sell or buy back, so that the value at risk falls to 90 % of the limit: the largest marginal risk first. Off the order path: may take 100 ms.</summary>
    public IReadOnlyList<RiskCut> CutsFor(Money limit)
    {
        var figures = _book!.Figures;
        var method = (figures.Parametric99.ValueAtRisk, figures.Historical99.ValueAtRisk, figures.MonteCarlo99.ValueAtRisk) switch
        {
            var (parametric, historical, simulated) when parametric >= historical && parametric >= simulated => RiskMethod.Parametric,
            var (_, historical, simulated) when historical >= simulated => RiskMethod.Historical,
            _ => RiskMethod.MonteCarlo,
        };
        var plan = VarReduction.Plan(_book.Model, _book.Values, Math.Max(limit.ToDouble(), 1e-6), method, ConfidenceLevel.Percent99);
        return [.. plan.Cuts.Select(cut => new RiskCut(symbols[cut.InstrumentIndex], LossOf(cut.ValueToCut)))];
    }

    /// <summary>A symbol's net position at its mark, in the base currency; zero without a mark.</summary>
    public static Money ValueOf(Account account, string symbol, IReadOnlyDictionary<string, Price> marks)
    {
        if (!marks.TryGetValue(symbol, out var mark))
            return Money.Zero;
        var net = Money.Notional(mark, account.NetPosition(symbol));
        return account.InBaseCurrency(net, account.Instruments[symbol].QuoteAsset, marks) ?? Money.Zero;
    }

    private BookRiskFigures Of(in RiskFigures figures) => new(
        LossOf(Math.Max(figures.Parametric99.ValueAtRisk, Math.Max(figures.Historical99.ValueAtRisk, figures.MonteCarlo99.ValueAtRisk))),
        LossOf(Math.Max(figures.Parametric99.ConditionalValueAtRisk, Math.Max(figures.Historical99.ConditionalValueAtRisk, figures.MonteCarlo99.ConditionalValueAtRisk))),
        LossOf(figures.WorstStress?.Loss ?? 0),
        figures.WorstStress is { } worst ? _book!.Model.Stress.Names[worst.ScenarioIndex] : "");

    private static Money LossOf(double loss) => loss <= 0 ? Money.Zero : new Money((Int128)Math.Ceiling(loss * 1e8));
}
