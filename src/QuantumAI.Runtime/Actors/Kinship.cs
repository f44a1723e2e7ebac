using QuantumAI.Runtime.Supervision;

namespace QuantumAI.Runtime.Actors;

/// <summary>What most actors never need: children, watchers, and the memory of failures. Made on first use; touched on the actor's lane only.</summary>
internal sealed class Kinship
{
    /// <summary>Who is told when this actor ends.</summary>
    public HashSet<ActorCell>? Watchers { get; set; }

    /// <summary>Whose end this actor wants to hear of.</summary>
    public HashSet<ActorCell>? Watched { get; set; }

    /// <summary>Children of this incarnation.</summary>
    public HashSet<ActorCell>? Children { get; set; }

    /// <summary>Children of earlier incarnations that have not ended yet.</summary>
    public HashSet<ActorCell>? Leaving { get; set; }

    /// <summary>Children that handed their failure up and wait for the answer.</summary>
    public List<ActorCell>? Frozen { get; set; }

    /// <summary>Signals that came while the actor was suspended.</summary>
    public Queue<ActorSignal>? Missed { get; set; }

    public RestartWindow? Restarts { get; set; }

    /// <summary>Why the actor was stopped by its supervision.</summary>
    public Exception? Cause { get; set; }

    public bool HasChildren => Children is { Count: > 0 } || Leaving is { Count: > 0 };

    /// <summary>An actor that is not watched any more: its end is no news, even when it was told during a pause.</summary>
    public void ForgetEndOf(ActorCell watched)
    {
        if (Missed is { Count: > 0 })
            Missed = new Queue<ActorSignal>(Missed.Where(signal => signal is not Terminated ended || !ReferenceEquals(ended.Actor, watched)));
    }

    /// <summary>The children stay until they have ended, but a new incarnation does not know them.</summary>
    public void LetChildrenLeave()
    {
        if (Children is null)
            return;
        (Leaving ??= []).UnionWith(Children);
        Children = null;
    }
}
