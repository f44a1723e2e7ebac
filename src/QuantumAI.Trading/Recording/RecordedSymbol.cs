using System.Text.Json;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Trading.Market;

namespace QuantumAI.Trading.Recording;

/// <summary>A symbol as a session knew it at its start. Immutable.</summary>
/// <param name="Instrument">With the venue's filters.</param>
/// <param name="Origin">What its bars are made of.</param>
/// <param name="IntervalNanos">Length of a bar.</param>
/// <param name="Bars">Closed bars, oldest first.</param>
/// <param name="OpenBar">What was known of the bar that was open; null when none was.</param>
public sealed record RecordedSymbol(Instrument Instrument, BarOrigin Origin, long IntervalNanos, IReadOnlyList<Bar> Bars, Bar? OpenBar)
{
    /// <summary>Taken before the session runs: its watcher goes on with the open bar.</summary>
    public static RecordedSymbol Of(SessionSymbol symbol) => new(
        symbol.Instrument, symbol.Origin, symbol.History.OpenBar.IntervalNanos, symbol.History.Bars, symbol.History.OpenBar.OpenBar);

    /// <summary>The symbol for a session, with a history of its own.</summary>
    public SessionSymbol Restore()
    {
        var open = new BarBuilder(IntervalNanos);
        if (OpenBar is not null)
            open.Add(OpenBar);
        return new SessionSymbol(Instrument, Origin, new SymbolHistory(Bars, open));
    }

    public static byte[] Write(IReadOnlyList<RecordedSymbol> symbols) => JsonSerializer.SerializeToUtf8Bytes(symbols, RecordingJson.Default.IReadOnlyListRecordedSymbol);

    /// <exception cref="JsonException">They are not what <see cref="Write"/> wrote.</exception>
    public static IReadOnlyList<RecordedSymbol> Read(ReadOnlySpan<byte> bytes) =>
        JsonSerializer.Deserialize(bytes, RecordingJson.Default.IReadOnlyListRecordedSymbol) ?? throw new JsonException("there are no symbols");
}
