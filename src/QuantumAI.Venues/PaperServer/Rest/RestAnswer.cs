using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using QuantumAI.Domain.Market;
using QuantumAI.Venues.Binance.Errors;
using QuantumAI.Venues.Binance.Parsing;
using QuantumAI.Venues.PaperServer.Exchange;

namespace QuantumAI.Venues.PaperServer.Rest;

/// <summary>Writes answers and errors with the venue's statuses.</summary>
internal static class RestAnswer
{
    private const string Json = "application/json;charset=UTF-8";

    /// <param name="response">Takes it.</param>
    /// <param name="reply">The answer.</param>
    /// <param name="status">Of an error; 0 = the one that its code has.</param>
    public static Task WriteAsync(HttpResponse response, CallReply reply, int status = 0)
    {
        if (reply.RetryAfterNanos > 0)
            response.Headers.RetryAfter = Seconds(reply.RetryAfterNanos);
        if (reply.Error is { } error)
            return ErrorAsync(response, status > 0 ? status : HttpOutcome.StatusOf((SpotErrorCode)error.Code), error, reply.Body);
        response.ContentType = Json;
        response.ContentLength = reply.Body.Length;
        return response.Body.WriteAsync(reply.Body).AsTask();
    }

    /// <summary>An error object, with what it has to show.</summary>
    public static Task ErrorAsync(HttpResponse response, int status, VenueError error, ReadOnlyMemory<byte> data = default)
    {
        var text = new StringBuilder("{\"code\":").Append(error.Code.ToString(CultureInfo.InvariantCulture)).Append(",\"msg\":").Append(JsonSerializer.Serialize(error.Message, RestText.Default.String));
        if (!data.IsEmpty)
            text.Append(",\"data\":").Append(Encoding.UTF8.GetString(data.Span));
        var bytes = Encoding.UTF8.GetBytes(text.Append('}').ToString());
        response.StatusCode = status;
        response.ContentType = Json;
        response.ContentLength = bytes.Length;
        return response.Body.WriteAsync(bytes).AsTask();
    }

    /// <summary>Whole seconds, rounded up, at least one.</summary>
    public static string Seconds(long nanos) => Math.Max(1, (nanos + UnixNanos.PerSecond - 1) / UnixNanos.PerSecond).ToString(CultureInfo.InvariantCulture);
}

[System.Text.Json.Serialization.JsonSerializable(typeof(string))]
internal sealed partial class RestText : System.Text.Json.Serialization.JsonSerializerContext;
