using System.Globalization;
using System.Text;
using QuantumAI.Venues.Signing;
using QuantumAI.Venues.Transport;

namespace QuantumAI.Venues.Tests.Binance.Adapter;

/// <summary>A venue's REST interface that says what a test wants, at once or when the test lets it.</summary>
internal sealed class ScriptedRest : IRestTransport
{
    private readonly Dictionary<string, Func<ScriptedCall, RestReply?>> _rules = new(StringComparer.Ordinal);
    private readonly List<(RestCall Call, Action<RestReply> Completed)> _held = [];

    public List<ScriptedCall> Calls { get; } = [];

    public int Held => _held.Count;

    /// <summary>Answers an endpoint; null = the answer is held until <see cref="Release"/>.</summary>
    public void On(string endpoint, Func<ScriptedCall, RestReply?> answer) => _rules[endpoint] = answer;

    public void On(string endpoint, string json) => On(endpoint, _ => Ok(json));

    public IEnumerable<ScriptedCall> CallsTo(string endpoint) => Calls.Where(call => call.Endpoint == endpoint);

    public void Send(RestCall call, Action<RestReply> completed)
    {
        var scripted = ScriptedCall.Of(call);
        Calls.Add(scripted);
        var reply = _rules.TryGetValue(scripted.Endpoint, out var rule) ? rule(scripted) : Error(404, -1000, $"nothing is scripted for {scripted.Endpoint}");
        if (reply is null)
            _held.Add((call, completed));
        else
            completed(reply);
    }

    /// <summary>Answers the oldest held call.</summary>
    public void Release(RestReply reply)
    {
        var (_, completed) = _held[0];
        _held.RemoveAt(0);
        completed(reply);
    }

    public static RestReply Ok(string json, params (string Name, string Value)[] headers) => Reply(200, json, headers);

    public static RestReply Error(int status, int code, string message, params (string Name, string Value)[] headers) =>
        Reply(status, $$"""{"code":{{code}},"msg":"{{message}}"}""", headers);

    public static RestReply Reply(int status, string body, params (string Name, string Value)[] headers) =>
        new(status, Encoding.UTF8.GetBytes(body), headers.ToDictionary(header => header.Name, header => header.Value));
}

/// <summary>A request as the venue reads it.</summary>
internal sealed record ScriptedCall(string Endpoint, IReadOnlyDictionary<string, string> Parameters)
{
    public string this[string name] => Parameters[name];

    public long Timestamp => long.Parse(this["timestamp"], CultureInfo.InvariantCulture);

    public static ScriptedCall Of(RestCall call)
    {
        var parts = call.Target.Split('?');
        var text = call.Form.Length > 0 ? call.Form : parts.Length > 1 ? parts[1] : "";
        Assert.True(ParameterText.TryRead(text, out var parameters));
        return new ScriptedCall($"{call.Method} {parts[0]}", parameters.ToDictionary(pair => pair.Key, pair => pair.Value));
    }
}
