using System.Collections.Concurrent;
using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Lanes;

namespace QuantumAI.Runtime.Recording;

/// <summary>What one lane writes down of itself: every turn's entry, in order. Written on the lane; only <see cref="Dropped"/> by senders.</summary>
/// <remarks>Another thread may take over what is written so far at any time, between two records.</remarks>
internal sealed class LaneLog(Lane lane, LaneRecorder recorder)
{
    private const int MostDroppedWaiting = 65_536;
    private readonly RecordWriter _records = new();
    private readonly ConcurrentQueue<EntryOrigin> _dropped = new();
    private readonly Lock _gate = new();
    private long _lastNanos;
    private long _turns;
    private bool _isClosed;
    private int _actors;

    public void Turn(EntryOrigin origin)
    {
        lock (_gate)
        {
            Begin(RecordKind.FromLane);
            _records.Origin(origin);
            End();
        }
    }

    public void Turn<TProtocol>(EntryOrigin origin, ActorCell cell, in TProtocol message)
    {
        if (!origin.IsPort)
            Turn(origin);
        else
            Content(RecordKind.FromPort, cell, in message);
    }

    public void Completion<TProtocol>(ActorCell cell, int incarnation, in TProtocol message)
    {
        lock (_gate)
        {
            if (!TryEncode(cell, in message))
                return;
            Begin(RecordKind.Completion);
            Actor(cell);
            _records.Number(incarnation);
            _records.Content();
            End();
        }
    }

    public void Signal(ActorCell cell, ActorSignal signal) => Content(RecordKind.Signal, cell, in signal);

    public void Life(RecordKind kind, ActorCell cell)
    {
        lock (_gate)
        {
            Begin(kind);
            Actor(cell);
            End();
        }
    }

    /// <summary>What a mailbox that keeps the newest gives within the present turn.</summary>
    public void Newest<TProtocol>(EntryOrigin origin, ActorCell cell, in TProtocol message)
    {
        lock (_gate)
        {
            if (!origin.IsPort)
            {
                _records.Kind(RecordKind.NewestFromLane);
                _records.Origin(origin);
            }
            else if (TryEncode(cell, in message))
            {
                _records.Kind(RecordKind.NewestFromPort);
                _records.Content();
            }

            End();
        }
    }

    public void NewestEmpty()
    {
        lock (_gate)
            _records.Kind(RecordKind.NewestEmpty);
    }

    /// <summary>Any thread: a message of a lane was replaced by a newer one.</summary>
    public void Dropped(EntryOrigin origin)
    {
        if (origin.IsPort)
            return;
        if (_dropped.Count >= MostDroppedWaiting)
            recorder.GiveUp($"lane {lane.Name} has more than {MostDroppedWaiting} dropped messages to write down");
        else
            _dropped.Enqueue(origin);
    }

    public void Refused(EntryOrigin origin)
    {
        lock (_gate)
        {
            _records.Kind(RecordKind.Refused);
            _records.Number(origin.Turn);
            _records.Number(origin.Ordinal);
            End();
        }
    }

    public void GiveUp(string reason) => recorder.GiveUp($"{lane.Name}: {reason}");

    /// <summary>Any thread: hands over what is written so far.</summary>
    public void Flush()
    {
        lock (_gate)
        {
            if (_records.Length > 0 && !_isClosed)
                HandOver();
        }
    }

    /// <summary>The lane is at rest: writes the rest and the trace.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            WriteDropped();
            _records.Kind(RecordKind.Trace);
            _records.Text(lane.Trace is null ? "" : lane.TraceHash.ToString());
            _records.Number(_turns);
            HandOver();
        }
    }

    private void Content<TProtocol>(RecordKind kind, ActorCell cell, in TProtocol message)
    {
        lock (_gate)
        {
            if (!TryEncode(cell, in message))
                return;
            Begin(kind);
            Actor(cell);
            _records.Content();
            End();
        }
    }

    private void Begin(RecordKind kind)
    {
        _turns++;
        WriteDropped();
        _records.Kind(kind);
        _records.Number(lane.TurnNanos - _lastNanos);
        _lastNanos = lane.TurnNanos;
    }

    /// <summary>The actor's number in this log; the first time with its path.</summary>
    private void Actor(ActorCell cell)
    {
        if (cell.LogNumber > 0)
        {
            _records.Number(cell.LogNumber);
            return;
        }

        _records.Number(cell.LogNumber = ++_actors);
        _records.Text(cell.Path);
    }

    private void End()
    {
        if (_isClosed)
            _records.Clear(); // the recording is over, the lane lives on
        else if (_records.Length >= LaneRecorder.BlockBytes)
            HandOver();
    }

    private void HandOver()
    {
        recorder.Write(lane.Name, _records.Written);
        _records.Clear();
    }

    private void WriteDropped()
    {
        while (_dropped.TryDequeue(out var origin))
        {
            _records.Kind(RecordKind.Dropped);
            _records.Origin(origin);
        }
    }

    /// <summary>A message that cannot be written ends the recording, and not the actor that is told it.</summary>
    private bool TryEncode<TProtocol>(ActorCell cell, in TProtocol message)
    {
        if (recorder.IsStopped)
            return false;
        if (!recorder.Codecs.TryGet<TProtocol>(out var codec))
        {
            recorder.GiveUp($"{cell.Path} was told a {typeof(TProtocol).Name} from outside, which has no codec");
            return false;
        }

        try
        {
            _records.Encode(codec, in message);
            return true;
        }
#pragma warning disable CA1031 // Whatever a codec throws, the session goes on without its recording.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            recorder.GiveUp($"{cell.Path} was told something from outside that cannot be written: {failure.Message}");
            return false;
        }
    }
}
