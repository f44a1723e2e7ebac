using System.Collections.Concurrent;
using QuantumAI.Runtime.Actors;
using QuantumAI.Venues.Binance.Errors;

namespace QuantumAI.Venues.PaperServer.Exchange;

/// <summary>Where requests from any thread wait for the exchange's lane: a bounded queue that the lane empties in batches. Thread safe.</summary>
public sealed class ExchangeDoor
{
    private static readonly CallReply Busy = new(default, SpotErrors.Make(SpotErrorCode.ServerBusy));
    private static readonly CallReply Closed = new(default, SpotErrors.Make(SpotErrorCode.ServiceShuttingDown));
    private readonly ConcurrentQueue<ExchangeRequest> _waiting = new();
    private readonly int _most;
    private ActorRef<ExchangeMessage>? _lane;
    private int _count;
    private int _isTold;
    private volatile bool _isClosed;

    internal ExchangeDoor(int mostWaiting) => _most = mostWaiting;

    /// <summary>Sends a request; answered at once when there is no room or the exchange is closing.</summary>
    public Task<CallReply> SendAsync(ExchangeRequest request)
    {
        if (_isClosed || _lane is null)
            return Task.FromResult(Closed);
        if (Interlocked.Increment(ref _count) > _most)
        {
            Interlocked.Decrement(ref _count);
            return Task.FromResult(Busy);
        }

        _waiting.Enqueue(request);
        Wake();
        if (_isClosed)
            Close(); // it closed meanwhile: nobody else would answer
        return request.Reply;
    }

    internal void Open(ActorRef<ExchangeMessage> lane) => _lane = lane;

    /// <summary>Answers what waits and everything from now on with “closing”.</summary>
    internal void Close()
    {
        _isClosed = true;
        while (TryTake(out var request))
            request.Answer(Closed);
    }

    /// <summary>The lane looks now: whoever comes from here on wakes it again.</summary>
    internal void Look() => Volatile.Write(ref _isTold, 0);

    internal bool IsEmpty => _waiting.IsEmpty;

    internal bool TryTake([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out ExchangeRequest? request)
    {
        if (!_waiting.TryDequeue(out request))
            return false;
        Interlocked.Decrement(ref _count);
        return true;
    }

    /// <summary>Lets a request wait on, behind those that have come meanwhile.</summary>
    internal void PutBack(ExchangeRequest request)
    {
        Interlocked.Increment(ref _count);
        _waiting.Enqueue(request);
    }

    internal void Wake()
    {
        if (Interlocked.Exchange(ref _isTold, 1) == 0)
            _lane!.TellReserved(ExchangeMessage.Look);
    }
}
