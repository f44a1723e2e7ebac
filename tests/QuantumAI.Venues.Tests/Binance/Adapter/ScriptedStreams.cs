using System.Text;
using System.Text.Json;
using QuantumAI.Venues.Transport;

namespace QuantumAI.Venues.Tests.Binance.Adapter;

/// <summary>A venue's streams: sockets open, speak and end when a test wants.</summary>
internal sealed class ScriptedStreams : IStreamTransport
{
    /// <summary>Sockets are open as soon as they are asked for, and the WebSocket API answers.</summary>
    public bool AnswersByItself { get; set; } = true;

    public List<ScriptedSocket> Sockets { get; } = [];

    public IEnumerable<ScriptedSocket> User => Sockets.Where(socket => socket.IsUser);

    public IEnumerable<ScriptedSocket> Market => Sockets.Where(socket => !socket.IsUser);

    /// <summary>Answers a request of the WebSocket API; null = silence.</summary>
    public Func<string, string, string?> Api { get; set; } = static (id, _) => $$"""{"id":"{{id}}","status":200,"result":{},"rateLimits":[]}""";

    public IStreamLink Open(Uri address, IStreamListener listener)
    {
        var socket = new ScriptedSocket(this, address, listener);
        Sockets.Add(socket);
        if (AnswersByItself)
            listener.OnOpened();
        return socket;
    }
}

internal sealed class ScriptedSocket(ScriptedStreams owner, Uri address, IStreamListener listener) : IStreamLink
{
    public Uri Address { get; } = address;

    public bool IsUser => Address.AbsolutePath.Contains("ws-api", StringComparison.Ordinal);

    public List<string> Sent { get; } = [];

    public bool IsClosed { get; private set; }

    public void Send(string text)
    {
        Sent.Add(text);
        var request = JsonElement.Parse(Encoding.UTF8.GetBytes(text));
        if (owner.AnswersByItself && owner.Api(request.GetProperty("id").GetString()!, request.GetProperty("method").GetString()!) is { } answer)
            Say(answer);
    }

    public void Close() => Cut("closed here");

    /// <summary>The connection ends.</summary>
    public void Cut(string reason)
    {
        if (IsClosed)
            return;
        IsClosed = true;
        listener.OnClosed(reason);
    }

    /// <summary>A message of the venue; one that finds no room fails the test.</summary>
    public void Say(string json) => Assert.True(IsClosed || listener.OnMessageAsync(Encoding.UTF8.GetBytes(json)).AsTask().IsCompletedSuccessfully);

    public void Say(byte[] utf8) => Assert.True(IsClosed || listener.OnMessageAsync(utf8).AsTask().IsCompletedSuccessfully);
}
