using QuantumAI.Venues.Binance.Errors;
using QuantumAI.Venues.Binance.Parsing;
using QuantumAI.Venues.Transport;

namespace QuantumAI.Venues.Binance.Rest;

/// <summary>What the sender does after an answer.</summary>
public enum CallStep : byte
{
    Unspecified = 0,

    /// <summary>Whoever asked gets it.</summary>
    Deliver = 1,

    /// <summary>Sent again, signed anew, when the venue takes requests again.</summary>
    Repeat = 2,

    /// <summary>Sent again once, signed anew, after the clock was measured.</summary>
    Resign = 3,
}

/// <summary>From HTTP status, error code and kind of call to what is known and what is done. Pure; the one place that decides it.</summary>
public static class CallOutcome
{
    /// <summary>How often a call is sent at the most, the first time included.</summary>
    public const int SendsMost = 4;

    /// <summary>What an answer says.</summary>
    public static SpotAnswer Read(RestReply reply)
    {
        if (reply.Status == 0)
            return new SpotAnswer(VenueOutcome.OutcomeUnknown, null, 0, [], reply.Failure ?? "no answer");
        if (reply.Status is >= 200 and < 300)
            return new SpotAnswer(null, null, reply.Status, reply.Body, "");
        var error = ErrorOf(reply.Body);
        return new SpotAnswer(
            HttpOutcome.Of(reply.Status, error?.Code), error, reply.Status, reply.Body, error is null ? $"status {reply.Status} without an error code" : $"{error.Code}: {error.Message}");
    }

    /// <summary>What is done with it.</summary>
    /// <param name="call">What was asked.</param>
    /// <param name="answer">What came.</param>
    /// <param name="sends">How often it has been sent.</param>
    /// <param name="resigns">How often of these because of its time.</param>
    public static CallStep StepAfter(SpotCall call, SpotAnswer answer, int sends, int resigns) => answer.Outcome switch
    {
        null => CallStep.Deliver,
        _ when !call.IsRepeatable || sends >= SendsMost => CallStep.Deliver,
        VenueOutcome.RateLimited => CallStep.Repeat,
        VenueOutcome.Clock => resigns == 0 ? CallStep.Resign : CallStep.Deliver,
        VenueOutcome.OutcomeUnknown => CallStep.Repeat,
        _ => CallStep.Deliver,
    };

    /// <summary>How long nobody behind the address sends anything after an answer: what Retry-After says, and for a ban or a firewall at least a while.</summary>
    public static TimeSpan StopAfter(RestReply reply)
    {
        var told = reply.Headers.TryGetValue("retry-after", out var text)
            && int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var seconds)
                ? TimeSpan.FromSeconds(Math.Min(seconds, 7 * 86_400)) : TimeSpan.Zero;
        var least = reply.Status switch
        {
            HttpOutcome.Banned => TimeSpan.FromMinutes(2), // the shortest ban that is documented
            HttpOutcome.WebFirewall when ErrorOf(reply.Body) is null => TimeSpan.FromMinutes(5),
            HttpOutcome.TooManyRequests when ErrorOf(reply.Body)?.Code != (int)SpotErrorCode.TooManyOrders => TimeSpan.FromSeconds(10),
            _ => TimeSpan.Zero,
        };
        return told > least ? told : least;
    }

    private static VenueError? ErrorOf(byte[] body)
    {
        try
        {
            return SpotOrders.Error(Payload.Open("error", body));
        }
        catch (PayloadException)
        {
            return null; // a firewall's page, a half-read answer: it proves nothing
        }
    }
}
