using System.Globalization;
using System.Text;
using System.Text.Json;
using QuantumAI.Venues.Binance.Parsing;
using QuantumAI.Venues.Signing;

namespace QuantumAI.Venues.Tests.PaperServer.Streams;

/// <summary>A client of the WebSocket API: signs as documented, tells answers from events.</summary>
internal sealed class ApiClient(SocketHost host, SocketClient socket) : IDisposable
{
    private long _id;

    /// <summary>Events that came while answers were awaited, in order.</summary>
    public List<DeliveredEvent> Events { get; } = [];

    public SocketClient Socket => socket;

    /// <summary>Asks with a signature of a key; of the session when <paramref name="key"/> is null and a time stamp is wanted.</summary>
    public Task<WsApiAnswer> SignedAsync(string method, string key, params (string Name, object Value)[] parameters)
    {
        var pairs = SocketHost.Pairs([.. parameters, ("apiKey", key), ("timestamp", host.NowMillis)]);
        var signer = key == SocketHost.Ed ? SocketHost.EdSigner! : SocketHost.Secret;
        pairs.Add(new("signature", signer.Sign(Encoding.UTF8.GetBytes(ParameterText.WebSocketPayload(pairs)))));
        return AskAsync(method, [.. pairs.Select(pair => (pair.Key, (object)pair.Value))]);
    }

    /// <summary>Asks as the session that is logged on.</summary>
    public Task<WsApiAnswer> OfSessionAsync(string method, params (string Name, object Value)[] parameters) =>
        AskAsync(method, [.. parameters, ("timestamp", host.NowMillis)]);

    public async Task<WsApiAnswer> AskAsync(string method, params (string Name, object Value)[] parameters)
    {
        var id = (++_id).ToString(CultureInfo.InvariantCulture);
        await socket.SendAsync(TextOf(id, method, parameters)).ConfigureAwait(false);
        while (true)
        {
            var message = WsApiMessage.Read(await socket.ReadAsync().ConfigureAwait(false));
            if (message.Event is { } told)
                Events.Add(told);
            else if (message.Answer!.Id == id)
                return message.Answer;
        }
    }

    /// <summary>The result of a request that must succeed.</summary>
    public static WireValue Done(WsApiAnswer answer)
    {
        Assert.True(answer.Error is null, $"{answer.Error?.Code} {answer.Error?.Message}");
        Assert.Equal(200, answer.Status);
        return answer.Result!.Value;
    }

    public static string RawText(WireValue value) => Encoding.UTF8.GetString(value.Raw);

    /// <summary>Reads events until one fits; it is the last of <see cref="Events"/> then.</summary>
    public async Task<T> NextAsync<T>(Func<T, bool>? fits = null)
        where T : UserEvent
    {
        for (var at = 0; ; at++)
        {
            if (at == Events.Count)
                Events.Add(WsApiMessage.Read(await socket.ReadAsync().ConfigureAwait(false)).Event!);
            if (Events[at].Event is T told && fits?.Invoke(told) != false)
                return told;
        }
    }

    public static string TextOf(string id, string method, params (string Name, object Value)[] parameters)
    {
        var text = new StringBuilder($"{{\"id\":{id},\"method\":\"{method}\"");
        if (parameters.Length > 0)
        {
            text.Append(",\"params\":{")
                .AppendJoin(',', parameters.Select(pair => $"\"{pair.Name}\":{(pair.Value is string word ? JsonSerializer.Serialize(word) : Convert.ToString(pair.Value, CultureInfo.InvariantCulture)!.ToLowerInvariant())}"))
                .Append('}');
        }

        return text.Append('}').ToString();
    }

    public void Dispose() => socket.Dispose();
}
