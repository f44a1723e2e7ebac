using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Worlds;

namespace QuantumAI.Runtime.Tests.Worlds;

public sealed class RepeatabilityTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(42)]
    [InlineData(ulong.MaxValue)]
    public void trace_must_be_the_same_when_the_seed_is_the_same(ulong seed)
    {
        var trace = Run(seed);
        Assert.True(trace.Count > 1_000);
        Assert.Equal(trace, Run(seed));
    }

    [Fact]
    public void trace_must_differ_when_the_seed_differs() => Assert.NotEqual(Run(1), Run(2));

    /// <summary>Players on several lanes throw balls to random players, now or after a random time.</summary>
    private static List<string> Run(ulong seed)
    {
        const int Lanes = 4, PlayersPerLane = 3;
        using var world = new VirtualWorld(seed, 1_000_000);
        var trace = new List<string>();
        var players = new List<ActorRef<int>>();
        for (var lane = 0; lane < Lanes; lane++)
        {
            var home = world.CreateLane($"lane-{lane}");
            for (var player = 0; player < PlayersPerLane; player++)
                players.Add(home.Spawn($"player-{player}", new Script<int>(Play)));
        }

        void Play(ActorContext<int> context, int ball)
        {
            trace.Add($"{context.Self} {context.Lane.TurnNumber} {context.NowNanos} {ball}");
            var draw = context.NextRandom();
            if (draw % 3 == 0)
                context.StartTimer(draw % 5, (long)(context.NextRandom() % 1_000), ball + 1);
            else
                players[(int)(draw % (ulong)players.Count)].Tell(ball + 1);
            if (draw % 50 == 0)
                context.CancelTimer(draw % 5);
            else if (draw % 20 == 1 && trace.Count < 10_000)
                players[(int)(context.NextRandom() % (ulong)players.Count)].TellReserved(0);
        }

        foreach (var player in players)
            player.Tell(0);
        world.RunUntilIdle();
        for (var until = 1_000_000L; trace.Count < 5_000 && until < 2_000_000; until += 100)
            world.AdvanceTo(until);
        return trace;
    }
}
