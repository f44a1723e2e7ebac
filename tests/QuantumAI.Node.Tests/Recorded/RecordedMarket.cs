using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Market;
using QuantumAI.Feeds.Files;
using QuantumAI.Node.Commands;
using QuantumAI.Node.Composition;
using QuantumAI.Node.Tests.Backtest;
using QuantumAI.Node.Tests.Processes;
using QuantumAI.Venues.PaperServer.Market;

namespace QuantumAI.Node.Tests.Recorded;

/// <summary>The venue's raw streams of six minutes in August 2024, opened as <c>quantum exchange --market FILE</c> opens them.</summary>
internal sealed class RecordedMarket
{
    private const string Recording = "crypto/ticks/binance_spot_btcusdt_20240808_ws_raw.jsonl.gz";
    private readonly MarketInput _input;

    private RecordedMarket(MarketInput input) => (_input, Events) = (input, [.. EventsOf(input)]);

    public Instrument Instrument => _input.Symbols[0].Instrument;

    /// <summary>Every event as it was recorded.</summary>
    public IReadOnlyList<MarketEvent> Events { get; }

    public static RecordedMarket Open(TempFolder folder)
    {
        var path = SharedData.Find(Recording);
        if (path is null)
        {
            TestContext.Current.TestOutputHelper?.WriteLine("shared data folder not found: the recording is generated");
            GeneratedRecording.Write(path = folder["generated.jsonl"]);
        }

        return new RecordedMarket(MarketInput.Inspect(
            [new MarketFileRequest(path, "BTCUSDT", TimeZoneInfo.Utc)], SharedOptions.Settings("paper", null, null), null, static (_, _) => { },
            TestContext.Current.CancellationToken));
    }

    /// <summary>The recording from its beginning to its end, faster than it was.</summary>
    /// <param name="nowNanos">When it begins.</param>
    /// <param name="showing">Called with the number of each event before it is shown.</param>
    public IExchangeMarket Play(long nowNanos, Action<int> showing) => new Player(
        new RecordedExchangeMarket(_input.Open, [Instrument], _input.Files.All(file => file.DepthSnapshotCount > 0), nowNanos), nowNanos, showing);

    private static IEnumerable<MarketEvent> EventsOf(MarketInput input)
    {
        using var source = input.Open();
        while (source.TryRead(out var recorded))
            yield return recorded;
    }

    private sealed class Player(RecordedExchangeMarket market, long startNanos, Action<int> showing) : IExchangeMarket
    {
        private const long Speed = 40;
        private int _shown;

        public IEnumerable<MarketEvent> History => market.History;

        public bool TryRead(out MarketEvent marketEvent)
        {
            // The recording has no holes: a gap is where it would begin again.
            if (!market.TryRead(out marketEvent) || marketEvent.Kind == MarketEventKind.Gap)
                return false;
            showing(++_shown);
            marketEvent = marketEvent.Ingested(0, startNanos + ((marketEvent.ReceivedNanos - startNanos) / Speed));
            return true;
        }

        public void Dispose() => market.Dispose();
    }
}
