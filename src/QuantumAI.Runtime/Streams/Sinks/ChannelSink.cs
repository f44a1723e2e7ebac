using System.Threading.Channels;
using QuantumAI.Runtime.Streams.Engine;

namespace QuantumAI.Runtime.Streams.Sinks;

/// <summary>Writes each element to a channel; while that is full one element waits here, and upstream with it.</summary>
internal sealed class ChannelSink<T> : SinkStage<T>
{
    private readonly ChannelWriter<T> _writer;
    private readonly LaneWork _work;
    private readonly Sources.Abandonment _abandonment = new();
    private T _held = default!;
    private bool _isHolding;
    private bool _isClosed;
    private bool _isCompleting;
    private Exception? _failure;

    public ChannelSink(StageContext context, ChannelWriter<T> writer)
        : base(context) => (_writer, _work) = (writer, context.Work(OnRoom));

    public override bool Push(in T item)
    {
        if (_writer.TryWrite(item))
        {
            Context.Meter.Out++;
            return true;
        }

        (_held, _isHolding) = (item, true);
        Context.Meter.Held++;
        _ = WatchAsync();
        return false;
    }

    public override void Complete()
    {
        _isCompleting = true;
        if (!_isHolding)
            End(_failure);
    }

    public override void Fail(Exception cause)
    {
        _failure = cause;
        Complete();
    }

    protected override void Release(Exception? failure)
    {
        _abandonment.Abandon();
        if (_isHolding)
        {
            Context.Meter.Held--;
            Context.Meter.Discarded++;
        }

        _writer.TryComplete(failure);
    }

    private void OnRoom()
    {
        if (IsEnded || !_isHolding)
            return;
        if (_writer.TryWrite(_held))
        {
            (_held, _isHolding) = (default!, false);
            Context.Meter.Held--;
            Context.Meter.Out++;
            if (_isCompleting)
                End(_failure);
            else
                Up.Pull();
        }
        else if (Volatile.Read(ref _isClosed))
        {
            Break(new ChannelClosedException("the channel of a sink was closed"));
        }
        else
        {
            _ = WatchAsync();
        }
    }

    private async Task WatchAsync()
    {
        try
        {
            Volatile.Write(ref _isClosed, !await _writer.WaitToWriteAsync(_abandonment.Token).ConfigureAwait(false));
        }
        catch (Exception fault) when (fault is not null)
        {
            Volatile.Write(ref _isClosed, true);
        }

        _work.Signal();
    }
}
