namespace QuantumAI.Analyzers.Tests;

public sealed class ProtocolTests
{
    [Theory]
    [InlineData("public abstract class Any : Actor<object> { } //! QAI0006")]
    [InlineData("public abstract class Any<T> : Actor<T> { public ActorRef<dynamic>? Other; } //! QAI0006")]
    [InlineData("public sealed class Holder { private readonly ActorRef<object>? _other = null; } //! QAI0006")]
    [InlineData("public sealed record Holder(Props<object?> Props); //! QAI0006")]
    [InlineData("public static class Maker { public static object? Make(ReplyTo<object> reply) => null; } //! QAI0006")]
    [InlineData("public abstract class Any(IJournal j, IEventCodec<int> c) : PersistentActor<object, int, long>(\"s\", j, c, 0) { } //! QAI0006")]
    [InlineData("public sealed class Holder { private readonly List<ActorRef<object>> _others = []; } //! QAI0006")]
    public Task protocol_must_be_refused_when_it_is_object_or_dynamic(string source) => Probe.CheckAsync(source);

    [Theory]
    [InlineData("public abstract class Any : Actor<Task> { } //! QAI0006")]
    [InlineData("public abstract class Any : Actor<Task<int>> { } //! QAI0006")]
    [InlineData("public abstract class Any : Actor<ValueTask> { } //! QAI0006")]
    [InlineData("public sealed record Holder(ActorRef<ValueTask<int>> Other); //! QAI0006")]
    public Task protocol_must_be_refused_when_it_is_a_task(string source) => Probe.CheckAsync(source);

    [Fact]
    public Task tell_must_be_refused_when_it_takes_an_object() => Probe.CheckAsync("""
        public static class Tells {
            public static void TellAny(this ActorRef<int> receiver, object message) { } //! QAI0006
            public static void TryTellAny(this ActorRef receiver, dynamic message) { } //! QAI0006
            internal static void TellQuietly(this ActorRef receiver, object message) { }
            public static void TellAll<T>(this ActorRef<T> receiver, T message) { }
            public static void TellPeople(object text) { }
        }
        """);

    [Fact]
    public Task protocol_must_pass_when_it_names_its_messages() => Probe.CheckAsync("""
        public abstract record Command { public sealed record Go(string Where, Action<int> Answer) : Command; }
        public sealed class Typed : Actor<Command> { protected override void Receive(in Command message) { } }
        public abstract class Open<T> : Actor<T> { public ActorRef<T>? Other; public Type Kind => typeof(Actor<>); }
        public sealed class Holder { private readonly ActorRef? _any = null; private readonly List<object> _things = []; }
        """);

    [Theory]
    [InlineData("public sealed record Done(Task<int> Work);")]
    [InlineData("public readonly record struct Done(ValueTask Work);")]
    [InlineData("public sealed class Done { public Task? Work; }")]
    [InlineData("public sealed class Done { internal Task? Work { get; init; } }")]
    [InlineData("public abstract record Done { public sealed record Late(Task Work) : Done; }")]
    [InlineData("public interface Done { public sealed record Late(Task Work) : Done; }")]
    public Task message_must_be_refused_when_it_holds_a_task(string protocol) => Probe.CheckAsync($$"""
        {{protocol}}
        public sealed class Tested : Actor<Done> { protected override void Receive(in Done message) { } } //! QAI0007
        """);

    [Theory]
    [InlineData("public sealed record Done(int Result, TaskCompletionSource Waiting, ReplyTo<int> Reply);")]
    [InlineData("public sealed record Done(int Result) { public static Task Nothing { get; } = Task.CompletedTask; public Task WaitAsync() => Nothing; }")]
    [InlineData("public abstract record Done { private sealed class Other { public Task? Work; } }")]
    public Task message_must_pass_when_it_holds_values(string protocol) => Probe.CheckAsync($$"""
        {{protocol}}
        public sealed class Tested : Actor<Done> { protected override void Receive(in Done message) { } }
        """);

    [Fact]
    public void rules_must_be_errors_that_say_why_and_have_their_own_ids()
    {
        Assert.All(Probe.Rules, rule => Assert.Equal(Microsoft.CodeAnalysis.DiagnosticSeverity.Error, rule.DefaultSeverity));
        Assert.All(Probe.Rules, rule => Assert.NotEmpty(rule.Description.ToString(null)));
        Assert.Equal(Enumerable.Range(1, 7).Select(number => $"QAI000{number}"), Probe.Rules.Select(rule => rule.Id).Order(StringComparer.Ordinal));
    }
}
