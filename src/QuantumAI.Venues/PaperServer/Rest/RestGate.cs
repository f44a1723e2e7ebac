using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using QuantumAI.Venues.Binance.Errors;
using QuantumAI.Venues.PaperServer.Calls;

namespace QuantumAI.Venues.PaperServer.Rest;

/// <summary>The gate's HTTP side: reads requests, writes answers. Thread safe.</summary>
internal sealed class RestGate(CallGate gate)
{
    public async Task HandleAsync(HttpContext http)
    {
        var request = http.Request;
        GateAnswer answer;
        try
        {
            var path = request.Path.Value ?? "";
            var body = CallCatalogue.Find(request.Method, path) is null ? "" : await ReadBodyAsync(request).ConfigureAwait(false);
            answer = await gate.AnswerAsync(new GateRequest(
                request.Method,
                path,
                request.QueryString.Value is ['?', .. var text] ? text : "",
                body,
                request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) == true,
                http.Connection.RemoteIpAddress?.ToString() ?? "",
                request.Headers["X-MBX-APIKEY"],
                request.Headers["X-MBX-TIME-UNIT"])).ConfigureAwait(false);
        }
        catch (BadHttpRequestException broken)
        {
            answer = RestAnswer.Failed(broken.StatusCode, SpotErrors.Make(SpotErrorCode.TooManyParameters));
        }

        if (answer.Status == 0)
            await EndWithoutAnswerAsync(http, isSilent: ReferenceEquals(answer, GateAnswer.Silence)).ConfigureAwait(false);
        else
            await RestAnswer.WriteAsync(http.Response, answer).ConfigureAwait(false);
    }

    /// <summary>The answer is lost: the connection ends, or the client waits until it gives up.</summary>
    private static async Task EndWithoutAnswerAsync(HttpContext http, bool isSilent)
    {
        if (isSilent)
            await Task.Delay(Timeout.InfiniteTimeSpan, http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default).ConfigureAwait(false);
        http.Abort();
    }

    private static async Task<string> ReadBodyAsync(HttpRequest request)
    {
        if (request.ContentLength is 0 || (request.ContentLength is null && request.HttpContext.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody != true))
            return "";
        using var reader = new StreamReader(request.Body, Encoding.UTF8, detectEncodingFromByteOrderMarks: false);
        return await reader.ReadToEndAsync(request.HttpContext.RequestAborted).ConfigureAwait(false);
    }
}
