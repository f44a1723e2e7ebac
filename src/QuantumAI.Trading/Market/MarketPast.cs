using QuantumAI.Domain.Market;

namespace QuantumAI.Trading.Market;

/// <summary>Reads a source up to a moment into bars, and is the source from there on: how a session gets its history and where it resumes.</summary>
public sealed class MarketPast : IMarketSource
{
    private readonly IMarketSource _source;
    private readonly Queue<MarketEvent> _first = new();

    private MarketPast(IMarketSource source) => _source = source;

    /// <summary>Per instrument: the last closed bars and the bar that is open at the moment.</summary>
    public IReadOnlyList<SymbolHistory> Histories { get; private set; } = [];

    /// <summary>Reads every event before <paramref name="untilNanos"/>, and the bars that end at it: they were known, and decided on, by then.</summary>
    /// <param name="source">Read from its present place; owned from now on.</param>
    /// <param name="origins">What the bars of each instrument are made of.</param>
    /// <param name="intervalNanos">Length of a bar.</param>
    /// <param name="untilNanos">The session's first moment.</param>
    /// <param name="mostBars">How many closed bars to keep per instrument.</param>
    public static MarketPast Read(IMarketSource source, IReadOnlyList<BarOrigin> origins, long intervalNanos, long untilNanos, int mostBars)
    {
        var builders = origins.Select(_ => new BarBuilder(intervalNanos)).ToArray();
        var closed = origins.Select(_ => new Queue<Bar>()).ToArray();
        var past = new MarketPast(source);
        while (source.TryRead(out var next))
        {
            if (next.ReceivedNanos > untilNanos)
            {
                past._first.Enqueue(next);
                break;
            }

            if (next.ReceivedNanos == untilNanos && next.Kind != MarketEventKind.Bar)
            {
                past._first.Enqueue(next);
                continue;
            }

            Add(in next, origins[next.InstrumentId], builders[next.InstrumentId], closed[next.InstrumentId], mostBars);
        }

        for (var i = 0; i < builders.Length; i++)
        {
            // A bar that is joined from shorter ones and lacks its last part waits for the next one, as the watcher does.
            if (origins[i] != BarOrigin.Bars && builders[i].TryClose(untilNanos, out var bar))
                Keep(closed[i], bar, mostBars);
        }

        past.Histories = [.. builders.Select((builder, index) => new SymbolHistory([.. closed[index]], builder))];
        return past;
    }

    public bool TryRead(out MarketEvent marketEvent) => _first.TryDequeue(out marketEvent) || _source.TryRead(out marketEvent);

    public void Dispose() => _source.Dispose();

    private static void Add(in MarketEvent next, BarOrigin origin, BarBuilder builder, Queue<Bar> closed, int mostBars)
    {
        var timeNanos = next.Kind == MarketEventKind.Bar ? next.Bar.StartNanos : next.ReceivedNanos;
        if (builder.TryClose(timeNanos, out var bar))
            Keep(closed, bar, mostBars);
        switch (next.Kind)
        {
            case MarketEventKind.Bar when next.Bar.IntervalNanos >= builder.IntervalNanos:
                Keep(closed, next.Bar, mostBars);
                break;
            case MarketEventKind.Bar:
                builder.Add(next.Bar);
                if (builder.TryClose(next.Bar.EndNanos, out var joined))
                    Keep(closed, joined, mostBars);
                break;
            case MarketEventKind.Trade when origin == BarOrigin.Trades:
                builder.Add(timeNanos, next.PriceUnits, next.QuantityUnits);
                break;
            case MarketEventKind.Quote when origin == BarOrigin.Quotes && next.AskUnits >= next.BidUnits && next.BidUnits > 0:
                builder.Add(timeNanos, (next.BidUnits + next.AskUnits) / 2, 0);
                break;
            default:
                break;
        }
    }

    private static void Keep(Queue<Bar> closed, Bar bar, int mostBars)
    {
        closed.Enqueue(bar);
        if (closed.Count > mostBars)
            closed.Dequeue();
    }
}
