namespace QuantumAI.Venues.PaperServer.Rest;

/// <summary>A REST request as it came in, whichever way.</summary>
/// <param name="Verb">HTTP method.</param>
/// <param name="Path">Without the query.</param>
/// <param name="Query">Without the question mark, not decoded.</param>
/// <param name="Body">Not decoded; empty = none.</param>
/// <param name="IsForm">The body says that it is a form.</param>
/// <param name="Address">Whose limits it uses.</param>
/// <param name="KeyName">The key header; null when it was not sent.</param>
/// <param name="TimeUnit">The header of the unit of time; null when it was not sent.</param>
internal sealed record GateRequest(string Verb, string Path, string Query, string Body, bool IsForm, string Address, string? KeyName, string? TimeUnit);

/// <summary>What is answered to a REST request.</summary>
/// <param name="Status">HTTP status; 0 = nothing is.</param>
/// <param name="Body">As it is sent.</param>
/// <param name="IsJson">What the body is.</param>
internal sealed record GateAnswer(int Status, ReadOnlyMemory<byte> Body, bool IsJson = true)
{
    /// <summary>The connection ends without an answer.</summary>
    public static GateAnswer Dropped { get; } = new(0, default);

    /// <summary>The answer never comes, and the connection stays.</summary>
    public static GateAnswer Silence { get; } = new(0, default);

    /// <summary>Beside those of every HTTP answer.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    public GateAnswer With(string name, string value) => this with { Headers = [.. Headers, KeyValuePair.Create(name, value)] };
}
