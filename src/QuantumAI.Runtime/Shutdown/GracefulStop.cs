using QuantumAI.Runtime.Actors;

namespace QuantumAI.Runtime.Shutdown;

/// <summary>How an actor came to its end.</summary>
public enum StopOutcome : byte
{
    Unspecified = 0,

    /// <summary>By itself, after the messages that waited.</summary>
    InTime = 1,

    /// <summary>The deadline had passed: what still waited became dead letters.</summary>
    Forced = 2,
}

/// <summary>Stops an actor after the messages that wait now, with a deadline after which it is stopped before them.</summary>
/// <remarks>
/// Completes when the actor has ended with all its children, and at once when it had ended before. Neither way interrupts a handler: one that
/// never returns keeps its actor and the caller waiting. One small actor per call while it lasts.
/// </remarks>
public static class GracefulStopExtensions
{
    /// <summary>Stops an actor from outside the actors. Thread safe; what was told to it before this call is handled first.</summary>
    /// <param name="timeout">Machine time in a live world, whatever its speed; virtual time in a virtual one.</param>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is not positive.</exception>
    public static Task<StopOutcome> GracefulStopAsync(this ActorRef actor, TimeSpan timeout)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(timeout, TimeSpan.Zero);
        var completion = new TaskReply<StopOutcome>();
        Begin(actor, actor.Lane.World.PatienceNanos(timeout), completion);
        return completion.Completion;
    }

    /// <summary>Stops another actor; how it ended comes back as a message of this one's present incarnation.</summary>
    /// <param name="timeoutNanos">World time.</param>
    /// <param name="ended">Turns the outcome into a message; must be pure.</param>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is not positive.</exception>
    /// <exception cref="ArgumentException">The actor is the asker itself, which cannot hear of its own end.</exception>
    public static void GracefulStop<TProtocol>(
        this ActorContext<TProtocol> context, ActorRef actor, long timeoutNanos, Func<StopOutcome, TProtocol> ended)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(timeoutNanos);
        if (ReferenceEquals(actor, context.Self))
            throw new ArgumentException($"{actor} cannot wait for its own end", nameof(actor));
        Begin(actor, timeoutNanos, new ActorQuestion<TProtocol, StopOutcome>(context.Cell, ended));
    }

    private static void Begin(ActorRef actor, long timeoutNanos, ReplyTo<StopOutcome> replyTo)
    {
        actor.StopWhenDrained(); // here, in the caller's order
        var stopper = new StopperActor(actor, timeoutNanos, replyTo);
        actor.Lane.World.SystemLane.Spawn(null, Props<DeadlinePassed>.Once(1), parent: null, stopper);
    }

    private readonly record struct DeadlinePassed;

    private sealed class StopperActor(ActorRef actor, long timeoutNanos, ReplyTo<StopOutcome> replyTo) : Actor<DeadlinePassed>
    {
        private StopOutcome _outcome = StopOutcome.InTime;

        protected override void OnStart()
        {
            Context.Watch(actor);
            Context.StartTimer(nameof(DeadlinePassed), timeoutNanos, default);
        }

        protected override void Receive(in DeadlinePassed message)
        {
            _outcome = StopOutcome.Forced;
            actor.Stop();
        }

        protected override void OnSignal(ActorSignal signal)
        {
            replyTo.Tell(_outcome);
            Context.Stop();
        }
    }
}

/// <summary>An answer that somebody outside the actors awaits without a deadline of its own.</summary>
internal sealed class TaskReply<TReply> : ReplyTo<TReply>
{
    private readonly TaskCompletionSource<TReply> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<TReply> Completion => _completion.Task;

    public override void Tell(TReply reply) => _completion.TrySetResult(reply);
}
