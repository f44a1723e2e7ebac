using System.Globalization;
using QuantumAI.Domain.Market;
using QuantumAI.Venues.Binance.Errors;
using QuantumAI.Venues.Binance.Rest;
using QuantumAI.Venues.PaperServer.Accounts;
using QuantumAI.Venues.PaperServer.Calls;
using QuantumAI.Venues.PaperServer.Exchange;
using QuantumAI.Venues.PaperServer.Faults;
using QuantumAI.Venues.PaperServer.Limits;
using QuantumAI.Venues.Signing;

namespace QuantumAI.Venues.PaperServer.Rest;

/// <summary>What becomes of a REST request: route, limits, signature, then the exchange's lane, then the answer. Knows no HTTP server. Thread safe.</summary>
/// <param name="door">Where calls enter the exchange.</param>
/// <param name="keys">All keys.</param>
/// <param name="limits">Of addresses.</param>
/// <param name="faults">What goes wrong.</param>
/// <param name="nowNanos">World time.</param>
/// <param name="continuation">Where it goes on when the lane has answered: elsewhere, or (in a world of one thread) there.</param>
internal sealed class CallGate(
    ExchangeDoor door, ApiKeys keys, AddressLimits limits, IExchangeFaults faults, Func<long> nowNanos,
    TaskCreationOptions continuation = TaskCreationOptions.RunContinuationsAsynchronously)
{
    private const int ParametersMax = 100;

    /// <summary>Answers a request; never throws for what a client sends.</summary>
    public async ValueTask<GateAnswer> AnswerAsync(GateRequest asked)
    {
        if (CallCatalogue.Find(asked.Verb, asked.Path) is not { } call)
            return RefuseRoute(asked);
        var weight = 1;
        int? used = null;
        try
        {
            var given = Read(asked);
            weight = call.Weight(given);
            var entry = limits.Enter(asked.Address, call.IsFreeWhenDone ? 0 : weight, nowNanos());
            used = entry.UsedWeight;
            if (entry.Verdict != AddressVerdict.Allowed)
                return Weighed(RefuseLimit(entry), used);
            var request = Check(asked, call, given);
            var fault = faults.Next(request);
            if (await FaultedCall.RunAsync(door, request, fault).ConfigureAwait(false) is not { } reply)
                return fault.Kind is FaultKind.DoneThenSilent or FaultKind.NeverDone ? GateAnswer.Silence : GateAnswer.Dropped;
            if (fault is { Status: > 0, Error: null })
                return RestAnswer.PageOf(fault.Status);
            if (call.IsFreeWhenDone && reply.Error is not null)
                used = limits.Charge(asked.Address, weight, nowNanos());
            return Counted(Weighed(RestAnswer.Of(reply, fault.Status), used), request, reply);
        }
        catch (RequestRefusedException refusal)
        {
            var answer = RestAnswer.Failed(HttpOutcome.StatusOf((SpotErrorCode)refusal.Error.Code), refusal.Error);
            return Weighed(answer, call.IsFreeWhenDone ? limits.Charge(asked.Address, weight, nowNanos()) : used);
        }
    }

    private ExchangeRequest Check(GateRequest asked, ExchangeCall call, RequestParameters given)
    {
        var (now, offset) = (nowNanos(), faults.ClockOffsetNanos);
        var (key, window) = SignedRequest.Check(call, keys, asked.KeyName, asked.Query, asked.Body, given, now + offset);
        return new ExchangeRequest(call, given, continuation)
        {
            Account = key?.Account,
            MayTrade = key?.MayTrade == true,
            Window = window?.Shifted(-offset),
            SentNanos = now,
            TimeUnit = UnitOf(asked.TimeUnit),
            ClockOffsetNanos = offset,
        };
    }

    private static long UnitOf(string? word) => word?.ToUpperInvariant() switch
    {
        null or "MILLISECOND" => UnixNanos.PerMillisecond,
        "MICROSECOND" => UnixNanos.PerMicrosecond,
        _ => throw RequestParameters.Refuse(SpotErrorCode.InvalidTimeUnit),
    };

    private static RequestParameters Read(GateRequest asked)
    {
        if (asked.Body.Length > 0 && !asked.IsForm)
            throw RequestParameters.Refuse(SpotErrorCode.UnsupportedOperation);
        if (!ParameterText.TryRead(asked.Query, out var first) || !ParameterText.TryRead(asked.Body, out var second))
            throw RequestParameters.Refuse(SpotErrorCode.IllegalCharacters);
        if (first.Count + second.Count > ParametersMax)
            throw RequestParameters.Refuse(SpotErrorCode.TooManyParameters, 1, ParametersMax, first.Count + second.Count);
        return new RequestParameters(first, second);
    }

    private GateAnswer RefuseLimit(AddressAnswer entry)
    {
        var isBanned = entry.Verdict == AddressVerdict.Banned;
        var error = isBanned
            ? SpotErrors.Make(SpotErrorCode.TooManyRequests, 2, entry.UntilNanos / UnixNanos.PerMillisecond)
            : SpotErrors.Make(SpotErrorCode.TooManyRequests, 1, limits.WeightPerMinute, "1 MINUTE");
        return RestAnswer.Failed(isBanned ? HttpOutcome.Banned : HttpOutcome.TooManyRequests, error).With("Retry-After", RestAnswer.Seconds(entry.UntilNanos - nowNanos()));
    }

    private GateAnswer RefuseRoute(GateRequest asked)
    {
        const int NotFound = 404;
        const int NotAllowed = 405;
        var entry = limits.Enter(asked.Address, 1, nowNanos());
        var answer = entry.Verdict == AddressVerdict.Allowed
            ? RestAnswer.Failed(CallCatalogue.HasPath(asked.Path) ? NotAllowed : NotFound, SpotErrors.Make(SpotErrorCode.UnsupportedOperation)) : RefuseLimit(entry);
        return Weighed(answer, entry.UsedWeight);
    }

    private static GateAnswer Weighed(GateAnswer answer, int? used)
    {
        if (used is not { } weight)
            return answer;
        var text = weight.ToString(CultureInfo.InvariantCulture);
        return answer with { Headers = [.. answer.Headers, KeyValuePair.Create("X-MBX-USED-WEIGHT", text), KeyValuePair.Create("X-MBX-USED-WEIGHT-1M", text)] };
    }

    private static GateAnswer Counted(GateAnswer answer, ExchangeRequest request, CallReply reply)
    {
        if (!request.Call.IsFreeWhenDone || request.Account is null || request.Call.Verb != "POST")
            return answer;
        return answer
            .With("X-MBX-ORDER-COUNT-10S", reply.OrdersPer10Seconds.ToString(CultureInfo.InvariantCulture))
            .With("X-MBX-ORDER-COUNT-1D", reply.OrdersPerDay.ToString(CultureInfo.InvariantCulture));
    }
}
