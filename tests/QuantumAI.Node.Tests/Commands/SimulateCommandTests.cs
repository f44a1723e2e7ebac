using System.Text.Json;
using QuantumAI.Node.Tests.Processes;

namespace QuantumAI.Node.Tests.Commands;

/// <summary><c>quantum simulate</c> as a program.</summary>
public sealed class SimulateCommandTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Seed_must_give_one_object_and_the_same_trace_again()
    {
        var first = Json((await RunAsync("--seed", "4", "--minutes", "1", "--json")).Expect(0).Output);
        var second = (await RunAsync("--seed", "4", "--minutes", "1", "--trace", "trace.txt")).Expect(0);
        string[] names = ["seed", "traceHash", "steps", "simulatedSeconds", "faults", "violations"];
        Assert.Equal(names, first.EnumerateObject().Select(property => property.Name));
        Assert.Contains($"trace: {first.GetProperty("traceHash").GetString()}", second.Output, StringComparison.Ordinal);
        Assert.Equal(0, first.GetProperty("violations").GetArrayLength());
        Assert.True(new FileInfo(Path.Combine(_folder.Path, "trace.txt")).Length > 10_000);
    }

    [Theory]
    [InlineData("6")] // on a machine's disk
    [InlineData("3")]
    public async Task Seed_must_give_the_same_trace_on_any_number_of_processors(string seed)
    {
        var hashes = new List<string>();
        foreach (var processors in new[] { "1", "7" })
        {
            var process = QuantumProcess.Start(
                _folder.Path, new Dictionary<string, string> { ["DOTNET_PROCESSOR_COUNT"] = processors, ["DOTNET_TieredPGO"] = processors == "1" ? "0" : "1" },
                ["simulate", "--seed", seed, "--minutes", "1", "--json"]);
            await using (process.ConfigureAwait(true))
                hashes.Add(Json((await process.EndAsync()).Expect(0).Output).GetProperty("traceHash").GetString()!);
        }

        Assert.Equal(hashes[0], hashes[1]);
    }

    [Fact]
    public async Task Seeds_must_give_one_object_with_hours_speed_faults_and_missed_branches()
    {
        var report = Json((await RunAsync("--seeds", "6", "--minutes", "1", "--json")).Expect(0).Output);
        string[] names = ["seeds", "failed", "simulatedHours", "timesRealTime", "faults", "branchesMissed"];
        Assert.Equal(names, report.EnumerateObject().Select(property => property.Name));
        Assert.Equal(6, report.GetProperty("seeds").GetInt32());
        Assert.Equal(0, report.GetProperty("failed").GetArrayLength());
        Assert.InRange(report.GetProperty("simulatedHours").GetDouble(), 0.34, 0.61); // a minute and two and a half or five each
        Assert.True(report.GetProperty("branchesMissed").GetArrayLength() > 0);
    }

    [Theory]
    [InlineData("--seed 1 --seeds 2", "exclude each other")]
    [InlineData("--trace t.txt", "--seed or --settings")]
    [InlineData("--minutes 0", "--minutes")]
    [InlineData("--minutes 100000", "at most")]
    [InlineData("--seeds -3", "--seeds")]
    [InlineData("--seeds abc", "--seeds")]
    [InlineData("--mutations --seed 3", "--mutations")]
    [InlineData("--settings none.json --minutes 3", "--minutes")]
    [InlineData("--seed 1 --shrink no/such/folder/s.json", "cannot be written")]
    [InlineData("--seed -1", "--seed")]
    [InlineData("--settings none.json", "--settings none.json")]
    [InlineData("--settings broken.json", "--settings broken.json")]
    [InlineData("--seed 1 --trace no/such/folder/t.txt", "cannot be written")]
    public async Task Wrong_arguments_must_be_refused_in_words(string arguments, string words)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "broken.json"), "{ \"seed\": true");
        var refused = (await RunAsync(arguments.Split(' '))).Expect(2);
        Assert.Contains(words, refused.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", refused.Error, StringComparison.Ordinal);
    }

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;

    private Task<Finished> RunAsync(params string[] arguments) => QuantumProcess.RunAsync(_folder.Path, ["simulate", .. arguments]);
}
