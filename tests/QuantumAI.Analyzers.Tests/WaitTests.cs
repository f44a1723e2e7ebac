namespace QuantumAI.Analyzers.Tests;

public sealed class WaitTests
{
    [Theory]
    [InlineData("_sum = _client.GetAsync(x).Result; //! QAI0003")]
    [InlineData("_sum = _client.PeekAsync().Result; //! QAI0003")]
    [InlineData("_client.SendAsync().Wait(); //! QAI0003")]
    [InlineData("_client.SendAsync().Wait(TimeSpan.FromSeconds(1)); //! QAI0003")]
    [InlineData("Task.WaitAll(_client.SendAsync()); //! QAI0003")]
    [InlineData("_client.SendAsync().GetAwaiter().GetResult(); //! QAI0003")]
    [InlineData("_sum = _client.GetAsync(x).ConfigureAwait(false).GetAwaiter().GetResult(); //! QAI0003")]
    [InlineData("_sum = _client.PeekAsync().GetAwaiter().GetResult(); //! QAI0003")]
    [InlineData("Func<int> later = () => _client.GetAsync(x).Result; //! QAI0003")]
    public Task handler_must_be_refused_when_it_waits(string statement) => Probe.CheckHandlerAsync(statement);

    [Fact]
    public Task every_form_of_await_must_be_refused() => Probe.CheckMembersAsync("""
        private async Task WorkAsync(IAsyncEnumerable<int> rows, IAsyncDisposable held) { //! QAI0001
            await _client.SendAsync(); //! QAI0003
            await foreach (var row in rows) { } //! QAI0003
            await using (held) { } //! QAI0003
            await using var other = held; //! QAI0003
        }
        """);

    [Fact]
    public Task constructor_and_property_must_be_refused_when_they_wait() => Probe.CheckMembersAsync("""
        private readonly int _first = client.GetAsync(1).Result; //! QAI0003
        public Tested(IClient client, int x) : this(client) => _sum = client.GetAsync(x).Result; //! QAI0003
        private int Now => _client.GetAsync(1).Result; //! QAI0003
        """);

    [Fact]
    public Task completed_task_may_be_read_when_pipe_to_self_hands_it_over() => Probe.CheckHandlerAsync("""
        Context.PipeToSelf(_client.GetAsync(x), task => task.IsCompletedSuccessfully ? task.Result : -1);
        Context.PipeToSelf(_client.GetAsync(x), task => { var read = task.GetAwaiter().GetResult(); return read; });
        Context.PipeToSelf(_client.GetAsync(x), static task => task.Result);
        """);

    [Theory]
    [InlineData("var other = Task.FromResult(1); Context.PipeToSelf(_client.GetAsync(x), task => other.Result); //! QAI0003")]
    [InlineData("Func<Task<int>, int> read = task => task.Result; //! QAI0003")]
    public Task other_task_must_be_refused_when_it_is_read_in_passing(string statement) => Probe.CheckHandlerAsync(statement);

    [Fact]
    public Task result_of_something_else_must_pass() => Probe.CheckMembersAsync("""
        private sealed record Answer(int Result) { public void Wait() { } }
        private void Handle(Answer answer) { answer.Wait(); _sum = answer.Result; }
        """);

    [Theory]
    [InlineData("_client.SendAsync(); //! QAI0004")]
    [InlineData("_ = _client.GetAsync(x); //! QAI0004")]
    [InlineData("_client?.SendAsync(); //! QAI0004")]
    [InlineData("_client.PeekAsync(); //! QAI0004")]
    [InlineData("Become((in int message) => _client.SendAsync()); //! QAI0004")]
    [InlineData("Become((in int message) => { _client.GetAsync(message); }); //! QAI0004")]
    [InlineData("Become(static (in int message) => Task.Delay(message)); //! QAI0004")]
    [InlineData("Become((in int message) => Task.Delay(message).Wait()); //! QAI0003")]
    public Task task_must_not_be_dropped_in_a_handler_or_a_behaviour(string statement) => Probe.CheckHandlerAsync(statement);

    [Fact]
    public Task behaviour_must_be_looked_into_wherever_it_is_made() => Probe.CheckAsync("""
        public static class Behaviours {
            public static Receive<int> Drop { get; } = (in int message) => Task.Delay(message); //! QAI0004
            public static Receive<int> Block() => static (in int message) => Task.Delay(message).Wait(); //! QAI0003
            public static Action<int> Elsewhere() => message => Task.Delay(message).Wait();
        }
        """);

    [Fact]
    public Task task_must_pass_when_it_is_kept_or_given_on() => Probe.CheckHandlerAsync("""
        Task<int> work;
        work = _client.GetAsync(x);
        var copy = work;
        Context.PipeToSelf(copy, task => 1);
        Become((in int message) => _sum += message);
        Become(Receive);
        """);

    [Theory]
    [InlineData("private static async Task HandleAsync(in int message) { await Task.Yield(); } void Go() => Become(HandleAsync);", "CS1988")]
    [InlineData("private static Task Handle(in int message) => Task.CompletedTask; void Go() => Become(Handle);", "CS0407")]
    [InlineData("void Go() => Become(async (in int message) => await Task.Yield());", "CS1988")]
    public void method_must_not_compile_as_a_behaviour_when_it_is_async_or_returns_a_task(string member, string error) => Assert.Contains(
        error, Probe.CompilerErrors($"public sealed class Tested : Actor<int> {{ protected override void Receive(in int message) {{ }} {member} }}"));
}
