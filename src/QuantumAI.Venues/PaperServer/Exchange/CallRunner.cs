using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using QuantumAI.Simulation.Venue;
using QuantumAI.Venues.Binance.Errors;
using QuantumAI.Venues.Binance.Rest;
using QuantumAI.Venues.PaperServer.Calls;

namespace QuantumAI.Venues.PaperServer.Exchange;

/// <summary>Runs calls against the exchange's state, one at a time; its buffer is used again.</summary>
public sealed class CallRunner
{
    private static readonly JsonWriterOptions Plain = new() { SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly ExchangeState _state;
    private readonly ArrayBufferWriter<byte> _buffer = new(4_096);

    public CallRunner(ExchangeState state) => _state = state;

    /// <summary>Runs a call. What it changes and tells is in the state until somebody takes it.</summary>
    public CallReply Run(ExchangeRequest request, long nowNanos)
    {
        if (request.Window is { } window && window.IsOver(nowNanos))
            return new CallReply(default, SpotErrors.Make(SpotErrorCode.InvalidTimestamp));
        _buffer.ResetWrittenCount();
        var account = request.Account is { } name ? _state.Venue.Account(name) : null;
        if (request.Call.Security > CallSecurity.Key && account is null)
            return new CallReply(default, SpotErrors.Make(SpotErrorCode.RejectedApiKey));
        using var json = new Utf8JsonWriter(_buffer, Plain);
        var context = new CallContext(_state, request.Given, account, json, nowNanos) { TimeUnit = request.TimeUnit, MayTrade = request.MayTrade, ClockOffsetNanos = request.ClockOffsetNanos };
        try
        {
            request.Call.Handler(context);
            json.Flush();
            return Counted(new CallReply(_buffer.WrittenSpan.ToArray(), context.Error), account, nowNanos);
        }
        catch (RequestRefusedException refusal)
        {
            return Counted(new CallReply(default, refusal.Error, refusal.RetryAfterNanos), account, nowNanos);
        }
#pragma warning disable CA1031 // A question that cannot be answered changes nothing and must not stop the exchange; whatever changes something does.
        catch (Exception) when (request.Call.Verb == "GET")
#pragma warning restore CA1031
        {
            return new CallReply(default, SpotErrors.Make(SpotErrorCode.Unknown));
        }
    }

    private CallReply Counted(CallReply reply, VenueAccount? account, long nowNanos)
    {
        if (account is null)
            return reply;
        var counts = _state.OrderCountsOf(account.Number);
        counts.Roll(nowNanos);
        return reply with { OrdersPer10Seconds = counts.Per10Seconds, OrdersPerDay = counts.PerDay };
    }
}
