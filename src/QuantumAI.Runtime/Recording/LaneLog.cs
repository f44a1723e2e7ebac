using System.Collections.Concurrent;
using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Lanes;

namespace QuantumAI.Runtime.Recording;

/// <summary>What one lane writes down of itself: every turn's entry, in order. Written on the lane; only <see cref="Dropped"/> by senders.</summary>
internal sealed class LaneLog(Lane lane, LaneRecorder recorder)
{
    private const int MostDroppedWaiting = 65_536;
    private readonly RecordWriter _records = new();
    private readonly ConcurrentQueue<EntryOrigin> _dropped = new();
    private long _lastNanos;

    public void Turn(EntryOrigin origin)
    {
        Begin(RecordKind.FromLane);
        _records.Origin(origin);
        End();
    }

    public void Turn<TProtocol>(EntryOrigin origin, ActorCell cell, in TProtocol message)
    {
        if (!origin.IsPort)
        {
            Turn(origin);
        }
        else if (TryCodec<TProtocol>(cell, out var codec))
        {
            Begin(RecordKind.FromPort);
            _records.Text(cell.Path);
            _records.Content(codec, in message);
            End();
        }
    }

    public void Completion<TProtocol>(ActorCell cell, int incarnation, in TProtocol message)
    {
        if (!TryCodec<TProtocol>(cell, out var codec))
            return;
        Begin(RecordKind.Completion);
        _records.Text(cell.Path);
        _records.Number(incarnation);
        _records.Content(codec, in message);
        End();
    }

    public void Life(RecordKind kind, ActorCell cell)
    {
        Begin(kind);
        _records.Text(cell.Path);
        End();
    }

    /// <summary>What a mailbox that keeps the newest gives within the present turn.</summary>
    public void Newest<TProtocol>(EntryOrigin origin, ActorCell cell, in TProtocol message)
    {
        if (!origin.IsPort)
        {
            _records.Kind(RecordKind.NewestFromLane);
            _records.Origin(origin);
        }
        else if (TryCodec<TProtocol>(cell, out var codec))
        {
            _records.Kind(RecordKind.NewestFromPort);
            _records.Content(codec, in message);
        }

        End();
    }

    public void NewestEmpty() => _records.Kind(RecordKind.NewestEmpty);

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
        _records.Kind(RecordKind.Refused);
        _records.Number(origin.Turn);
        _records.Number(origin.Ordinal);
        End();
    }

    public void GiveUp(string reason) => recorder.GiveUp($"{lane.Name}: {reason}");

    /// <summary>The lane is at rest: writes the rest and the trace.</summary>
    public void Close()
    {
        WriteDropped();
        _records.Kind(RecordKind.Trace);
        _records.Text(lane.TraceHash.ToString());
        _records.Number(lane.TurnNumber);
        HandOver();
    }

    private void Begin(RecordKind kind)
    {
        WriteDropped();
        _records.Kind(kind);
        _records.Number(lane.TurnNanos - _lastNanos);
        _lastNanos = lane.TurnNanos;
    }

    private void End()
    {
        if (_records.Length >= LaneRecorder.BlockBytes)
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

    private bool TryCodec<TProtocol>(ActorCell cell, out IMessageCodec<TProtocol> codec)
    {
        if (recorder.Codecs.TryGet(out codec!))
            return true;
        recorder.GiveUp($"{cell.Path} was told a {typeof(TProtocol).Name} from outside, which has no codec");
        return false;
    }
}
