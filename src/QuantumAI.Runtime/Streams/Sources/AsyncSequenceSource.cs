using QuantumAI.Runtime.Streams.Engine;

namespace QuantumAI.Runtime.Streams.Sources;

/// <summary>Elements of an asynchronous sequence, one move at a time and only on demand; a move that takes time ends as an entry of the lane.</summary>
internal sealed class AsyncSequenceSource<T>(StageContext context, IAsyncEnumerable<T> sequence) : SourceStage<T>(context)
{
    private const int Idle = 0, Moving = 1, Abandoned = 2;

    private readonly Abandonment _abandonment = new();
    private IAsyncEnumerator<T>? _items;
    private int _state;
    private long _index;
    private bool _hasMoved;
    private bool _isExhausted;
    private Exception? _fault;

    protected override int Emit(int most)
    {
        for (var emitted = 0; emitted < most;)
        {
            if (Volatile.Read(ref _state) == Moving || !HasMoved())
                return emitted;
            _hasMoved = false;
            if (_fault is not null)
                Fail(new StreamElementException("FromAsync", _index, _fault));
            else if (_isExhausted)
                Complete();
            if (IsEnded)
                return emitted;
            _index++;
            emitted++;
            if (!Hand(_items!.Current))
                return emitted;
        }

        return most;
    }

    /// <remarks>A sequence is disposed of when it stands still: here, or when its pending move ends.</remarks>
    protected override void Release()
    {
        _abandonment.Abandon();
        if (Interlocked.Exchange(ref _state, Abandoned) == Idle)
            _ = DisposeAsync();
    }

    private bool HasMoved()
    {
        if (_hasMoved)
            return true;
        try
        {
            _items ??= sequence.GetAsyncEnumerator(_abandonment.Token);
            var move = _items.MoveNextAsync();
            if (!move.IsCompleted)
            {
                Volatile.Write(ref _state, Moving);
                _ = WatchAsync(move);
                return false;
            }

            _isExhausted = !move.GetAwaiter().GetResult();
        }
        catch (Exception fault) when (fault is not null)
        {
            _fault = fault;
        }

        return _hasMoved = true;
    }

    private async Task WatchAsync(ValueTask<bool> move)
    {
        try
        {
            _isExhausted = !await move.ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is not null)
        {
            _fault = fault;
        }

        _hasMoved = true;
        if (Interlocked.CompareExchange(ref _state, Idle, Moving) == Moving)
            Signal();
        else
            await DisposeAsync().ConfigureAwait(false);
    }

    /// <remarks>The stream has ended: a fault of the disposal has nobody left to go to.</remarks>
    private async Task DisposeAsync()
    {
        try
        {
            if (_items is not null)
                await _items.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is not null)
        {
            _fault ??= fault;
        }
    }
}
