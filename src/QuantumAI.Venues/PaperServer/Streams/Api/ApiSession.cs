using QuantumAI.Domain.Market;
using QuantumAI.Venues.Binance.Errors;
using QuantumAI.Venues.Binance.Parsing;
using QuantumAI.Venues.Binance.Rest;
using QuantumAI.Venues.PaperServer.Accounts;
using QuantumAI.Venues.PaperServer.Calls;
using QuantumAI.Venues.PaperServer.Exchange;
using QuantumAI.Venues.PaperServer.Faults;
using QuantumAI.Venues.PaperServer.Limits;
using QuantumAI.Venues.PaperServer.Streams.Frames;

namespace QuantumAI.Venues.PaperServer.Streams.Api;

/// <summary>One connection of the WebSocket API. Requests are read one at a time, run side by side and are answered as they finish.</summary>
internal sealed class ApiSession : ISession
{
    private readonly ApiServices _services;
    private readonly ApiSessionState _state;
    private readonly string _address;
    private int _inFlight;

    public ApiSession(IClientSocket socket, ApiServices services, string address, long timeUnit, bool tellsLimits, long nowNanos)
    {
        (Socket, _services, _address) = (socket, services, address);
        _state = new ApiSessionState(socket, services, timeUnit, tellsLimits, nowNanos);
    }

    public IClientSocket Socket { get; }

    /// <summary>Requests have weights instead.</summary>
    public bool TryCount(long nowNanos) => true;

    public void Hear(Frame message, long nowNanos)
    {
        if (message.Kind != FrameKind.Text)
        {
            Socket.Close(CloseReason.UnsupportedData, "requests are text", nowNanos);
            return;
        }

        if (ApiMessage.TryRead(message.Payload, out var request, out var id, out var error))
            Run(request, nowNanos);
        else
            Socket.TrySend(ApiAnswer.Failed(id, HttpOutcome.StatusOf((SpotErrorCode)error.Code), error, default, Enter(1, nowNanos).Told));
    }

    public void TellShutdown(ReadOnlySpan<byte> payload) => Socket.TrySend("{\"event\":"u8, payload, "}"u8);

    public void End() => _state.End();

    private void Run(ApiMessage message, long nowNanos)
    {
        var call = CallCatalogue.FindMethod(message.Method);
        var (weight, given) = (1, default(RequestParameters));
        var limits = new ApiLimits([], null);
        try
        {
            given = new RequestParameters(message.Parameters);
            _state.ReadTellsLimits(given);
            weight = call?.Weight(given) ?? ApiSessionState.WeightOf(message.Method);
            limits = Enter(call is { IsFreeWhenDone: true } ? 0 : weight, nowNanos);
            if (limits.Refusal is { } refusal)
            {
                Answer(message, new CallReply(default, refusal.Error, refusal.RetryAfterNanos), limits, refusal.Status);
                return;
            }

            if (call is null)
                Answer(message, new CallReply(_state.Run(message, given, nowNanos), null), limits);
            else
                Send(message, call, given, weight, limits, nowNanos);
        }
        catch (RequestRefusedException refused)
        {
            if (call is { IsFreeWhenDone: true })
                limits = limits with { Told = _state.Told(_services.Limits.Charge(_address, weight, nowNanos)) };
            Answer(message, new CallReply(default, refused.Error, refused.RetryAfterNanos), limits);
        }
    }

    private void Send(ApiMessage message, ExchangeCall call, RequestParameters given, int weight, ApiLimits limits, long nowNanos)
    {
        var offset = _services.Faults.ClockOffsetNanos;
        var (key, window) = ApiIdentity.Check(call.Security, message, given, _services.Keys, _state.Key, nowNanos + offset);
        var request = new ExchangeRequest(call, given, _services.Continuation)
        {
            Account = key?.Account,
            MayTrade = key?.MayTrade == true,
            Window = window?.Shifted(-offset),
            SentNanos = nowNanos,
            ClockOffsetNanos = offset,
            TimeUnit = _state.TimeUnit,
        };
        if (Interlocked.Increment(ref _inFlight) > _services.Sockets.RequestsInFlightMax)
        {
            Interlocked.Decrement(ref _inFlight);
            throw RequestParameters.Refuse(SpotErrorCode.TooManyRequests);
        }

        _ = FinishAsync(message, request, _services.Faults.Next(request), weight, limits);
    }

