using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Journal;

/// <summary>What both stores refuse before they look at sequences: requests that cannot be stored as they are, and streams that are not the caller's.</summary>
internal static class AppendRules
{
    private const int MostNameChars = 200;

    /// <exception cref="ArgumentException">It says what is wrong; nothing was appended.</exception>
    public static void Check(AppendRequest request)
    {
        if (request.Events.Count == 0)
            throw new ArgumentException("an append carries at least one event", nameof(request));
        CheckName(request.Stream, "a stream's name", MostNameChars);
        foreach (var data in request.Events)
        {
            CheckName(data.Type, "an event's type", MostNameChars);
            ArgumentOutOfRangeException.ThrowIfLessThan(data.SchemaVersion, 1);
            CheckText(data.Cause.Causation, "a causation", EventCause.MostChars);
            CheckText(data.Cause.Correlation, "a correlation", EventCause.MostChars);
            if (data.Payload.Span.Contains((byte)0))
                throw new ArgumentException($"a payload is text without NUL characters, {data.Type} has one", nameof(request));
        }
    }

    /// <summary>The refusal of a stream that another account has begun, or that is quarantined; null when it is the caller's and sound.</summary>
    public static AppendResult? ForeignOrUnsound(AppendRequest request, string? account, string? quarantined, long lastSequence, JournalIdentity identity)
    {
        if (quarantined is not null)
            return new(AppendOutcome.Fenced, lastSequence, $"stream {request.Stream} is quarantined: {quarantined}");
        return account is not null && account != identity.Account
            ? new(AppendOutcome.Fenced, lastSequence, $"stream {request.Stream} belongs to account {account}, the writer is {identity.Account}")
            : null;
    }

    private static void CheckName(string text, string what, int most)
    {
        if (text.Length == 0)
            throw new ArgumentException($"{what} is not empty");
        CheckText(text, what, most);
    }

    private static void CheckText(string? text, string what, int most)
    {
        if (text is not null && (text.Length > most || text.Contains('\0', StringComparison.Ordinal)))
            throw new ArgumentException($"{what} is at most {most} characters without NUL, was “{text[..Math.Min(text.Length, most)]}”");
    }
}
