using QuantumAI.Venues.Binance.Errors;
using QuantumAI.Venues.Binance.Parsing;

namespace QuantumAI.Venues.Binance.Rest;

/// <summary>A request to the venue before it has a time and a signature: both are made when it is sent, never while it waits.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">Of the endpoint.</param>
/// <param name="Parameters">Without <c>timestamp</c>, <c>recvWindow</c> and <c>signature</c>.</param>
/// <param name="Weight">What it costs the address.</param>
/// <param name="Priority">What goes first.</param>
public sealed record SpotCall(string Method, string Path, IReadOnlyList<KeyValuePair<string, string>> Parameters, int Weight, CallPriority Priority)
{
    public bool IsSigned { get; init; } = true;

    /// <summary>New orders in it; they cost the account.</summary>
    public int Orders { get; init; }

    /// <summary>Sending it twice is the same as sending it once: reads and cancels. An order is never repeated.</summary>
    public bool IsRepeatable { get; init; } = true;

    /// <summary>It makes something new at the venue, so it is valid for no longer than this process owns the account.</summary>
    public bool IsFenced { get; init; }

    /// <summary>Machine time that it may wait before it is sent.</summary>
    public TimeSpan WaitsMost => Priority switch
    {
        CallPriority.Enter => TimeSpan.FromSeconds(1),
        CallPriority.Protect => TimeSpan.FromSeconds(5),
        CallPriority.Cancel => TimeSpan.FromSeconds(60),
        _ => TimeSpan.FromSeconds(30),
    };

    public override string ToString() => $"{Method} {Path}";
}

/// <summary>What came of a call.</summary>
/// <param name="Outcome">Null = it succeeded, and <paramref name="Body"/> tells what.</param>
/// <param name="Error">The venue's own error; null when something else answered, or nothing.</param>
/// <param name="Status">HTTP status; 0 = no answer.</param>
/// <param name="Body">As received.</param>
/// <param name="Detail">Why it failed, for people.</param>
public sealed record SpotAnswer(VenueOutcome? Outcome, VenueError? Error, int Status, byte[] Body, string Detail)
{
    /// <summary>Time stamp of the request, venue's clock; 0 = it was not sent.</summary>
    public long StampNanos { get; init; }

    /// <summary>The venue refuses the request after this, venue's clock; 0 = it was not sent.</summary>
    public long ValidUntilNanos { get; init; }

    public bool IsSuccess => Outcome is null;

    /// <summary>It was refused here and nothing left the process.</summary>
    public static SpotAnswer NotSent(string reason) => new(VenueOutcome.NotSent, null, 0, [], reason);
}
