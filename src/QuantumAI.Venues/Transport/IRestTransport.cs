using QuantumAI.Venues.Signing;

namespace QuantumAI.Venues.Transport;

/// <summary>Sends one HTTP request and brings back what came of it. The one way in which adapters reach a venue's REST interface.</summary>
/// <remarks>The real one uses sockets; a simulated one answers from a venue in the same world.</remarks>
public interface IRestTransport
{
    /// <summary>Sends a request; completes at once.</summary>
    /// <param name="call">What to send. It is sent once and never again by itself.</param>
    /// <param name="completed">Called once, by any thread, within the call's patience: it tells a lane and does nothing else.</param>
    void Send(RestCall call, Action<RestReply> completed);
}

/// <summary>One request.</summary>
/// <param name="Method">GET, POST, PUT or DELETE.</param>
/// <param name="Target">Path and query, encoded.</param>
/// <param name="Form">The form body, encoded; empty = none.</param>
/// <param name="Key">The API key for the venue's key header; null for public requests.</param>
/// <param name="Patience">Machine time after which there is no answer.</param>
public sealed record RestCall(string Method, string Target, string Form, Secret? Key, TimeSpan Patience)
{
    /// <summary>Without its parameters: they carry a signature.</summary>
    public override string ToString() => $"{Method} {Target.Split('?')[0]}";
}

/// <summary>What came of a request.</summary>
/// <param name="Status">HTTP status; 0 = no answer, and nobody knows whether the request arrived.</param>
/// <param name="Body">As received; empty when there is none.</param>
/// <param name="Headers">By name in lower case.</param>
/// <param name="Failure">Why there is no answer; null when there is one.</param>
public sealed record RestReply(int Status, byte[] Body, IReadOnlyDictionary<string, string> Headers, string? Failure = null)
{
    private static readonly Dictionary<string, string> None = [];

    /// <summary>No answer came.</summary>
    public static RestReply Unanswered(string reason) => new(0, [], None, reason);
}
