namespace QuantumAI.Analyzers.Tests;

public sealed class OffLaneTests
{
    [Theory]
    [InlineData("Context.PipeToSelf(_client.GetAsync(x), task => _sum); //! QAI0005")]
    [InlineData("Context.PipeToSelf(_client.GetAsync(x), task => this._sum + 1); //! QAI0005")]
    [InlineData("Context.PipeToSelf(_client.GetAsync(x), task => client.Get()); //! QAI0005")]
    [InlineData("Context.PipeToSelf(Task.Run(() => _client.Get()), task => 1); //! QAI0005")]
    [InlineData("Context.PipeToSelf(_client.GetAsync(x).ContinueWith(done => _sum), task => 1); //! QAI0005")]
    [InlineData("Context.PipeToSelf(Task.Factory.StartNew(() => Shown), task => 1); //! QAI0005")]
    [InlineData("ThreadPool.QueueUserWorkItem(state => _sum++); //! QAI0005")]
    [InlineData("new Thread(() => _sum++).Start(); //! QAI0005")]
    [InlineData("Parallel.For(0, 2, index => { Func<int> inner = () => _sum; }); //! QAI0005")]
    [InlineData("void Count() => _sum++; new Thread(Count).Start(); //! QAI0005")]
    public Task code_beside_the_lane_must_be_refused_when_it_reaches_the_actor(string statement) => Probe.CheckHandlerAsync(statement);

    [Fact]
    public Task own_method_must_be_refused_when_it_is_given_away() => Probe.CheckMembersAsync("""
        private int Read(Task<int> task) => _sum;
        private static int ReadAlone(Task<int> task) => -1;
        private void Handle(int x) {
            Context.PipeToSelf(_client.GetAsync(x), Read); //! QAI0005
            Context.PipeToSelf(_client.GetAsync(x), ReadAlone);
        }
        """);

    [Fact]
    public Task question_must_be_made_on_the_lane_and_its_answer_read_beside_it() => Probe.CheckMembersAsync("""
        private void Handle(ActorRef<ReplyTo<int>> other) {
            Context.Ask<ReplyTo<int>, int>(other, reply => _sum > 0 ? reply : reply, 100, answer => answer, -1);
            Context.Ask<ReplyTo<int>, int>(other, reply => reply, 100, answer => answer + _sum, -1); //! QAI0005
        }
        """);

    [Fact]
    public Task values_must_pass_when_they_are_copied_before() => Probe.CheckHandlerAsync("""
        var (sum, held) = (_sum, _client);
        Context.PipeToSelf(held.GetAsync(x), task => task.IsFaulted ? sum : x);
        Context.PipeToSelf(Task.Run(() => held.Get()), task => sum + nameof(_sum).Length);
        Context.PipeToSelf(Task.Run(static () => 1), static task => 1);
        static void Nothing() { }
        new Thread(Nothing).Start();
        """);

    [Fact]
    public Task delegate_must_pass_when_it_runs_on_the_lane() => Probe.CheckHandlerAsync("""
        new List<int> { 1 }.ForEach(number => _sum += number);
        Become((in int message) => _sum += message);
        """);
}
