using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml;
using System.Xml.Linq;
using QuantumAI.Node.Tests.Paper;
using QuantumAI.Node.Tests.Processes;

namespace QuantumAI.Node.Tests.Replay;

/// <summary><c>quantum replay</c> as an operator runs it.</summary>
public sealed class ReplayCommandTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task live_run_must_name_the_first_decision_that_another_configuration_changes_and_its_cause()
    {
        await LiveAsync("15d");
        var equal = await ReplayAsync(0);
        Assert.True(equal.RootElement.GetProperty("commands").GetInt32() > 20);
        Assert.Equal(JsonValueKind.Null, equal.RootElement.GetProperty("firstDifference").ValueKind);

        _folder.Write("strict.conf", "aurora.trend.adx-min = 30");
        using var changed = JsonDocument.Parse((await RunAsync("--with", "strict.conf", "--html", "page.html", "--json")).Expect(1).Output);
        var first = changed.RootElement.GetProperty("firstDifference");
        Assert.StartsWith("symbol-", first.GetProperty("actor").GetString(), StringComparison.Ordinal);
        Assert.Contains("market event", first.GetProperty("input").GetString(), StringComparison.Ordinal);
        Assert.Matches("EnterLong \\(trend-cross\\), and now None \\(trend-too-weak\\).*adx-14.*aurora.trend.adx-min 20 → 30", first.GetProperty("cause").GetString());
        Assert.Contains("equity", first.GetProperty("state").GetString(), StringComparison.Ordinal);
        var totals = changed.RootElement.GetProperty("divergence").GetProperty("totals");
        Assert.True(totals.GetProperty("configuration").GetInt32() > 0);
        using var reader = XmlReader.Create(_folder["page.html"], new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        Assert.Contains("First decision that changed", XElement.Load(reader).Value, StringComparison.Ordinal);

        _folder.Write("same.conf", "");
        Assert.Contains("no decision of the session would have changed", (await RunAsync("--with", "same.conf")).Expect(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task other_code_and_other_configuration_must_be_refused_by_the_name_of_the_hash()
    {
        await LiveAsync("5d");
        Assert.Contains("configuration hash", (await RunAsync("--set", "risk.drawdown=10%")).Expect(2).Error, StringComparison.Ordinal);
        (await RunAsync("--set", "http.port=9001")).Expect(0); // it does not decide
        Change("manifest.json", manifest => manifest["codeHash"] = new string('0', 64));
        var refused = (await RunAsync()).Expect(2).Error;
        Assert.Contains("code hash", refused, StringComparison.Ordinal);
        Assert.Contains("--with", refused, StringComparison.Ordinal);
        _folder.Write("same.conf", "");
        Assert.Contains("by other code", (await RunAsync("--with", "same.conf")).Expect(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task difference_must_name_actor_input_and_state_when_a_rerun_leaves_the_session()
    {
        await LiveAsync("10d");
        Change("symbols.json", symbols =>
        {
            foreach (var symbol in symbols.AsArray())
            {
                symbol!["instrument"]!["lotStepUnits"] = 1_000_000; // orders are floored to another lot
                symbol["instrument"]!["filters"]!["lot"]!["stepUnits"] = 1_000_000;
            }
        });
        var first = (await ReplayAsync(1)).RootElement.GetProperty("firstDifference");
        Assert.Equal(1, first.GetProperty("command").GetInt64());
        Assert.Contains("account-paper/sizing", first.GetProperty("actor").GetString(), StringComparison.Ordinal);
        Assert.Matches("the signal EnterLong .* from symbol-.*which began with market event", first.GetProperty("input").GetString());
        Assert.Contains("signal of", first.GetProperty("state").GetString(), StringComparison.Ordinal);
        Assert.NotEqual(first.GetProperty("recorded").GetString(), first.GetProperty("replayed").GetString());
    }

    [Fact]
    public async Task killed_session_must_replay_as_far_as_it_was_written_and_the_next_run_from_there()
    {
        await using (var killed = PaperSession.Start(_folder, "data", seed: 11, speed: 300_000, "--interval", "15m"))
        {
            for (var fills = 0; fills < 3; fills++)
                await killed.ErrorLineAsync(" filled at ");
            var beside = await QuantumProcess.RunAsync(_folder.Path, "replay", "data", "--json");
            Assert.Contains("still runs", beside.Expect(0).Output, StringComparison.Ordinal);
            await killed.KillAsync();
        }

        using (var cut = await ReplayAsync(0))
        {
            Assert.Contains("killed", cut.RootElement.GetProperty("runs")[0].GetProperty("cutOff").GetString(), StringComparison.Ordinal);
            Assert.True(cut.RootElement.GetProperty("commands").GetInt32() >= 3);
        }

        await LiveAsync("4d");
        using var both = await ReplayAsync(0);
        Assert.Equal(2, both.RootElement.GetProperty("runs").GetArrayLength());
        Assert.Equal(JsonValueKind.Null, both.RootElement.GetProperty("runs")[1].GetProperty("cutOff").ValueKind);
        Assert.Contains("run-0002", (await QuantumProcess.RunAsync(_folder.Path, "replay", "run-0002", "--data-dir", "data")).Expect(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task damage_must_be_said_of_its_file_and_a_change_be_found_in_what_a_killed_session_left()
    {
        await LiveAsync("8d");
        var (lanes, end, manifest) = (InRun("lanes.bin"), InRun("end.json"), InRun("manifest.json"));
        var (lanesWere, endWas, manifestWas) = (File.ReadAllBytes(lanes), File.ReadAllBytes(end), File.ReadAllBytes(manifest));
        var half = lanesWere.Length / 2;

        byte[] flipped = [.. lanesWere];
        flipped.AsSpan(half, 32).Fill(0xFF);
        File.WriteAllBytes(lanes, flipped);
        await DamagedAsync("lanes.bin is damaged");
        File.WriteAllBytes(lanes, lanesWere[..half]);
        await DamagedAsync("lanes.bin is damaged");
        Change("end.json", node => node.AsObject().Remove("lanesBytes")); // as older runs have it
        await DamagedAsync("lanes.bin is damaged");
        File.WriteAllBytes(lanes, lanesWere);
        File.WriteAllBytes(end, endWas[..^20]);
        await DamagedAsync("end.json is damaged");
        File.WriteAllBytes(end, endWas);
        File.WriteAllBytes(manifest, manifestWas[..^20]);
        await DamagedAsync("manifest.json is damaged");
        File.Delete(manifest);
        await DamagedAsync("run-0001 has no manifest.json");
        File.WriteAllBytes(manifest, manifestWas);

        // What changes depends on how busy the machine was in the session: the cut recording must say what the whole one does.
        _folder.Write("strict.conf", "aurora.trend.adx-min = 30");
        string[] arguments = ["replay", Path.Combine("data", "runs", "run-0001"), "--with", "strict.conf"];
        var whole = await QuantumProcess.RunAsync(_folder.Path, arguments);
        File.Delete(end);
        File.WriteAllBytes(lanes, lanesWere[..^1]); // its end mark: how much a kill takes with it depends on the last flush
        var cut = (await QuantumProcess.RunAsync(_folder.Path, arguments)).Expect(whole.ExitCode);
        Assert.Equal(whole.OutputLines.Where(line => line.StartsWith("first decision", StringComparison.Ordinal)), cut.OutputLines.Where(line => line.StartsWith("first decision", StringComparison.Ordinal)));
        (await QuantumProcess.RunAsync(_folder.Path, "replay")).Expect(0);
    }

    [Fact]
    public async Task recording_at_its_bound_must_end_and_the_session_go_on()
    {
        await LiveAsync("10d", "--set", "recording.max-size=64KiB");
        Assert.Contains("nothing to compare", (await RunAsync()).Expect(0).Output, StringComparison.Ordinal);
        _folder.Write("same.conf", "");
        Assert.Contains("nothing to compare", (await RunAsync("--with", "same.conf")).Expect(0).Output, StringComparison.Ordinal);
        using var cut = await ReplayAsync(0);
        Assert.Contains("bound of 65536 bytes", cut.RootElement.GetProperty("runs")[0].GetProperty("cutOff").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task virtual_runs_must_be_repeated_from_the_first_and_refused_when_that_is_gone()
    {
        await PaperSession.RunAsync(_folder, "data", 11, "10d");
        await PaperSession.RunAsync(_folder, "data", 11, "20d");
        using (var both = await ReplayAsync(0))
        {
            Assert.True(both.RootElement.GetProperty("commands").GetInt32() > 10);
            Assert.Equal(2, both.RootElement.GetProperty("runs").GetArrayLength());
        }

        (await QuantumProcess.RunAsync(_folder.Path, "replay", "run-0002", "--data-dir", "data")).Expect(0);
        _folder.Write("strict.conf", "aurora.trend.adx-min = 30");
        Assert.Contains("first decision that changed: command", (await RunAsync("--with", "strict.conf")).Expect(1).Output, StringComparison.Ordinal);
        Directory.Delete(_folder["data/runs/run-0001"], recursive: true);
        Assert.Contains("cannot be repeated", (await RunAsync()).Expect(2).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task only_the_newest_runs_must_be_kept_and_none_when_switched_off()
    {
        for (var days = 1; days <= 3; days++)
            await PaperSession.RunAsync(_folder, "data", 11, $"{days}d", "--set", "recording.keep-runs=2");
        Assert.Equal(["run-0002", "run-0003"], Directory.EnumerateDirectories(_folder["data/runs"]).Select(Path.GetFileName).Order());
        await PaperSession.RunAsync(_folder, "plain", 11, "1d", "--set", "recording.enabled=off");
        Assert.False(Directory.Exists(_folder["plain/runs"]));
        Assert.Contains("no recorded run", (await QuantumProcess.RunAsync(_folder.Path, "replay", "plain")).Expect(2).Error, StringComparison.Ordinal);
        Assert.Contains("run-0002, run-0003", (await QuantumProcess.RunAsync(_folder.Path, "replay", "run-0001", "--data-dir", "data")).Expect(2).Error, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private async Task LiveAsync(string length, params string[] more) => (await QuantumProcess.RunAsync(
        _folder.Path, ["paper", "--seed", "11", "--for", length, "--speed", "200000", "--interval", "15m", "--port", "0", "--data-dir", "data", .. more])).Expect(0);

    private Task<Finished> RunAsync(params string[] more) => QuantumProcess.RunAsync(_folder.Path, ["replay", "data", .. more]);

    private async Task<JsonDocument> ReplayAsync(int exitCode) => JsonDocument.Parse((await RunAsync("--json")).Expect(exitCode).Output);

    private string InRun(string file) => _folder[Path.Combine("data", "runs", "run-0001", file)];

    private async Task DamagedAsync(string words) => Assert.Contains(words, (await RunAsync()).Expect(2).Error, StringComparison.Ordinal);

    private void Change(string file, Action<JsonNode> change)
    {
        var path = InRun(file);
        var node = JsonNode.Parse(File.ReadAllText(path))!;
        change(node);
        File.WriteAllText(path, node.ToJsonString());
    }
}
