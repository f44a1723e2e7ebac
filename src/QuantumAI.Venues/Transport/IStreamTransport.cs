namespace QuantumAI.Venues.Transport;

/// <summary>Opens message streams (WebSockets). The one way in which adapters reach a venue's streams.</summary>
public interface IStreamTransport
{
    /// <summary>Begins to connect; completes at once. The listener learns how it goes on.</summary>
    IStreamLink Open(Uri address, IStreamListener listener);
}

/// <summary>One connection. Thread safe.</summary>
public interface IStreamLink
{
    /// <summary>Sends a text message after those before it; one that finds the queue full closes the connection.</summary>
    void Send(string text);

    /// <summary>Closes the connection; the listener still hears of it, once.</summary>
    void Close();
}

/// <summary>Hears what happens on one connection: opened at most once, messages in order, closed exactly once and last. Called by one thread at a time.</summary>
public interface IStreamListener
{
    void OnOpened();

    /// <summary>A whole message. The next one is read when this has completed: whoever has no room holds the venue back.</summary>
    /// <param name="utf8">Valid until this has completed.</param>
    ValueTask OnMessageAsync(ReadOnlyMemory<byte> utf8);

    void OnClosed(string reason);
}