    /// <summary>Runs a request beside others. Whatever goes wrong in it is an answer.</summary>
    private async Task FinishAsync(ApiMessage message, ExchangeRequest request, CallFault fault, int weight, ApiLimits limits)
    {
        try
        {
            var answer = await FaultedCall.RunAsync(_services.Door, request, fault).ConfigureAwait(false);
            if (fault is { Status: > 0, Error: null })
                Socket.Cut(); // whatever stands before the API knows no messages
            else if (answer is { } reply)
                Answer(message, reply, Counted(request, reply, weight, limits), fault.Status);
            else if (fault.Kind is not (FaultKind.DoneThenSilent or FaultKind.NeverDone))
                Socket.Cut();
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
        }
    }

    private ApiLimits Counted(ExchangeRequest request, CallReply reply, int weight, ApiLimits limits)
    {
        var told = limits.Told;
        if (request.Call.IsFreeWhenDone && reply.Error is not null)
            told = _state.Told(_services.Limits.Charge(_address, weight, request.SentNanos));
        if (!request.Call.IsFreeWhenDone || request.Account is null)
            return limits with { Told = told };
        var settings = _services.Settings.Limits;
        return limits with
        {
            Told = told.Count == 0 ? told :
            [
                ExchangeLimits.Of("ORDERS", "SECOND", 10, settings.OrdersPer10Seconds, reply.OrdersPer10Seconds),
                ExchangeLimits.Of("ORDERS", "DAY", 1, settings.OrdersPerDay, reply.OrdersPerDay), .. told,
            ],
        };
    }

    private void Answer(ApiMessage message, CallReply reply, ApiLimits limits, int status = 0)
    {
        if (reply.Error is null)
            Socket.TrySend(ApiAnswer.Done(message.Id, reply.Body, limits.Told));
        else
            Socket.TrySend(ApiAnswer.Failed(message.Id, status > 0 ? status : HttpOutcome.StatusOf((SpotErrorCode)reply.Error.Code), reply.Error, reply.Body, limits.Told));
    }

    private ApiLimits Enter(int weight, long nowNanos)
    {
        var answer = _services.Limits.Enter(_address, weight, nowNanos);
        var told = _state.Told(answer.UsedWeight);
        if (answer.Verdict == AddressVerdict.Allowed)
            return new ApiLimits(told, null);
        var isBanned = answer.Verdict == AddressVerdict.Banned;
        var error = isBanned
            ? SpotErrors.Make(SpotErrorCode.TooManyRequests, 2, answer.UntilNanos / UnixNanos.PerMillisecond)
            : SpotErrors.Make(SpotErrorCode.TooManyRequests, 1, _services.Limits.WeightPerMinute, "1 MINUTE");
        return new ApiLimits(told, new ApiRefusal(error, isBanned ? HttpOutcome.Banned : HttpOutcome.TooManyRequests, answer.UntilNanos - nowNanos));
    }
}

/// <summary>What a request has used of the limits.</summary>
/// <param name="Told">For the answer; empty where the client does not want it.</param>
/// <param name="Refusal">Null when there was room.</param>
internal sealed record ApiLimits(IReadOnlyList<RateLimit> Told, ApiRefusal? Refusal);

/// <summary>There was no room for a request.</summary>
internal sealed record ApiRefusal(VenueError Error, int Status, long RetryAfterNanos);

/// <summary>What sessions of the WebSocket API share.</summary>
internal sealed record ApiServices(
    ExchangeDoor Door, ApiKeys Keys, AddressLimits Limits, ExchangeSettings Settings, SocketSettings Sockets, IExchangeFaults Faults, User.UserStreams Users)
{
    /// <summary>Where a session goes on when the exchange's lane has answered: elsewhere, or (in a world of one thread) there.</summary>
    public TaskCreationOptions Continuation { get; init; } = TaskCreationOptions.RunContinuationsAsynchronously;
}
