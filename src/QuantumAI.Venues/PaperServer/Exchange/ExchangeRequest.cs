using QuantumAI.Venues.Binance.Parsing;
using QuantumAI.Venues.Binance.Rest;
using QuantumAI.Venues.PaperServer.Calls;

namespace QuantumAI.Venues.PaperServer.Exchange;

/// <summary>The answer to a call.</summary>
/// <param name="Body">The result as JSON; of an error with something to show: that; else empty.</param>
/// <param name="Error">Null when the call was done.</param>
/// <param name="RetryAfterNanos">Of a limit: how long to wait; 0 = not told.</param>
/// <param name="OrdersPer10Seconds">New orders of the account in the present ten seconds, after the call.</param>
/// <param name="OrdersPerDay">The same of the day.</param>
public sealed record CallReply(ReadOnlyMemory<byte> Body, VenueError? Error, long RetryAfterNanos = 0, int OrdersPer10Seconds = 0, int OrdersPerDay = 0);

/// <summary>Until when a signed request counts.</summary>
/// <param name="TimestampNanos">When it was made, by the client's clock.</param>
/// <param name="WindowNanos">How long it counts from then.</param>
public readonly record struct RequestWindow(long TimestampNanos, long WindowNanos)
{
    private const long AheadMax = 1_000_000_000;

    /// <summary>The request is from the future: its clock is more than a second ahead.</summary>
    public bool IsAhead(long nowNanos) => TimestampNanos >= nowNanos + AheadMax;

    /// <summary>The same by a clock that is so much ahead.</summary>
    public RequestWindow Shifted(long nanos) => this with { TimestampNanos = TimestampNanos + nanos };

    public bool IsOver(long nowNanos) => nowNanos - TimestampNanos > WindowNanos;
}

/// <summary>A call on its way to the exchange's lane and back. Its answer comes once the changes that it made are stored.</summary>
/// <param name="call">What is called.</param>
/// <param name="given">Its parameters.</param>
/// <param name="continuation">Where whoever waits for the answer goes on: elsewhere than on the lane, or (in a world of one thread) on it.</param>
public sealed class ExchangeRequest(
    ExchangeCall call, RequestParameters given, TaskCreationOptions continuation = TaskCreationOptions.RunContinuationsAsynchronously)
{
    private readonly TaskCompletionSource<CallReply> _reply = new(continuation);

    public ExchangeCall Call => call;

    public RequestParameters Given => given;

    /// <summary>Name of the account; null for public calls.</summary>
    public string? Account { get; init; }

    public bool MayTrade { get; init; }

    /// <summary>Nanoseconds of the unit in which times are told.</summary>
    public long TimeUnit { get; init; } = Domain.Market.UnixNanos.PerMillisecond;

    /// <summary>Looked at again before the engine: a request that waited too long is refused. Null for calls without a signature.</summary>
    public RequestWindow? Window { get; init; }

    /// <summary>How much the exchange's clock is made to look ahead.</summary>
    public long ClockOffsetNanos { get; init; }

    /// <summary>When it was sent to the lane.</summary>
    public long SentNanos { get; init; }

    public Task<CallReply> Reply => _reply.Task;

    internal void Answer(CallReply reply) => _reply.TrySetResult(reply);
}
