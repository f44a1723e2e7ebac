using QuantumAI.Runtime.Actors;

namespace QuantumAI.Runtime.Tests.Actors;

/// <summary>A bounded mailbox against a counter: who gets in, who is refused, who is told of it, when there is room.</summary>
public sealed class MailboxModelTests
{
    [Fact]
    public void Prop_mailbox_refuses_exactly_what_is_above_its_bound() => Scenario.Hold(300, scenario =>
    {
        var (random, capacity) = (scenario.Random, scenario.Random.Next(1, 9));
        var (handled, refused, expected, expectedRefused) = (new List<int>(), new List<int>(), new List<int>(), new List<int>());
        var (waiting, notTaken) = (0, 0);
        var room = Task.CompletedTask;
        var actor = scenario.World.CreateLane("lane").Spawn("actor", new Script<Refusable>((_, message) => handled.Add(message.Number)), capacity);
        for (var n = 0; n < scenario.Size; n++)
        {
            var (message, hasRoom) = (new Refusable(n, refused), waiting < capacity);
            switch (random.Next(12))
            {
                case 0:
                    scenario.World.RunUntilIdle();
                    waiting = 0;
                    Assert.True(room.IsCompletedSuccessfully);
                    break;
                case 1:
                    actor.TellReserved(message);
                    (expected, waiting) = ([.. expected, n], waiting + 1);
                    break;
                case 2:
                    Assert.Equal(hasRoom, actor.TryTell(message));
                    notTaken += hasRoom ? 0 : 1;
                    (expected, waiting) = hasRoom ? ([.. expected, n], waiting + 1) : (expected, waiting);
                    break;
                case 3:
                    room = actor.WaitForRoomAsync();
                    Assert.Equal(waiting <= capacity / 2, room.IsCompletedSuccessfully);
                    break;
                default:
                    actor.Tell(message);
                    (expected, waiting) = hasRoom ? ([.. expected, n], waiting + 1) : (expected, waiting);
                    expectedRefused = hasRoom ? expectedRefused : [.. expectedRefused, n];
                    break;
            }
        }

        scenario.World.RunUntilIdle();
        Assert.Equal(expected, handled);
        Assert.Equal(expectedRefused, refused);
        Assert.Equal(expectedRefused.Count, scenario.World.DeadLetters.GetValueOrDefault("lane/actor"));
    }, runs: 300);

    [Fact]
    public void Prop_nothing_below_the_bound_is_lost_and_every_sender_keeps_its_order() => Scenario.Hold(40, scenario =>
    {
        var (senders, seen) = (scenario.Random.Next(1, 5), new List<(int Sender, int Number)>());
        var lane = scenario.World.CreateLane("lane");
        var receiver = lane.Spawn("receiver", new Script<(int Sender, int Number)>((_, letter) => seen.Add(letter)), capacity: senders * scenario.Size);
        for (var s = 0; s < senders; s++)
        {
            var (id, number) = (s, 0);
            var home = scenario.Random.Next(2) == 0 ? lane : scenario.World.CreateLane($"far-{s}");
            home.Spawn($"sender-{s}", new Script<int>((context, left) =>
            {
                receiver.Tell((id, ++number));
                if (left > 1)
                    context.Self.Tell(left - 1);
            })).Tell(scenario.Size);
        }

        scenario.World.RunUntilIdle();
        Assert.Empty(scenario.World.DeadLetters);
        for (var s = 0; s < senders; s++)
            Assert.Equal(Enumerable.Range(1, scenario.Size), seen.Where(letter => letter.Sender == s).Select(letter => letter.Number));
    }, leastSize: 1);

    private sealed record Refusable(int Number, List<int> Refused) : IRejectable
    {
        public void Rejected(ActorRef receiver) => Refused.Add(Number);
    }
}
