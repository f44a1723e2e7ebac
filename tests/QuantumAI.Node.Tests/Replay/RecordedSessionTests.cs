using System.Text.Json;
using QuantumAI.Node.Commands;
using QuantumAI.Node.Replay;
using QuantumAI.Node.Tests.Backtest;
using QuantumAI.Node.Tests.Processes;

namespace QuantumAI.Node.Tests.Replay;

/// <summary>Sessions on many threads, run again in this process and in another one with another number of threads.</summary>
public sealed class RecordedSessionTests : IDisposable
{
    private const string Spot = "crypto/ticks/binance_spot_btcusdt_20240808_ws_raw.jsonl.gz";
    private const int LeastCommands = 100;
    private readonly TempFolder _folder = new();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public Task session_of_a_made_up_market_must_decide_the_same_when_it_is_run_again(ulong seed) => MustReplayAsync(Made(seed));

    [Fact]
    public Task session_of_recorded_websocket_data_must_decide_the_same_when_it_is_run_again() => MustReplayAsync(Recorded());

    [Fact]
    public async Task session_over_sockets_must_be_run_again_without_its_exchange()
    {
        await using (var exchange = await ExchangeProcess.StartAsync(_folder))
        {
            await using var session = QuantumProcess.Start(
                _folder.Path, exchange.Environment, ["paper", "--venue", "paper", "--url", exchange.Url, "--interval", "1s", "--port", "0", "--data-dir", "sockets"]);
            var address = await session.StatusAddressAsync();
            await session.ErrorLineAsync("recorded as run-0001");
            using var http = new HttpClient { Timeout = QuantumProcess.Patience };
            using var patience = new CancellationTokenSource(QuantumProcess.Patience);
            while (!(await http.GetAsync(new Uri(address, "/health/ready"), patience.Token)).IsSuccessStatusCode)
                patience.Token.ThrowIfCancellationRequested(); // the books are matched: reports of the venue have come
            await session.SignalAsync("INT");
            (await session.EndAsync()).Expect(0);
        }

        using var json = JsonDocument.Parse((await QuantumProcess.RunAsync(_folder.Path, "replay", "sockets", "--json")).Expect(0).Output);
        var run = Assert.Single(json.RootElement.GetProperty("runs").EnumerateArray());
        Assert.True(run.GetProperty("turns").GetInt64() > 10);
        Assert.Equal(JsonValueKind.Null, run.GetProperty("cutOff").ValueKind);
    }

    [Fact]
    [Trait("Size", "proof")]
    public async Task Proof_ten_recordings_must_decide_the_same_when_they_are_run_again()
    {
        for (var seed = 11UL; seed < 20; seed++)
            await MustReplayAsync(Made(seed));
        await MustReplayAsync(Recorded());
    }

    public void Dispose() => _folder.Dispose();

    private static BusySession.Plan Made(ulong seed) => new(seed, Speed: 60 * (1 + (seed % 5)), ForSeconds: 600);

    private static BusySession.Plan Recorded() => new(1, Speed: 100, ForSeconds: 400, SharedData.PathOf(Spot));

    private async Task MustReplayAsync(BusySession.Plan plan)
    {
        var dataDir = _folder[$"session-{plan.Seed}-{plan.File is null}"];
        ThreadPool.GetMinThreads(out var workers, out var ports);
        ThreadPool.SetMinThreads(Math.Max(workers, 2 * BusySession.Threads), ports);
        await BusySession.RunAsync(plan, dataDir);

        var outcome = Replay(dataDir);
        Assert.True(outcome.IsEqual, $"{plan}: {ReplayWords.Text(outcome)}");
        Assert.Null(Assert.Single(outcome.Runs).CutOff);
        Assert.True(outcome.Commands >= LeastCommands, $"{plan}: {outcome.Commands} commands");

        var threads = plan.Seed % 2 == 0 ? "1" : "7";
        await using var process = QuantumProcess.Start(
            _folder.Path, new Dictionary<string, string> { ["DOTNET_PROCESSOR_COUNT"] = threads, ["DOTNET_ThreadPool_ForceMinWorkerThreads"] = threads }, ["replay", dataDir, "--json"]);
        using var json = JsonDocument.Parse((await process.EndAsync()).Expect(0).Output);
        Assert.Equal((outcome.Commands, outcome.CommandHash, outcome.CommandHash, true), (
            json.RootElement.GetProperty("commands").GetInt32(), json.RootElement.GetProperty("commandHash").GetString(),
            json.RootElement.GetProperty("recordedHash").GetString(), json.RootElement.GetProperty("equal").GetBoolean()));
    }

    private static ReplayOutcome Replay(string dataDir)
    {
        var (place, runs) = SessionReplay.Find(dataDir, dataDir);
        var settings = SharedOptions.Settings("paper", null, null);
        return SessionReplay.Open(dataDir, place, runs, settings.Journal).Run(null, (_, _, _) => { }, CancellationToken.None);
    }
}
