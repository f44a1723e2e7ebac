using QuantumAI.Runtime.Lanes;

namespace QuantumAI.Runtime.Recording;

/// <summary>Where a lane entry comes from: the lane, turn and how-manieth product of that turn; or a port, which is everything outside the lanes.</summary>
/// <remarks>A timer's entry has the origin of the turn that started the timer, so that a re-run knows it again whenever it fires.</remarks>
internal readonly record struct EntryOrigin(int Lane, long Turn, int Ordinal)
{
    [ThreadStatic]
    private static EntryOrigin? _firing;

    public static EntryOrigin Port { get; } = new(-1, 0, 0);

    public bool IsPort => Lane < 0;

    /// <summary>The origin of what the calling thread sends or starts now; each call is the next product of its turn. A lane outside the recording is a port.</summary>
    public static EntryOrigin Next(Lane? running) => _firing ?? (running is { IsOutside: false } lane ? lane.NextOrigin() : Port);

    /// <summary>Whatever <paramref name="fire"/> sends has this origin.</summary>
    public void During(Action fire)
    {
        _firing = this;
        try
        {
            fire();
        }
        finally
        {
            _firing = null;
        }
    }
}

/// <summary>An entry of a lane that is recorded.</summary>
/// <param name="Content">The message when it is an object, or a <see cref="Actors.SystemMessage"/>.</param>
internal sealed record OriginEntry(EntryOrigin Origin, Actors.ActorCell Cell, object? Content, bool IsSystem);
