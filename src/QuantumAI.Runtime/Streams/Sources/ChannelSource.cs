using System.Threading.Channels;
using QuantumAI.Runtime.Streams.Engine;

namespace QuantumAI.Runtime.Streams.Sources;

/// <summary>What a channel holds; the channel's word that there is more enters the lane.</summary>
internal sealed class ChannelSource<T>(StageContext context, ChannelReader<T> reader) : SourceStage<T>(context)
{
    private readonly Abandonment _abandonment = new();
    private Exception? _fault;
    private bool _isExhausted;
    private bool _isWaiting;

    protected override int Emit(int most)
    {
        if (Volatile.Read(ref _isWaiting))
            return 0;
        for (var emitted = 0; emitted < most;)
        {
            if (!reader.TryRead(out var item))
            {
                EndOrWait();
                return emitted;
            }

            emitted++;
            if (!Hand(in item))
                return emitted;
        }

        return most;
    }

    protected override void Release() => _abandonment.Abandon();

    private void EndOrWait()
    {
        if (_fault is not null)
            Fail(_fault);
        else if (_isExhausted)
            Complete();
        else
            _ = WatchAsync();
    }

    private async Task WatchAsync()
    {
        Volatile.Write(ref _isWaiting, true);
        try
        {
            _isExhausted = !await reader.WaitToReadAsync(_abandonment.Token).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is not null)
        {
            _fault = fault;
        }

        Volatile.Write(ref _isWaiting, false);
        Signal();
    }
}
