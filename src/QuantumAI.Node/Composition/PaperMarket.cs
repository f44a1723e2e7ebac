using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Feeds.Files;
using QuantumAI.Node.Configuration;
using QuantumAI.Simulation.Market;
using QuantumAI.Trading.Market;

namespace QuantumAI.Node.Composition;

/// <summary>The market of a paper session: made up, or a file. It can begin at any moment of its time.</summary>
/// <param name="Identity">For the journal's session identity.</param>
/// <param name="IntervalNanos">Length of a bar.</param>
/// <param name="StartNanos">The session's first market moment.</param>
/// <param name="EndNanos">The last event's time; <see cref="long.MaxValue"/> when the market never ends.</param>
/// <param name="Instruments">With what their bars are made of.</param>
/// <param name="Open">Gives the whole market, history included.</param>
internal sealed record PaperMarket(
    string Identity, long IntervalNanos, long StartNanos, long EndNanos,
    IReadOnlyList<(Instrument Instrument, BarOrigin Origin)> Instruments, Func<IMarketSource> Open)
{
    /// <summary>The seeded market of the configured symbols, with history before its start.</summary>
    public static PaperMarket Synthetic(QuantumSettings settings, ulong seed, long? intervalNanos)
    {
        var interval = intervalNanos ?? settings.IntervalNanos;
        var chosen = settings.Symbols.Select(symbol => Choose(settings, symbol)).ToArray();
        var originNanos = settings.SyntheticStartNanos - (settings.HistoryBars * interval);
        return new PaperMarket(
            "synthetic", interval, settings.SyntheticStartNanos, long.MaxValue,
            [.. chosen.Select(entry => (entry.Instrument, BarOrigin.Trades))],
            () => new SyntheticMarket(seed, originNanos, chosen));
    }

    /// <summary>A recorded market, from its first event on.</summary>
    public static PaperMarket Replay(RunOptions options, Action<string, long, long> progress, CancellationToken cancellation)
    {
        var input = MarketInput.Inspect(
            [MarketFileRequest.Parse(options.Replay!, options.Symbol, options.TimeZone)], options.Settings, options.IntervalNanos,
            (name, at) => progress(name, at.FileBytesRead, at.FileBytes), cancellation);
        return new PaperMarket(
            input.Identity, input.IntervalNanos, input.FirstNanos, input.LastNanos,
            [.. input.Symbols.Select(symbol => (symbol.Instrument, symbol.Origin))], input.Open);
    }

    /// <summary>The market from <paramref name="fromNanos"/> on, and what each symbol's history was by then.</summary>
    public MarketPast From(long fromNanos, int historyBars) => MarketPast.Read(
        Open(), [.. Instruments.Select(entry => entry.Origin)], IntervalNanos, fromNanos, historyBars);

    /// <summary>A configured instrument with its first price.</summary>
    public static (Instrument Instrument, Price FirstPrice) Choose(QuantumSettings settings, string symbol)
    {
        if (!settings.Instruments.TryGetValue(symbol, out var known))
            throw new UsageException($"market.symbols names {symbol}, and instruments has no {symbol}: it has {string.Join(", ", settings.Instruments.Keys)}");
        return (known.Instrument, known.FirstPrice
            ?? throw new UsageException($"instruments.{symbol}.first-price is missing: the synthetic market needs one"));
    }
}
