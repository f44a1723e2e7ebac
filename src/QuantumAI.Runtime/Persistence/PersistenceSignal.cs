using QuantumAI.Runtime.Actors;

namespace QuantumAI.Runtime.Persistence;

internal enum SignalKind
{
    Answer = 1,
    Page = 2,
    RetryDue = 3,
}

/// <summary>What the journal and the timers tell a persistent actor. Its slot is reserved: it is never refused.</summary>
internal readonly record struct PersistenceSignal(SignalKind Kind, AppendResult? Answer = null, JournalPage? Page = null);

/// <summary>The second mailbox of a persistent actor, a child on its lane: commands cannot crowd out the journal's answers.</summary>
/// <remarks>It ends with its actor's incarnation, so that answers to an earlier one are dead letters; its failures are its parent's.</remarks>
internal sealed class PersistenceSignals(Action<PersistenceSignal> handle) : Actor<PersistenceSignal>
{
    public void StartRetryTimer(long delayNanos) => Context.StartTimer(SignalKind.RetryDue, delayNanos, new PersistenceSignal(SignalKind.RetryDue));

    protected override void Receive(in PersistenceSignal message) => handle(message);
}
