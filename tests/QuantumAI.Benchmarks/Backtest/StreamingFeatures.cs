using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Quant.Indicators;
using QuantumAI.Trading.Market;

namespace QuantumAI.Benchmarks.Backtest;

/// <summary>Fifty numbers of one symbol, every one of them updated with every event: averages, oscillators, ranges, and what the book says.</summary>
internal sealed class StreamingFeatures(Instrument instrument) : IEventFeatures
{
    /// <summary>How many there are.</summary>
    public const int Count = 50;

    private readonly EmaIncremental[] _averages = [.. Periods(14, 5, 9).Select(period => new EmaIncremental(new EmaParameters(period)))];
    private readonly RsiIncremental[] _oscillators = [.. Periods(10, 7, 6).Select(period => new RsiIncremental(new RsiParameters(period)))];
    private readonly AtrIncremental[] _ranges = [.. Periods(8, 7, 8).Select(period => new AtrIncremental(new AtrParameters(period)))];
    private readonly AdxIncremental[] _trends = [.. Periods(6, 7, 7).Select(period => new AdxIncremental(new AdxParameters(period)))];
    private readonly EmaIncremental[] _spreads = [.. Periods(3, 10, 40).Select(period => new EmaIncremental(new EmaParameters(period)))];
    private readonly EmaIncremental[] _imbalances = [.. Periods(3, 10, 40).Select(period => new EmaIncremental(new EmaParameters(period)))];
    private readonly EmaIncremental[] _flows = [.. Periods(3, 10, 40).Select(period => new EmaIncremental(new EmaParameters(period)))];
    private readonly double _unit = 1.0 / FixedPoint.PowerOfTen(instrument.PriceScale);
    private readonly double[] _values = new double[Count];
    private double _bid;
    private double _ask;

    /// <summary>Sum of every finite value after every event: whoever computes them all comes to the same.</summary>
    public double Checksum { get; private set; }

    public double FastAverage => _values[0];

    public double SlowAverage => _values[13];

    public void Update(in MarketEvent marketEvent, OrderBook book)
    {
        var flow = 0.0;
        if (marketEvent.Kind == MarketEventKind.Quote)
            (_bid, _ask) = (marketEvent.BidUnits * _unit, marketEvent.AskUnits * _unit);
        else if (marketEvent.Kind == MarketEventKind.Trade)
            flow = marketEvent.BuyerIsMaker ? -marketEvent.QuantityUnits : marketEvent.QuantityUnits;
        var (close, at) = ((_bid + _ask) / 2, 0);
        foreach (var average in _averages)
            _values[at++] = average.Update(close);
        foreach (var oscillator in _oscillators)
            _values[at++] = oscillator.Update(close);
        foreach (var range in _ranges)
            _values[at++] = range.Update(_ask, _bid, close);
        foreach (var trend in _trends)
            _values[at++] = trend.Update(_ask, _bid, close);
        UpdateBook(close, flow, book, ref at);
        Add();
    }

    private void UpdateBook(double close, double flow, OrderBook book, ref int at)
    {
        var (spread, imbalance, lean) = (0.0, 0.0, 0.0);
        if (book.TryBest(out var bid, out var ask))
        {
            spread = (ask.PriceUnits - bid.PriceUnits) * _unit;
            imbalance = (double)(bid.SizeUnits - ask.SizeUnits) / (bid.SizeUnits + ask.SizeUnits);
            lean = ((bid.PriceUnits * _unit) + (spread * bid.SizeUnits / (bid.SizeUnits + ask.SizeUnits))) - close;
        }

        (_values[at++], _values[at++], _values[at++]) = (spread, imbalance, lean);
        foreach (var average in _spreads)
            _values[at++] = average.Update(spread);
        foreach (var average in _imbalances)
            _values[at++] = average.Update(imbalance);
        foreach (var average in _flows)
            _values[at++] = average.Update(flow);
    }

    private void Add()
    {
        var sum = 0.0;
        foreach (var value in _values)
            sum += double.IsFinite(value) ? value : 0;
        Checksum += sum;
    }

    private static IEnumerable<int> Periods(int count, int first, int step) => Enumerable.Range(0, count).Select(i => first + (i * step));
}
