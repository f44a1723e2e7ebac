using QuantumAI.Runtime.Actors;

namespace QuantumAI.Runtime.Tracing;

/// <summary>The trace of one lane, or of a whole world of one thread: (step, actor, message) of each message that an actor handles.</summary>
/// <remarks>
/// A message is traced by <see cref="ITraced"/>, or by its text: a record's text is its values, a collection's only its type. Time
/// enters as the turn's stamp. Written by one thread at a time.
/// </remarks>
internal sealed class LaneTrace
{
    private TraceHash _hash;
    private long _steps;

    public TraceHash Hash => _hash;

    public void Add<TProtocol>(ActorCell cell, in TProtocol message)
    {
        _hash.Add(++_steps);
        _hash.Add(cell.Lane.TurnNanos);
        _hash.Add(cell.Path);
        if (message is ITraced traced)
            traced.AddTo(ref _hash);
        else
            _hash.Add(message?.ToString() ?? "");
    }
}
