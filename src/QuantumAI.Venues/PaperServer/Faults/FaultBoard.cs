using System.Collections.Concurrent;
using QuantumAI.Domain.Market;
using QuantumAI.Venues.Binance.Errors;
using QuantumAI.Venues.Binance.Parsing;
using QuantumAI.Venues.PaperServer.Exchange;

namespace QuantumAI.Venues.PaperServer.Faults;

/// <summary>What a call meets.</summary>
public enum FaultKind : byte
{
    Unspecified = 0,

    /// <summary>Nothing.</summary>
    None = 1,

    /// <summary>It is answered with an error and never reaches the engine.</summary>
    Refused = 2,

    /// <summary>It is done; the answer is −1007: the client cannot know.</summary>
    DoneThenTimeout = 3,

    /// <summary>It is done; the answer is never sent.</summary>
    DoneThenSilent = 4,

    /// <summary>The connection ends before it is done.</summary>
    DroppedBefore = 5,

    /// <summary>The connection ends after it is done, without an answer.</summary>
    DroppedAfter = 6,

    /// <summary>It is done; the answer is an error all the same.</summary>
    DoneThenRefused = 7,

    /// <summary>It never arrives, and no answer comes.</summary>
    NeverDone = 8,
}

/// <summary>What one call meets.</summary>
/// <param name="Kind">What.</param>
/// <param name="DelayNanos">How long its answer waits.</param>
/// <param name="Error">Of a refused one; null with a status: something before the API answers, with a page.</param>
/// <param name="Status">HTTP status of a refused one.</param>
/// <param name="RetryAfterNanos">What a banned one is told; 0 = nothing.</param>
public readonly record struct CallFault(FaultKind Kind, long DelayNanos = 0, VenueError? Error = null, int Status = 0, long RetryAfterNanos = 0)
{
    public static CallFault None { get; } = new(FaultKind.None);
}

/// <summary>Faults that a test has ordered from the exchange: what goes wrong next. Thread safe; nothing goes wrong unless somebody asked for it.</summary>
public sealed class FaultBoard : IExchangeFaults
{
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, int> _depthGaps = new(StringComparer.Ordinal);
    private readonly Queue<FaultKind> _next = [];
    private (VenueError Error, int Status, int Left)? _storm;
    private (int Status, long UntilNanos)? _ban;
    private long _latencyNanos;
    private long _clockOffsetNanos;
    private volatile bool _isMarketFrozen;
    private volatile bool _isArmed;

    /// <summary>Market streams are silent although the connections live.</summary>
    public bool IsMarketFrozen
    {
        get => _isMarketFrozen;
        set => _isMarketFrozen = value;
    }

    /// <summary>How much the exchange's clock is ahead of the world's, as clients see it in answers and time windows.</summary>
    public long ClockOffsetNanos
    {
        get => Interlocked.Read(ref _clockOffsetNanos);
        set => Interlocked.Exchange(ref _clockOffsetNanos, value);
    }

    /// <summary>Every answer waits so long.</summary>
    public void SetLatency(long nanos)
    {
        lock (_gate)
            (_latencyNanos, _isArmed) = (nanos, true);
    }

    /// <summary>The next calls that change something meet this.</summary>
    public void Order(FaultKind kind, int calls)
    {
        lock (_gate)
        {
            for (var i = 0; i < calls; i++)
                _next.Enqueue(kind);
            _isArmed = true;
        }
    }

    /// <summary>So many calls that change something are refused.</summary>
    public void OrderStorm(VenueError error, int calls)
    {
        lock (_gate)
            (_storm, _isArmed) = ((error, HttpOutcome.StatusOf((SpotErrorCode)error.Code), calls), true);
    }

    /// <summary>Every call is answered with 429 or 418 until then.</summary>
    public void OrderBan(int status, long untilNanos)
    {
        lock (_gate)
            (_ban, _isArmed) = ((status, untilNanos), true);
    }

    /// <summary>The next changes of a symbol's book are lost on the way to every listener.</summary>
    public void OrderDepthGap(string symbol, int messages) => _depthGaps[symbol] = messages;

    /// <summary>Ends everything that was ordered.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _next.Clear();
            (_storm, _ban, _latencyNanos, _isArmed) = (null, null, 0, false);
        }

        _depthGaps.Clear();
        IsMarketFrozen = false;
        ClockOffsetNanos = 0;
    }

    /// <inheritdoc/>
    public CallFault Next(ExchangeRequest request)
    {
        if (!_isArmed)
            return CallFault.None;
        var (call, nowNanos) = (request.Call, request.SentNanos);
        lock (_gate)
        {
            if (_ban is { } ban && nowNanos < ban.UntilNanos)
                return Banned(ban.Status, ban.UntilNanos, nowNanos);
            if (!call.IsFreeWhenDone)
                return CallFault.None with { DelayNanos = _latencyNanos };
            if (_storm is { Left: > 0 } storm)
            {
                _storm = storm with { Left = storm.Left - 1 };
                return new CallFault(FaultKind.Refused, _latencyNanos, storm.Error, storm.Status);
            }

            return new CallFault(_next.TryDequeue(out var kind) ? kind : FaultKind.None, _latencyNanos);
        }
    }

    /// <inheritdoc/>
    public bool TakeDepthGap(string symbol)
    {
        if (_depthGaps.IsEmpty || !_depthGaps.TryGetValue(symbol, out var left))
            return false;
        if (left > 1)
            _depthGaps[symbol] = left - 1;
        else
            _depthGaps.TryRemove(symbol, out _);
        return true;
    }

    private static CallFault Banned(int status, long untilNanos, long nowNanos)
    {
        var error = status == HttpOutcome.Banned
            ? SpotErrors.Make(SpotErrorCode.TooManyRequests, 2, untilNanos / UnixNanos.PerMillisecond)
            : SpotErrors.Make(SpotErrorCode.TooManyRequests);
        return new CallFault(FaultKind.Refused, 0, error, status, untilNanos - nowNanos);
    }
}
