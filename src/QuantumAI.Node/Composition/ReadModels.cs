using System.Diagnostics;
using QuantumAI.Journal;
using QuantumAI.Runtime.Shutdown;
using QuantumAI.Runtime.Worlds;
using QuantumAI.Trading.Control;
using QuantumAI.Trading.Projections;

namespace QuantumAI.Node.Composition;

/// <summary>How far the read models are behind the journal.</summary>
/// <param name="Position">Position of the last event in them.</param>
/// <param name="Events">Events that the journal has more.</param>
/// <param name="Seconds">Machine time since they were level with the journal; 0 when they are.</param>
/// <param name="Failure">Why they do not follow, or null.</param>
internal sealed record ReadModelLag(long Position, long Events, double Seconds, string? Failure);

/// <summary>The read models of a session: kept beside the journal, read by the status pages. Nothing that trades depends on them.</summary>
/// <remarks>
/// In a live world an actor on a lane of its own follows the journal. A virtual world gets no such lane, so that nothing is decided
/// differently: there they are brought level when the session ends. Both end level, however the session ends short of a crash.
/// </remarks>
internal sealed class ReadModels : IDisposable
{
    private readonly IJournalFeed _feed;
    private readonly IProjectionStore _store;
    private readonly Projection _projection;
    private long _levelAt = Stopwatch.GetTimestamp();
    private string? _failure;
    private ReadModelLag _known = new(0, 0, 0, null);

    private ReadModels(IJournalFeed feed, IProjectionStore store, Projection projection) => (_feed, _store, _projection) = (feed, store, projection);

    /// <summary>Begins to follow the journal of a session.</summary>
    public static ReadModels Follow(JournalPlace place, SessionHost host, CoordinatedShutdown shutdown)
    {
        var (feed, store) = (new JournalFeed(place.OpenArchive(), place.OpenArchive()), place.OpenReadModels());
        var models = new ReadModels(feed, store, new Projection(feed, store, host.Session.Books.Durable.Instruments));
        if (host.World is LiveWorld)
        {
            var projector = host.World.CreateLane("read-models", isPinned: true, isOutside: true).Spawn("projector", new ProjectorActor(models._projection, models.Note));
            shutdown.AddTask(TradingPhases.StopIngest, "read-models", _ =>
            {
                projector.Stop();
                return Task.CompletedTask;
            });
        }

        shutdown.AddTask(TradingPhases.FlushJournal, "read-models", patience => Task.Run(() => models.CatchUp(patience), CancellationToken.None));
        return models;
    }

    /// <summary>The lag now; the last that was known, with the reason, when nothing can be read. Thread safe.</summary>
    public ReadModelLag Lag()
    {
        try
        {
            var lag = LagOf(_store.Cursor());
            Volatile.Write(ref _known, lag);
            return lag;
        }
        catch (JournalException unreadable)
        {
            return Volatile.Read(ref _known) with { Seconds = SecondsSinceLevel, Failure = unreadable.Message };
        }
    }

    /// <summary>What a page that was read at a cursor lacks. Thread safe.</summary>
    /// <exception cref="JournalException">The journal cannot be read.</exception>
    public ReadModelLag LagOf(ViewCursor cursor)
    {
        var events = Math.Max(0, _feed.LastPosition() - cursor.Position);
        return new ReadModelLag(cursor.Position, events, events == 0 ? 0 : SecondsSinceLevel, Volatile.Read(ref _failure));
    }

    /// <inheritdoc cref="IProjectionStore.Newest"/>
    public ViewPage Newest(ViewTable table, long before, int limit) => _store.Newest(table, before, limit);

    /// <inheritdoc cref="IProjectionStore.All"/>
    public ViewPage All(ViewTable table) => _store.All(table);

    public void Dispose()
    {
        _store.Dispose();
        _feed.Dispose();
    }

    private double SecondsSinceLevel => Stopwatch.GetElapsedTime(Volatile.Read(ref _levelAt)).TotalSeconds;

    private void CatchUp(CancellationToken patience)
    {
        var hasMore = true;
        while (hasMore && !patience.IsCancellationRequested)
            hasMore = _projection.Step();
        Note(new ProjectionProgress(!hasMore, null));
    }

    private void Note(ProjectionProgress progress)
    {
        Volatile.Write(ref _failure, progress.Failure?.Message);
        if (progress.IsLevel)
            Volatile.Write(ref _levelAt, Stopwatch.GetTimestamp());
    }
}
