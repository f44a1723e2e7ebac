using QuantumAI.Domain.Market;
using QuantumAI.Runtime.Persistence;
using QuantumAI.Runtime.Worlds;
using QuantumAI.Trading.Projections;

namespace QuantumAI.Trading.Tests.Projections;

public sealed class ProjectorActorTests : IDisposable
{
    private readonly VirtualWorld _world = new(seed: 1, startNanos: 0);
    private readonly ProjectedHistory _history = new(new Random(5));
    private readonly MemoryProjectionStore _store = new();
    private readonly List<ProjectionProgress> _told = [];

    [Fact]
    public void Read_models_must_follow_when_the_journal_grows()
    {
        Spawn(_history.Happen(100));
        Pass(1);
        Assert.Equal(_history.LastPosition(), _store.Cursor().Position);

        _history.Happen(100);
        Pass(100);
        Assert.Equal(_history.LastPosition(), _store.Cursor().Position);
        Assert.All(_told, progress => Assert.Null(progress.Failure));
        Assert.True(_told[^1].IsLevel);
    }

    [Fact]
    public void Read_models_must_go_on_by_themselves_when_the_journal_could_not_be_read_for_a_while()
    {
        var feed = new BrokenFeed(_history.Happen(20)) { IsBroken = true };
        Spawn(feed);
        Pass(1);
        Assert.Equal("locked", Assert.Single(_told).Failure?.Message);
        Assert.Null(_world.Fault);

        feed.IsBroken = false;
        Pass(1_100);
        Assert.Null(_told[^1].Failure);
        Assert.Equal(_history.LastPosition(), _store.Cursor().Position);
    }

    [Fact]
    public void Projector_must_end_and_the_world_go_on_when_an_event_cannot_be_folded()
    {
        _history.Journal.Append([new AppendRequest("account/new", 0, [new EventData("OrderTeleported", "{}"u8.ToArray(), 0)])]);
        Spawn(_history);
        Pass(60_000);

        Assert.IsType<ProjectionException>(Assert.Single(_told).Failure);
        Assert.Null(_world.Fault);
    }

    public void Dispose()
    {
        _world.Dispose();
        _history.Dispose();
        _store.Dispose();
    }

    private void Spawn(IJournalFeed feed)
    {
        _world.CreateLane("read-models").Spawn("projector", new ProjectorActor(new Projection(feed, _store, ProjectedHistory.Instruments, 7), _told.Add));
        _world.RunUntilIdle();
    }

    private void Pass(long millis)
    {
        _world.AdvanceTo(_world.NowNanos + UnixNanos.From(TimeSpan.FromMilliseconds(millis)));
        _world.RunUntilIdle();
    }

    private sealed class BrokenFeed(IJournalFeed feed) : IJournalFeed
    {
        public bool IsBroken { get; set; }

        public long LastPosition() => feed.LastPosition();

        public IReadOnlyList<StoredEvent> Read(long fromPosition, int most) => IsBroken ? throw new IOException("locked") : feed.Read(fromPosition, most);

        public void Dispose() => feed.Dispose();
    }
}
