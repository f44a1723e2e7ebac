using System.Threading.Channels;
using QuantumAI.Benchmarks.Harness;
using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Worlds;

namespace QuantumAI.Benchmarks.Runtime;

/// <summary>Questions from outside, 64 of them always in flight: each caller asks its next one when its last is answered.</summary>
internal static class AskRow
{
    private const int Callers = 64;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly Func<ReplyTo<long>, Question> Ask = reply => new Question(1, reply);

    public static Row[] Rows(RunSize size)
    {
        var each = size.Of(1_000_000) / Callers;
        return
        [
            new Row(
                "runtime.ask-64", "asks/s", Better.Higher, new Workload("actors", () => Actors(each)), new Workload("channels-loop", () => Channels(each)),
                Target.Rate(1.5e6, 3e6),
                "64 callers outside ask one actor of a live world; a channel with a TaskCompletionSource per question. Gate 200 B, target 100 B each"),
        ];
    }

    private static Sample Actors(int questionsPerCaller)
    {
        using var world = new LiveWorld(1, WorldClock.System());
        var oracle = world.CreateLane("oracle").Spawn("oracle", new Oracle());
        return Measure(questionsPerCaller, () => CallAsync(oracle, questionsPerCaller));
    }

    private static Sample Channels(int questionsPerCaller)
    {
        var channel = Channel.CreateUnbounded<Request>(new UnboundedChannelOptions { SingleReader = true });
        var oracle = Task.Run(() => AnswerAsync(channel.Reader));
        var sample = Measure(questionsPerCaller, () => CallAsync(channel.Writer, questionsPerCaller));
        channel.Writer.Complete();
        oracle.Wait();
        return sample;
    }

    private static Sample Measure(int questionsPerCaller, Func<Task<long>> call)
    {
        const int expectedAnswer = 2;
        var sum = 0L;
        var sample = Sample.Rate((long)Callers * questionsPerCaller, () =>
            sum = Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(call))).Result.Sum());
        return sum == (long)Callers * questionsPerCaller * expectedAnswer ? sample : throw new InvalidOperationException("answers were lost");
    }

    private static async Task<long> CallAsync(ActorRef<Question> oracle, int questions)
    {
        var sum = 0L;
        for (var i = 0; i < questions; i++)
            sum += await oracle.AskAsync(Ask, Patience).ConfigureAwait(false);
        return sum;
    }

    private static async Task<long> CallAsync(ChannelWriter<Request> oracle, int questions)
    {
        var sum = 0L;
        for (var i = 0; i < questions; i++)
        {
            var answer = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
            oracle.TryWrite(new Request(1, answer));
            sum += await answer.Task.ConfigureAwait(false);
        }

        return sum;
    }

    private static async Task AnswerAsync(ChannelReader<Request> requests)
    {
        await foreach (var request in requests.ReadAllAsync().ConfigureAwait(false))
            request.Answer.SetResult(request.Number + 1);
    }

    private readonly record struct Question(long Number, ReplyTo<long> Reply);

    private readonly record struct Request(long Number, TaskCompletionSource<long> Answer);

    private sealed class Oracle : Actor<Question>
    {
        protected override void Receive(in Question message) => message.Reply.Tell(message.Number + 1);
    }
}
