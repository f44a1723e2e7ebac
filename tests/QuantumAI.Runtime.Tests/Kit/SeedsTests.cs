namespace QuantumAI.Runtime.Tests.Kit;

public sealed class SeedsTests
{
    [Fact]
    public void failure_must_name_its_smallest_size_its_seed_and_the_command_that_replays_it()
    {
        var failure = Assert.Throws<SeedFailedException>(() => Seeds.Hold(1_000, (_, size) => Assert.True(size < 17, "too large")));
        Assert.Equal(17, failure.Size);
        Assert.Contains("too large", failure.Message, StringComparison.Ordinal);
        Assert.Contains(
            $"replay: QUANTUM_SEED={failure.Seed}:17 dotnet test tests/QuantumAI.Runtime.Tests -c Release --filter FullyQualifiedName~{typeof(SeedsTests)}.",
            failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void seed_must_give_the_same_draws_when_it_is_replayed()
    {
        var draws = new Dictionary<int, int>();
        Seeds.HoldEach(10, (seed, _) => draws[seed] = new Random(seed).Next());
        Assert.All(draws, draw => Assert.Equal(draw.Value, new Random(draw.Key).Next()));
        Assert.True(draws.Count > 90);
    }

    [Theory]
    [InlineData(null, null, null)]
    [InlineData("", null, null)]
    [InlineData("12", 12, 100)]
    [InlineData("12:7", 12, 7)]
    public void chosen_case_must_be_read_from_the_variable(string? text, int? seed, int? size)
    {
        var chosen = Seeds.Parse(text, 100);
        Assert.Equal((seed, size), (chosen?.Seed, chosen?.Size));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("1:2:3")]
    [InlineData("-1")]
    [InlineData("1:")]
    public void chosen_case_must_be_refused_when_it_is_not_a_seed_and_a_size(string text) => Assert.Throws<FormatException>(() => Seeds.Parse(text, 100));

    [Fact]
    public void scenario_must_fail_when_two_runs_of_a_seed_differ()
    {
        var runs = 0;
        var failure = Assert.Throws<SeedFailedException>(() => Scenario.Hold(10, scenario =>
        {
            scenario.Note("same");
            scenario.Note($"{runs++ % 2}");
        }));
        Assert.Contains("two runs of one seed differ at line 2", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void scenario_must_fail_when_its_world_faults_unless_it_may()
    {
        void Play(Scenario scenario, bool mayFault)
        {
            scenario.MayFault = mayFault;
            scenario.World.CreateLane("lane").Spawn("bad", new Script<int>((_, _) => throw new InvalidDataException("test"))).Tell(1);
            scenario.World.RunUntilIdle();
        }

        Scenario.Hold(1, scenario => Play(scenario, mayFault: true), runs: 3);
        Assert.Throws<SeedFailedException>(() => Scenario.Hold(1, scenario => Play(scenario, mayFault: false)));
    }
}
