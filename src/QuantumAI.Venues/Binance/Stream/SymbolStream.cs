namespace QuantumAI.Venues.Binance.Stream;

/// <summary>What is known of one symbol's streams.</summary>
internal sealed class SymbolStream(int instrumentId)
{
    public int InstrumentId { get; } = instrumentId;

    public DepthSynchroniser Depth { get; } = new(instrumentId);

    public long HeardNanos { get; set; }

    public int SilencesInARow { get; set; }

    public long LastTradeId { get; set; } = -1;

    public long LastBarNanos { get; set; } = long.MinValue;

    public long SnapshotAtNanos { get; set; }
}
