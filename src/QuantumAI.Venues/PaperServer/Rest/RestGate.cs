using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
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

/// <summary>Takes HTTP requests for the exchange: route, limits, signature, then the exchange's lane, then the answer. Thread safe.</summary>
internal sealed class RestGate(ExchangeDoor door, ApiKeys keys, AddressLimits limits, FaultBoard faults, Func<long> nowNanos)
{
    private const int ParametersMax = 100;

    public async Task HandleAsync(HttpContext http)
    {
        var (path, verb) = (http.Request.Path.Value ?? "", http.Request.Method);
        if (CallCatalogue.Find(verb, path) is not { } call)
        {
            await RefuseRouteAsync(http, path).ConfigureAwait(false);
            return;
        }

        var address = http.Connection.RemoteIpAddress?.ToString() ?? "";
        var weight = 1;
        try
        {
            var query = http.Request.QueryString.Value is ['?', .. var text] ? text : "";
            var body = await ReadBodyAsync(http.Request).ConfigureAwait(false);
            var given = Read(query, body);
            weight = call.Weight(given);
            if (!Enter(http, address, call.IsFreeWhenDone ? 0 : weight))
            {
                await RefuseLimitAsync(http, address).ConfigureAwait(false);
                return;
            }

            var request = Check(http, call, query, body, given);
            var fault = faults.Next(call, request.SentNanos);
            if (await FaultedCall.RunAsync(door, request, fault).ConfigureAwait(false) is not { } reply)
            {
                await EndWithoutAnswerAsync(http, fault).ConfigureAwait(false);
                return;
            }

            WriteCounts(http, call, request, reply);
            if (call.IsFreeWhenDone && reply.Error is not null)
                WriteWeight(http, limits.Charge(address, weight, nowNanos()));
            await RestAnswer.WriteAsync(http.Response, reply, fault.Status).ConfigureAwait(false);
        }
        catch (RequestRefusedException refusal)
        {
            if (call.IsFreeWhenDone)
                WriteWeight(http, limits.Charge(address, weight, nowNanos()));
            await RestAnswer.ErrorAsync(http.Response, HttpOutcome.StatusOf((SpotErrorCode)refusal.Error.Code), refusal.Error).ConfigureAwait(false);
        }
        catch (BadHttpRequestException broken)
        {
            await RestAnswer.ErrorAsync(http.Response, broken.StatusCode, SpotErrors.Make(SpotErrorCode.TooManyParameters)).ConfigureAwait(false);
        }
    }

    private ExchangeRequest Check(HttpContext http, ExchangeCall call, string query, string body, RequestParameters given)
    {
        var (now, offset) = (nowNanos(), faults.ClockOffsetNanos);
        string? keyName = http.Request.Headers["X-MBX-APIKEY"];
        var (key, window) = SignedRequest.Check(call, keys, keyName, query, body, given, now + offset);
        return new ExchangeRequest(call, given)
        {
            Account = key?.Account,
            MayTrade = key?.MayTrade == true,
            Window = window?.Shifted(-offset),
            SentNanos = now,
            TimeUnit = UnitOf(http.Request),
            ClockOffsetNanos = offset,
        };
    }

    /// <summary>The answer is lost: the connection ends, or the client waits until it gives up.</summary>
    private static async Task EndWithoutAnswerAsync(HttpContext http, CallFault fault)
    {
        if (fault.Kind == FaultKind.DoneThenSilent)
            await Task.Delay(Timeout.InfiniteTimeSpan, http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default).ConfigureAwait(false);
        http.Abort();
    }

    private static long UnitOf(HttpRequest request) => ((string?)request.Headers["X-MBX-TIME-UNIT"])?.ToUpperInvariant() switch
    {
        null or "MILLISECOND" => UnixNanos.PerMillisecond,
        "MICROSECOND" => UnixNanos.PerMicrosecond,
        _ => throw RequestParameters.Refuse(SpotErrorCode.InvalidTimeUnit),
    };

    private static RequestParameters Read(string query, string body)
    {
        if (!ParameterText.TryRead(query, out var first) || !ParameterText.TryRead(body, out var second))
            throw RequestParameters.Refuse(SpotErrorCode.IllegalCharacters);
        if (first.Count + second.Count > ParametersMax)
            throw RequestParameters.Refuse(SpotErrorCode.TooManyParameters, 1, ParametersMax, first.Count + second.Count);
        return new RequestParameters(first, second);
    }

    private static async Task<string> ReadBodyAsync(HttpRequest request)
    {
        if (request.ContentLength is 0 || (request.ContentLength is null && request.HttpContext.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody != true))
            return "";
        using var reader = new StreamReader(request.Body, Encoding.UTF8, detectEncodingFromByteOrderMarks: false);
        var body = await reader.ReadToEndAsync(request.HttpContext.RequestAborted).ConfigureAwait(false);
        if (body.Length > 0 && request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) != true)
            throw RequestParameters.Refuse(SpotErrorCode.UnsupportedOperation);
        return body;
    }

    private bool Enter(HttpContext http, string address, int weight)
    {
        var answer = limits.Enter(address, weight, nowNanos());
        WriteWeight(http, answer.UsedWeight);
        if (answer.Verdict == AddressVerdict.Allowed)
            return true;
        http.Items[typeof(AddressAnswer)] = answer;
        return false;
    }

    private async Task RefuseLimitAsync(HttpContext http, string address)
    {
        var answer = (AddressAnswer)http.Items[typeof(AddressAnswer)]!;
        http.Response.Headers.RetryAfter = RestAnswer.Seconds(answer.UntilNanos - nowNanos());
        var error = answer.Verdict == AddressVerdict.Banned
            ? SpotErrors.Make(SpotErrorCode.TooManyRequests, 2, answer.UntilNanos / UnixNanos.PerMillisecond)
            : SpotErrors.Make(SpotErrorCode.TooManyRequests, 1, limits.WeightPerMinute, "1 MINUTE");
        await RestAnswer.ErrorAsync(
            http.Response, answer.Verdict == AddressVerdict.Banned ? HttpOutcome.Banned : HttpOutcome.TooManyRequests, error).ConfigureAwait(false);
    }

    private async Task RefuseRouteAsync(HttpContext http, string path)
    {
        var address = http.Connection.RemoteIpAddress?.ToString() ?? "";
        if (!Enter(http, address, 1))
        {
            await RefuseLimitAsync(http, address).ConfigureAwait(false);
            return;
        }

        var status = CallCatalogue.HasPath(path) ? StatusCodes.Status405MethodNotAllowed : StatusCodes.Status404NotFound;
        await RestAnswer.ErrorAsync(http.Response, status, SpotErrors.Make(SpotErrorCode.UnsupportedOperation)).ConfigureAwait(false);
    }

    private static void WriteWeight(HttpContext http, int used)
    {
        var text = used.ToString(CultureInfo.InvariantCulture);
        http.Response.Headers["X-MBX-USED-WEIGHT"] = text;
        http.Response.Headers["X-MBX-USED-WEIGHT-1M"] = text;
    }

    private static void WriteCounts(HttpContext http, ExchangeCall call, ExchangeRequest request, CallReply reply)
    {
        if (!call.IsFreeWhenDone || request.Account is null || call.Verb != "POST")
            return;
        http.Response.Headers["X-MBX-ORDER-COUNT-10S"] = reply.OrdersPer10Seconds.ToString(CultureInfo.InvariantCulture);
        http.Response.Headers["X-MBX-ORDER-COUNT-1D"] = reply.OrdersPerDay.ToString(CultureInfo.InvariantCulture);
    }
}
