using System.Text.Json;
using QuantumAI.Node.Tests.Processes;

namespace QuantumAI.Node.Tests.Backtest;

public sealed class PinnedHashTests
{
    private const string CoinbaseFile = "crypto/bars/coinbase_btcusd_4h_2016_2021.csv.gz";
    private const string SpotFile = "crypto/ticks/binance_spot_btcusdt_20240808_ws_raw.jsonl.gz";
    private const string FuturesFile = "crypto/ticks/binance_usdm_btcusdt_20240808_ws_raw.jsonl.gz";

    [Fact]
    public async Task Backtest_must_have_its_pinned_hashes_when_bars_are_generated()
    {
        using var folder = new TempFolder();
        folder.Write("made.csv", MarketCsv.Trending(bars: 1_500, seed: 7));

        await MustBeAsync(PinnedHashes.GeneratedBars, folder, "--data", "BTCUSDT=made.csv");
    }

    [Fact]
    public async Task Backtest_must_have_its_pinned_hashes_when_bars_are_recorded() =>
        await MustBeAsync(PinnedHashes.CoinbaseBars, "--data", $"BTCUSD={SharedData.PathOf(CoinbaseFile)}");

    [Fact]
    public async Task Backtest_must_have_its_pinned_hashes_when_spot_ticks_are_recorded() =>
        await MustBeAsync(PinnedHashes.SpotTicks, "--data", SharedData.PathOf(SpotFile));

    [Fact]
    public async Task Backtest_must_have_its_pinned_hashes_when_spot_ticks_make_bars_of_a_second() =>
        await MustBeAsync(PinnedHashes.SpotTicksBySecond, "--data", SharedData.PathOf(SpotFile), "--interval", "1s");

    [Fact]
    public async Task Backtest_must_have_its_pinned_hashes_when_futures_ticks_are_recorded() =>
        await MustBeAsync(PinnedHashes.FuturesTicks, "--data", SharedData.PathOf(FuturesFile));

    [Fact]
    public async Task Backtest_must_have_its_pinned_hashes_when_futures_ticks_make_bars_of_a_second() =>
        await MustBeAsync(PinnedHashes.FuturesTicksBySecond, "--data", SharedData.PathOf(FuturesFile), "--interval", "1s");

    private static async Task MustBeAsync(Pinned pinned, params string[] arguments)
    {
        using var folder = new TempFolder();
        await MustBeAsync(pinned, folder, arguments);
    }

    private static async Task MustBeAsync(Pinned pinned, TempFolder folder, params string[] arguments)
    {
        var ended = await QuantumProcess.RunAsync(folder.Path, ["backtest", .. arguments, "--json"]);
        using var result = JsonDocument.Parse(ended.Expect(0).Output);

        Assert.Equal(
            pinned,
            new Pinned(result.RootElement.GetProperty("journalHash").GetString()!, result.RootElement.GetProperty("orderListHash").GetString()!));
    }
}
