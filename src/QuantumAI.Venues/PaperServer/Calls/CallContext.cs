using System.Text.Json;
using QuantumAI.Domain.Market;
using QuantumAI.Simulation.Venue;
using QuantumAI.Venues.Binance.Errors;
using QuantumAI.Venues.Binance.Parsing;
using QuantumAI.Venues.Binance.Rest;
using QuantumAI.Venues.PaperServer.Exchange;

namespace QuantumAI.Venues.PaperServer.Calls;

/// <summary>One call while it runs on the exchange's lane: what was asked, by whom, and where the answer goes.</summary>
public sealed class CallContext
{
    /// <param name="state">The exchange.</param>
    /// <param name="given">Parameters; every one must be read.</param>
    /// <param name="account">Null for public calls.</param>
    /// <param name="json">Takes the result.</param>
    /// <param name="nowNanos">World time.</param>
    public CallContext(ExchangeState state, RequestParameters given, VenueAccount? account, Utf8JsonWriter json, long nowNanos)
    {
        (State, Given, Json, NowNanos) = (state, given, json, nowNanos);
        _account = account;
    }

    private readonly VenueAccount? _account;

    public ExchangeState State { get; }

    public RequestParameters Given { get; }

    public Utf8JsonWriter Json { get; }

    public long NowNanos { get; }

    /// <summary>Nanoseconds of a unit in which times are told: a millisecond, or a microsecond where the client asks for it.</summary>
    public long TimeUnit { get; init; } = UnixNanos.PerMillisecond;

    /// <summary>How much the exchange's clock is made to look ahead when it is asked for the time.</summary>
    public long ClockOffsetNanos { get; init; }

    /// <summary>The key may place and cancel orders.</summary>
    public bool MayTrade { get; init; }

    /// <summary>Whose call it is; calls that are not public have one.</summary>
    public VenueAccount Account => _account ?? throw new InvalidOperationException("a public call has no account");

    /// <summary>Whose call it is, where a call may be somebody's; null when it is nobody's.</summary>
    public VenueAccount? FindAccount() => _account;

    /// <summary>The error of a call that failed with something to show; null when it did not.</summary>
    public VenueError? Error { get; private set; }

    /// <summary>The result is what an error has to show (a half-done cancel-replace).</summary>
    public void FailWithData(SpotErrorCode code) => Error = SpotErrors.Make(code);

    /// <summary>A time in the client's unit.</summary>
    public long Time(long nanos) => nanos / TimeUnit;

    /// <summary>The symbol that must be named.</summary>
    public SymbolMarket NeedMarket(string name = "symbol") =>
        State.Market(Given.Need(name)) ?? throw RequestParameters.Refuse(SpotErrorCode.BadSymbol);

    /// <summary>A symbol that may be named.</summary>
    public SymbolMarket? FindMarket() => Given.Find("symbol") is not { } name ? null
        : State.Market(name) ?? throw RequestParameters.Refuse(SpotErrorCode.BadSymbol);

    /// <summary>A count within bounds.</summary>
    public int Limit(int whenAbsent, int most, string name = "limit")
    {
        var limit = Given.FindLong(name) ?? whenAbsent;
        return limit >= 1 ? (int)Math.Min(limit, most) : throw RequestParameters.Refuse(SpotErrorCode.InvalidParameter, 1, name);
    }

    /// <summary>A time that may be given, in milliseconds or microseconds, as nanoseconds.</summary>
    public long? FindTime(string name) => Given.FindLong(name) is not { } time ? null
        : time <= long.MaxValue / UnixNanos.PerMillisecond ? time * (time > 100_000_000_000_000 ? UnixNanos.PerMicrosecond : UnixNanos.PerMillisecond)
        : throw RequestParameters.Refuse(SpotErrorCode.ParameterOverflow, 0, name);

    /// <summary>Every parameter must have been read before anything changes or is told.</summary>
    public void RequireAllRead() => Given.RequireAllRead();
}
