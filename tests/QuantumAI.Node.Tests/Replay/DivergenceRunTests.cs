using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using QuantumAI.Node.Commands;
using QuantumAI.Node.Replay;
using QuantumAI.Node.Tests.Paper;
using QuantumAI.Node.Tests.Processes;

namespace QuantumAI.Node.Tests.Replay;

/// <summary><c>quantum replay --with</c> while it runs, and what it leaves.</summary>
public sealed class DivergenceRunTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task interrupted_replay_must_not_end_like_one_that_is_different(string signal)
    {
        await PaperSession.RunAsync(_folder, "data", 11, "5d");
        using (var make = Process.Start("mkfifo", [_folder["with.conf"]]))
            await make.WaitForExitAsync().WaitAsync(QuantumProcess.Patience);
        await using var replay = QuantumProcess.Start(_folder.Path, "replay", "data", "--with", "with.conf");

        // A pipe opens when both ends are there: the program is at its configuration then, and waits for it.
        await using (var pipe = await Task.Run(() => new FileStream(_folder["with.conf"], FileMode.Open, FileAccess.Write)).WaitAsync(QuantumProcess.Patience))
        {
            await replay.SignalAsync(signal);
            await pipe.WriteAsync(Encoding.UTF8.GetBytes("aurora.trend.adx-min = 30"));
        }

        var ended = (await replay.EndAsync()).Expect(130);
        Assert.Equal(("", "interrupted"), (ended.Output.Trim(), ended.Error.Trim()));
    }

    [Fact]
    public async Task report_of_a_fast_session_must_show_how_far_it_is_in_each_phase_and_have_facts_curves_and_a_note_of_the_speed()
    {
        (await QuantumProcess.RunAsync(_folder.Path, "paper", "--seed", "11", "--for", "10d", "--speed", "1000000", "--interval", "15m", "--port", "0", "--data-dir", "data")).Expect(0);
        _folder.Write("strict.conf", "aurora.trend.adx-min = 30");
        var seen = Progress("run-0001");
        string[] phases = ["run-0001 re-run 1/2", "run-0001 re-run 2/2", "run-0001 market", "run-0001 shadow 1/2", "run-0001 shadow 2/2"];
        Assert.Equal(phases, seen.Select(step => step.Phase).Distinct());
        Assert.All(seen.GroupBy(step => step.Phase), MustRise);
        Assert.All(seen.Where(step => step.Phase != phases[0]).GroupBy(step => step.Phase), MustEnd); // the first ends where the first decision differs

        using var json = JsonDocument.Parse((await QuantumProcess.RunAsync(_folder.Path, "replay", "data", "--with", "strict.conf", "--json", "--html", "page.html")).Expect(1).Output);
        Assert.Contains(
            json.RootElement.GetProperty("divergence").GetProperty("notes").EnumerateArray(),
            note => note.GetString()!.StartsWith("run-0001 ran at 1,000,000 times real time: a millisecond of the machine is 16 min 40 s of its market", StringComparison.Ordinal));
        using var reader = XmlReader.Create(_folder["page.html"], new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        var page = XElement.Load(reader);
        Assert.Subset(page.Descendants("path").Select(path => (string?)path.Attribute("class")).ToHashSet(), new HashSet<string?> { "curve", "shadow", "other" });
        Assert.Contains("BTCUSDT, ETHUSDT", page.Descendants("dd").Select(fact => fact.Value));
    }

    [Fact]
    public async Task rerun_of_a_virtual_run_must_show_how_far_it_is()
    {
        await PaperSession.RunAsync(_folder, "data", 11, "10d");
        _folder.Write("strict.conf", "aurora.trend.adx-min = 30");
        var phases = Progress("run-0001").GroupBy(step => step.Phase).ToArray();
        Assert.Equal(["run-0001 re-run 1/2", "run-0001 re-run 2/2"], phases.Select(phase => phase.Key));
        Assert.All(phases, MustRise);
        Assert.All(phases, MustEnd);
    }

    public void Dispose() => _folder.Dispose();

    private static void MustRise(IEnumerable<(string Phase, long Done, long All)> steps)
    {
        var done = steps.Select(Share).ToArray();
        Assert.True(done.Length > 1 && done.SequenceEqual(done.Order()) && done[0] < done[^1] && done[^1] <= 1, string.Join(" ", done));
    }

    private static void MustEnd(IEnumerable<(string Phase, long Done, long All)> steps) => Assert.InRange(Share(steps.Last()), 0.8, 1);

    private static double Share((string Phase, long Done, long All) step) => (double)step.Done / step.All;

    private List<(string Phase, long Done, long All)> Progress(string run)
    {
        var seen = new List<(string, long, long)>();
        var (place, runs) = SessionReplay.Find(run, _folder["data"]);
        var session = SessionReplay.Open(run, place, runs, SharedOptions.Settings("paper", null, null).Journal);
        using var divergence = new SessionDivergence(session, _folder["strict.conf"]);
        divergence.Run((phase, done, all) => seen.Add((phase, done, all)), CancellationToken.None);
        return seen;
    }
}
