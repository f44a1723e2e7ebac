using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using QuantumAI.Domain.Market;
using QuantumAI.Venues.Binance.Errors;
using QuantumAI.Venues.Binance.Parsing;
using QuantumAI.Venues.PaperServer.Exchange;

namespace QuantumAI.Venues.PaperServer.Rest;

/// <summary>Answers and errors with the venue's statuses.</summary>
internal static class RestAnswer
{
    private const int Ok = 200;
    private const string Json = "application/json;charset=UTF-8";
    private const string Page = "text/html";

    /// <param name="reply">The answer.</param>
    /// <param name="status">Of an error; 0 = the one that its code has.</param>
    public static GateAnswer Of(CallReply reply, int status = 0)
    {
        var answer = reply.Error is { } error
            ? Failed(status > 0 ? status : HttpOutcome.StatusOf((SpotErrorCode)error.Code), error, reply.Body) : new GateAnswer(Ok, reply.Body);
        return reply.RetryAfterNanos > 0 ? answer.With("Retry-After", Seconds(reply.RetryAfterNanos)) : answer;
    }

    /// <summary>An error object, with what it has to show.</summary>
    public static GateAnswer Failed(int status, VenueError error, ReadOnlyMemory<byte> data = default)
    {
        var text = new StringBuilder("{\"code\":").Append(error.Code.ToString(CultureInfo.InvariantCulture)).Append(",\"msg\":").Append(JsonSerializer.Serialize(error.Message, RestText.Default.String));
        if (!data.IsEmpty)
            text.Append(",\"data\":").Append(Encoding.UTF8.GetString(data.Span));
        return new GateAnswer(status, Encoding.UTF8.GetBytes(text.Append('}').ToString()));
    }

    /// <summary>What a proxy before the API answers: not the API's words.</summary>
    public static GateAnswer PageOf(int status) => new(status, Encoding.UTF8.GetBytes($"<html><body>{status}</body></html>"), IsJson: false);

    public static Task WriteAsync(HttpResponse response, CallReply reply) => WriteAsync(response, Of(reply));

    public static Task WriteAsync(HttpResponse response, GateAnswer answer)
    {
        foreach (var (name, value) in answer.Headers)
            response.Headers[name] = value;
        response.StatusCode = answer.Status;
        response.ContentType = answer.IsJson ? Json : Page;
        response.ContentLength = answer.Body.Length;
        return response.Body.WriteAsync(answer.Body).AsTask();
    }

    public static Task ErrorAsync(HttpResponse response, int status, VenueError error) => WriteAsync(response, Failed(status, error));

    /// <summary>Whole seconds, rounded up, at least one.</summary>
    public static string Seconds(long nanos) => Math.Max(1, (nanos + UnixNanos.PerSecond - 1) / UnixNanos.PerSecond).ToString(CultureInfo.InvariantCulture);
}

[System.Text.Json.Serialization.JsonSerializable(typeof(string))]
internal sealed partial class RestText : System.Text.Json.Serialization.JsonSerializerContext;
