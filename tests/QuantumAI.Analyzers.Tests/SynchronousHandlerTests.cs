namespace QuantumAI.Analyzers.Tests;

public sealed class SynchronousHandlerTests
{
    [Theory]
    [InlineData("private async Task WorkAsync() { await Task.Yield(); } //! QAI0001 QAI0003")]
    [InlineData("public async ValueTask<int> WorkAsync() => await _client.PeekAsync(); //! QAI0001 QAI0003")]
    [InlineData("private Task<int> WorkAsync() => _client.GetAsync(_sum); //! QAI0001")]
    [InlineData("private ValueTask<int> WorkAsync() => _client.PeekAsync(); //! QAI0001")]
    [InlineData("private async IAsyncEnumerable<int> RowsAsync() { await Task.Yield(); yield return _sum; } //! QAI0001 QAI0003")]
    public Task instance_method_must_be_refused_when_it_is_async_or_returns_a_task(string member) => Probe.CheckMembersAsync(member);

    [Theory]
    [InlineData("private async void Work() { await Task.Yield(); } //! QAI0002 QAI0003")]
    [InlineData("private static async void Work() { await Task.Yield(); } //! QAI0002")]
    [InlineData("protected override async void OnStart() { await Task.Yield(); } //! QAI0002 QAI0003")]
    [InlineData("private static readonly Action Work = async () => await Task.Yield(); //! QAI0002")]
    [InlineData("private static readonly Action Work = static async () => await Task.Yield(); //! QAI0002")]
    public Task async_void_must_be_refused_wherever_it_is_in_an_actor(string member) => Probe.CheckMembersAsync(member);

    [Theory]
    [InlineData("Func<Task> work = async () => _sum++; //! QAI0001")]
    [InlineData("Func<Task> work = async () => await Task.Yield(); //! QAI0001 QAI0003")]
    [InlineData("async Task<int> Load() => await _client.GetAsync(x); Context.PipeToSelf(Load(), task => 1); //! QAI0001 QAI0003")]
    [InlineData("Task<int> Load() => _client.GetAsync(x); Context.PipeToSelf(Load(), task => 1); //! QAI0001")]
    public Task inner_function_must_be_refused_when_it_is_async_and_can_reach_the_actor(string statement) => Probe.CheckHandlerAsync(statement);

    [Fact]
    public Task field_initialiser_and_property_must_be_looked_into() => Probe.CheckMembersAsync("""
        private readonly Func<Task> _work = async () => { }; //! QAI0001
        private Func<Task> Work => async () => _sum++; //! QAI0001
        """);

    [Fact]
    public Task static_async_work_must_pass() => Probe.CheckMembersAsync("""
        private void Handle(int x) => Context.PipeToSelf(WorkAsync(_client, x), static task => task.IsFaulted ? -1 : 1);
        private static async Task<int> WorkAsync(IClient client, int x)
        {
            await Task.Yield();
            Func<Task<int>> again = async () => await client.GetAsync(x);
            async Task<int> Last() => await client.GetAsync(x);
            return await again() + await Last();
        }
        private static Task<int> Straight(IClient client) => client.GetAsync(1);
        private static readonly Func<Task> Pause = async () => await Task.Yield();
        private Func<Task> Twice => static async () => await Task.Yield();
        """);

    [Fact]
    public Task static_local_function_and_lambda_must_pass_when_they_are_async() => Probe.CheckHandlerAsync("""
        static async Task<int> LoadAsync(IClient client, int x) => await client.GetAsync(x);
        Func<IClient, Task<int>> again = static async client => await client.GetAsync(1);
        Context.PipeToSelf(LoadAsync(_client, x), static task => 1);
        Context.PipeToSelf(again(_client), static task => 1);
        """);

    [Fact]
    public Task task_of_another_object_must_pass_when_it_is_piped_or_shown() => Probe.CheckMembersAsync("""
        private readonly TaskCompletionSource _done = new();
        public Task Done => _done.Task;
        private void Handle(int x) => Context.PipeToSelf(_client.GetAsync(_sum), task => -1);
        """);

    [Theory]
    [InlineData("private static async Task WorkAsync(Tested self) { await Task.Yield(); self._sum++; } //! QAI0005")]
    [InlineData("private Func<Tested, Task> Work => static async self => await Task.Yield(); //! QAI0005")]
    public Task static_async_work_must_be_refused_when_it_is_handed_an_actor(string member) => Probe.CheckMembersAsync(member);

    [Fact]
    public Task derived_generic_and_persistent_actors_must_be_looked_at() => Probe.CheckAsync("""
        public abstract class Base<T> : Actor<T> { protected async Task BaseAsync() { } //! QAI0001
        }
        public sealed class Derived : Base<string> { protected override void Receive(in string message) { }
        private async Task DerivedAsync() { } //! QAI0001
        }
        public abstract class Kept(IJournal journal, IEventCodec<int> codec) : PersistentActor<string, int, long>("s", journal, codec, 0) {
        private async Task KeptAsync() { } //! QAI0001
        }
        """);

    [Fact]
    public Task code_outside_actors_must_pass() => Probe.CheckAsync("""
        public sealed class Client {
            private int _count;
            public async Task<int> GetAsync() { await Task.Yield(); return _count++; }
            public void Block() { GetAsync().Wait(); _ = GetAsync(); Task.Run(() => _count++); }
        }
        public sealed class Holder : Actor<int> {
            protected override void Receive(in int message) { }
            private sealed class Inner { public async Task<int> GetAsync() { await Task.Yield(); return 1; } }
        }
        """);
}
