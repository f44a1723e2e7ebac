using QuantumAI.Runtime.Actors;

namespace QuantumAI.Runtime.Tests.Kit;

/// <summary>The example of the kit's README, so that it keeps compiling and holding.</summary>
public sealed class ReadmeExample
{
    [Fact]
    public void Prop_late_answer_must_not_count() => Scenario.Hold(mostSize: 100, scenario =>
    {
        var server = scenario.Probe<ReplyTo<int>>("server");
        var client = scenario.World.CreateLane("client").Spawn("client", new ClientActor(server.Ref, timeoutNanos: 500));
        client.Tell(new Start());
        server.Next(withinNanos: 1_000);
        server.ExpectNothing(forNanos: scenario.Random.Next(500, 900));
        server.Reply(address => address, 42);
        scenario.World.RunUntilIdle();
        scenario.Note($"{client.Path} dead letters {scenario.World.DeadLetters.Values.Sum()}");
        Assert.Equal(1, scenario.World.DeadLetters.Values.Sum());
    });

    private abstract record ClientMessage;

    private sealed record Start : ClientMessage;

    private sealed record Answered(int? Answer) : ClientMessage;

    private sealed class ClientActor(ActorRef<ReplyTo<int>> server, long timeoutNanos) : Actor<ClientMessage>
    {
        protected override void Receive(in ClientMessage message)
        {
            if (message is Start)
                Context.Ask<ReplyTo<int>, int>(server, reply => reply, timeoutNanos, answer => new Answered(answer), new Answered(null));
        }
    }
}
