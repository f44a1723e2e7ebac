using QuantumAI.Runtime.Actors;

namespace QuantumAI.Trading.Projections;

/// <summary>What the projector is told.</summary>
public enum ProjectorMessage
{
    Unspecified = 0,

    /// <summary>The next batch is due.</summary>
    StepDue = 1,
}

/// <summary>How a step went.</summary>
/// <param name="IsLevel">The read models reached the journal's end.</param>
/// <param name="Failure">What went wrong, or null.</param>
public readonly record struct ProjectionProgress(bool IsLevel, Exception? Failure);

/// <summary>Follows the journal in a live world, on a lane of its own: batch after batch while it is behind, a look now and then when it is not.</summary>
/// <remarks>
/// Reads and writes on its lane's thread: give it a pinned one. It holds up nobody. What goes wrong is told and tried again with a
/// pause, since read models may be late but must not stop trading; an event that cannot be folded ends it.
/// </remarks>
/// <param name="projection">Stepped here while the actor lives.</param>
/// <param name="told">After each batch. Called on the lane.</param>
public sealed class ProjectorActor(Projection projection, Action<ProjectionProgress> told) : Actor<ProjectorMessage>
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override void OnStart() => Context.Self.TellReserved(ProjectorMessage.StepDue);

    protected override void Receive(in ProjectorMessage message)
    {
        try
        {
            var hasMore = projection.Step();
            told(new ProjectionProgress(!hasMore, null));
            StepAfter(hasMore ? TimeSpan.Zero : Look);
        }
        catch (ProjectionException unfoldable)
        {
            told(new ProjectionProgress(false, unfoldable));
        }
#pragma warning disable CA1031 // A full disk or a lock that lasts: the reason is shown and the batch is tried again.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            told(new ProjectionProgress(false, failure));
            StepAfter(Pause);
        }
    }

    /// <summary>A timer even for at once, so that one batch is one turn and the lane can end between two.</summary>
    private void StepAfter(TimeSpan machineTime) =>
        Context.StartTimer(nameof(StepAfter), Math.Max(1, Context.Lane.World.PatienceNanos(machineTime)), ProjectorMessage.StepDue);
}
