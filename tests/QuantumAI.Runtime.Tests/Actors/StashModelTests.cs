using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Supervision;

namespace QuantumAI.Runtime.Tests.Actors;

/// <summary>The stash against three plain queues: order, bound, and what a failure leaves.</summary>
public sealed class StashModelTests
{
    private enum Act
    {
        Plain,
        Keep,
        Open,
        OpenAndKeep,
        Resume,
        Restart,
    }

    [Fact]
    public void Prop_stash_equals_three_queues() => Scenario.Hold(200, Play, runs: 300);

    [Fact]
    [Trait("Size", "proof")]
    public void Prop_stash_equals_three_queues_over_many_seeds() => Scenario.Hold(500, Play, runs: 5_000);

    private static void Play(Scenario scenario)
    {
        var (random, handled) = (scenario.Random, new List<(int, int)>());
        var model = new Model(capacity: random.Next(1, 8));
        var actor = scenario.World.CreateLane("lane").Spawn("actor", new Props<Message>(() => new Hooked<Message>((self, message) => Handle(self, message, handled)))
        {
            StashCapacity = model.Capacity,
            Supervision = new SupervisorStrategy(failure => failure.Message == nameof(Act.Resume) ? Directive.Resume : Directive.Restart),
        });
        for (var n = 0; n < scenario.Size; n++)
        {
            var message = new Message(n, (Act)random.Next(6), Times: random.Next(3));
            actor.Tell(message);
            model.Mailbox.Enqueue(message);
            if (random.Next(4) > 0)
                continue;
            scenario.World.RunUntilIdle();
            model.Run();
            Assert.Equal(model.Handled, handled);
        }

        scenario.World.RunUntilIdle();
        model.Run();
        Assert.Equal(model.Handled, handled);
        Assert.Equal(model.Lost, scenario.World.DeadLetters.GetValueOrDefault("lane/actor/stash"));
        actor.Stop();
        scenario.World.RunUntilIdle();
        Assert.Equal(model.Stash.Count, scenario.World.DeadLetters.GetValueOrDefault("lane/actor"));
    }

    private static void Handle(Hooked<Message> self, Message message, List<(int, int)> handled)
    {
        handled.Add((message.Number, message.Times));
        if (message.Act is Act.Keep or Act.OpenAndKeep && message.Times > 0)
            self.Keep(message with { Times = message.Times - 1 });
        if (message.Act is Act.Open or Act.OpenAndKeep)
            self.TakeBack();
        if (message.Act is Act.Resume or Act.Restart)
            throw new InvalidDataException($"{message.Act}");
    }

    private readonly record struct Message(int Number, Act Act, int Times);

    /// <summary>What comes next is what was taken back, then the mailbox.</summary>
    private sealed class Model(int capacity)
    {
        private readonly Queue<Message> _takenBack = new();

        public int Capacity => capacity;

        public Queue<Message> Mailbox { get; } = new();

        public Queue<Message> Stash { get; } = new();

        public List<(int, int)> Handled { get; } = [];

        public long Lost { get; private set; }

        public void Run()
        {
            while (_takenBack.TryDequeue(out var message) || Mailbox.TryDequeue(out message))
            {
                Handled.Add((message.Number, message.Times));
                if (message.Act is Act.Keep or Act.OpenAndKeep && message.Times > 0)
                {
                    if (Stash.Count < capacity)
                        Stash.Enqueue(message with { Times = message.Times - 1 });
                    else
                        Lost++;
                }

                if (message.Act is Act.Open or Act.OpenAndKeep or Act.Restart)
                    while (Stash.TryDequeue(out var kept))
                        _takenBack.Enqueue(kept);
            }
        }
    }
}
