using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Lanes;
using QuantumAI.Runtime.Supervision;
using QuantumAI.Runtime.Worlds;

namespace QuantumAI.Runtime.Tests.Actors;

/// <summary>Behaviours, stash, timers and questions.</summary>
public sealed class ContextTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly VirtualWorld _world = new(7, 0);
    private readonly List<string> _trace = [];
    private readonly Lane _lane;

    public ContextTests() => _lane = _world.CreateLane("lane");

    public void Dispose() => _world.Dispose();

    [Fact]
    public void behaviours_must_be_a_stack_that_ends_at_receive()
    {
        var actor = Spawn((self, text) =>
        {
            _trace.Add($"base {text}");
            if (text == "go")
                self.Turn((in string first) =>
                {
                    _trace.Add($"first {first}");
                    if (first == "back")
                        self.TurnBack();
                    else if (first == "go")
                        self.Turn((in string second) =>
                        {
                            _trace.Add($"second {second}");
                            self.TurnBack();
                        });
                });
            else
                self.TurnBack(); // one too many changes nothing
        });
        Tell(actor, "a", "go", "b", "go", "c", "d", "back", "e");
        Assert.Equal(["base a", "base go", "first b", "first go", "second c", "first d", "first back", "base e"], _trace);
    }

    [Fact]
    public void stash_must_be_handled_in_order_before_anything_else_and_be_bounded()
    {
        var isOpen = false;
        var actor = Spawn((self, text) =>
        {
            isOpen |= text == "open";
            if (isOpen)
                _trace.Add(text);
            else
                _trace.Add($"{self.Keep(text)}");
            if (text == "open")
                self.TakeBack();
        }, stash: 2);
        Tell(actor, "a", "b", "c", "open", "d");
        Assert.Equal(["True", "True", "False", "open", "a", "b", "d"], _trace);
        Assert.Equal(1, _world.DeadLetters["lane/actor/stash"]);
    }

    [Fact]
    public void unstash_must_work_inside_an_unstashed_message()
    {
        var round = 0;
        var actor = Spawn((self, text) =>
        {
            _trace.Add($"{text}{round}");
            if (round < 2 && text is "a" or "b" && round < 2)
                self.Keep(text);
            if (text is "open" or "b" && round < 2)
            {
                round++;
                self.TakeBack();
            }
        });
        Tell(actor, "a", "open", "c");
        Assert.Equal(["a0", "open0", "a1", "c1"], _trace);
        Tell(actor, "b", "d");
        Assert.Equal(["b1", "a2", "b2", "d2"], _trace[4..]);
    }

    [Fact]
    public void stash_must_survive_a_restart_and_come_first()
    {
        var instances = 0;
        var actor = _lane.Spawn("actor", new Props<string>(() =>
        {
            var number = ++instances;
            return new Hooked<string>((self, text) =>
            {
                if (text == "throw")
                    throw new InvalidDataException(text);
                if (number == 1)
                    self.Keep(text);
                else
                    _trace.Add(text);
            });
        })
        { Supervision = SupervisorStrategy.Restart() });
        Tell(actor, "a", "b", "throw", "c");
        Assert.Equal(["a", "b", "c"], _trace);
        Assert.Empty(_world.DeadLetters);
    }

    [Fact]
    public void rest_of_the_stash_must_come_when_one_of_it_throws_and_the_actor_resumes()
    {
        var isOpen = false;
        var actor = _lane.Spawn("actor", new Props<string>(() => new Hooked<string>((self, text) =>
        {
            isOpen |= text == "open";
            if (text == "open")
                self.TakeBack();
            else if (!isOpen)
                self.Keep(text);
            else if (text == "throw")
                throw new InvalidDataException(text);
            else
                _trace.Add(text);
        }))
        { Supervision = SupervisorStrategy.Resume });
        Tell(actor, "a", "throw", "b", "open", "c");
        Assert.Equal(["a", "b", "c"], _trace);
    }

    [Fact]
    public void periodic_timer_must_not_drift()
    {
        Spawn((self, text) => _trace.Add($"{self.Its.NowNanos}"), start: self => self.Its.StartPeriodicTimer("tick", 7, "tick"));
        _world.AdvanceTo(1);
        for (var time = 3; time <= 70; time += 3)
            _world.AdvanceTo(time);
        Assert.Equal(Enumerable.Range(1, 9).Select(n => $"{n * 7}"), _trace);
    }

    [Fact]
    public void cancelled_timer_must_stay_silent_when_its_message_is_on_the_way()
    {
        Spawn((self, text) =>
        {
            _trace.Add(text);
            self.Its.CancelTimer("b");
            self.Its.StartTimer("c", 5, "new c");
        }, start: self =>
        {
            self.Its.StartTimer("a", 10, "a");
            self.Its.StartTimer("b", 10, "b");
            self.Its.StartTimer("c", 10, "old c");
        });
        _world.AdvanceTo(16);
        Assert.Equal(["a", "new c"], _trace);
        Assert.Empty(_world.DeadLetters);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void question_of_an_earlier_incarnation_must_be_a_dead_letter_when_it_ends(bool isAnswered)
    {
        ReplyTo<string>? address = null;
        var other = _world.CreateLane("other").Spawn("other", new Script<ReplyTo<string>>((_, reply) => address = reply));
        var actor = Spawn((self, text) =>
        {
            if (text == "ask")
                self.Its.Ask<ReplyTo<string>, string>(other, reply => reply, 100, answer => answer, "late");
            else if (text == "throw")
                throw new InvalidDataException(text);
            else
                _trace.Add(text);
        });
        Tell(actor, "ask", "throw");
        if (isAnswered)
            address!.Tell("answer");
        _world.AdvanceTo(1_000);
        Assert.Empty(_trace);
        Assert.Equal(1, _world.DeadLetters["lane/actor"]);
    }

    [Fact]
    public void question_must_end_once_with_the_answer_or_the_time()
    {
        var addresses = new List<ReplyTo<string>>();
        var other = _world.CreateLane("other").Spawn("other", new Script<ReplyTo<string>>((_, reply) => addresses.Add(reply)));
        var actor = Spawn((self, text) =>
        {
            if (text == "ask")
                self.Its.Ask<ReplyTo<string>, string>(other, reply => reply, 100, answer => $"got {answer}", "late");
            else
                _trace.Add(text);
        });
        Tell(actor, "ask", "ask");
        addresses[0].Tell("a");
        addresses[0].Tell("b");
        _world.AdvanceTo(100);
        addresses[1].Tell("c");
        _world.AdvanceTo(1_000);
        Assert.Equal(["got a", "late"], _trace);
        Assert.Equal(2, _world.DeadLetters["lane/actor/ask"]);
    }

    [Fact]
    public void piped_result_must_be_a_dead_letter_when_it_belongs_to_an_earlier_incarnation()
    {
        var actor = Spawn((self, text) =>
        {
            if (text is "pipe" or "throw")
                self.Its.PipeToSelf(Task.FromResult(text), done => $"piped {done.Result}");
            if (text == "throw")
                throw new InvalidDataException(text);
            _trace.Add(text);
        });
        Tell(actor, "pipe", "throw", "a");
        Assert.Equal(["pipe", "piped pipe", "a"], _trace);
        Assert.Equal(1, _world.DeadLetters["lane/actor"]);
    }

    [Fact]
    public async Task question_from_outside_must_be_answered_refused_or_time_out()
    {
        ReplyTo<int>? kept = null;
        var actor = _lane.Spawn("actor", new Script<(int N, ReplyTo<int> Reply)>((_, question) =>
        {
            if (question.N > 0)
                question.Reply.Tell(question.N);
            else
                kept = question.Reply;
        }), capacity: 2);
        var answered = actor.AskAsync<int>(reply => (5, reply), Patience);
        var silent = actor.AskAsync<int>(reply => (0, reply), TimeSpan.FromMilliseconds(1));
        var refused = actor.AskAsync<int>(reply => (1, reply), Patience);
        _world.RunUntilIdle();
        Assert.Equal(5, await answered);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await refused);
        await Assert.ThrowsAsync<TimeoutException>(async () => await silent);
        kept!.Tell(1);
        Assert.Equal(1, _world.DeadLetters["lane/actor/ask"]);
    }

    [Fact]
    public async Task long_question_must_not_time_out_early_when_others_wait_too()
    {
        var actor = _lane.Spawn("actor", new Script<ReplyTo<int>>((_, _) => { }));
        var held = new List<Task<int>> { actor.AskAsync<int>(reply => reply, TimeSpan.FromMinutes(1)).AsTask() };
        for (var i = 0; i < 8; i++)
        {
            var clock = actor.AskAsync<int>(reply => reply, TimeSpan.FromMilliseconds(1)).AsTask();
            while (!clock.IsCompleted)
            {
                held.Add(actor.AskAsync<int>(reply => reply, TimeSpan.FromSeconds(65)).AsTask()); // at every moment between two sweeps
                _world.RunUntilIdle();
                Thread.SpinWait(5_000);
            }

            await Assert.ThrowsAsync<TimeoutException>(() => clock);
        }

        Assert.DoesNotContain(held, question => question.IsCompleted);
    }

    private ActorRef<string> Spawn(Action<Hooked<string>, string> receive, Action<Hooked<string>>? start = null, int stash = 16)
    {
        var actor = _lane.Spawn("actor", new Props<string>(() => new Hooked<string>(receive) { Started = start })
        {
            StashCapacity = stash,
            Supervision = SupervisorStrategy.Restart(),
        });
        _world.RunUntilIdle();
        return actor;
    }

    private void Tell(ActorRef<string> actor, params string[] texts)
    {
        foreach (var text in texts)
            actor.Tell(text);
        _world.RunUntilIdle();
    }
}
