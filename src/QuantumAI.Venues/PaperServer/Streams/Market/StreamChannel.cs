using QuantumAI.Venues.PaperServer.Exchange;

namespace QuantumAI.Venues.PaperServer.Streams.Market;

/// <summary>One stream's listeners. They come and go on any thread; the exchange's lane sends.</summary>
internal sealed class StreamChannel(StreamTopic topic)
{
    private readonly Lock _gate = new();
    private Listener[] _listeners = [];

    public StreamTopic Topic => topic;

    public bool IsHeard => _listeners.Length > 0;

    /// <summary>Of bars: the growing bar that is to be told when its time comes; null = none. The lane's own.</summary>
    public KlineRow? Pending { get; set; }

    public void Add(StreamSession session, string name)
    {
        lock (_gate)
            Volatile.Write(ref _listeners, [.. _listeners, new Listener(session, name)]);
    }

    public void Remove(StreamSession session, string name)
    {
        lock (_gate)
            Volatile.Write(ref _listeners, [.. _listeners.Where(listener => listener.Session != session || listener.Name != name)]);
    }

    /// <summary>Sends a payload to everybody who listens.</summary>
    public void Send(ReadOnlySpan<byte> payload)
    {
        foreach (var listener in Volatile.Read(ref _listeners))
            listener.Session.Send(listener.Head, payload);
    }

    private sealed record Listener(StreamSession Session, string Name)
    {
        /// <summary>What stands before the payload where streams are combined.</summary>
        public byte[] Head { get; } = StreamText.HeadOf(Name);
    }
}
