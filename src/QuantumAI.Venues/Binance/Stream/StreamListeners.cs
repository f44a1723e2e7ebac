using System.Buffers;
using QuantumAI.Runtime.Actors;
using QuantumAI.Runtime.Lanes;
using QuantumAI.Venues.Transport;

namespace QuantumAI.Venues.Binance.Stream;

/// <summary>A socket's life as messages of the user stream's actor; nothing of it may be lost.</summary>
internal sealed class UserStreamListener(ActorRef<UserStreamMessage> actor, int socket) : IStreamListener
{
    public void OnOpened() => actor.TellReserved(new UserSocketOpened(socket));

    public ValueTask OnMessageAsync(ReadOnlyMemory<byte> utf8)
    {
        actor.TellReserved(new UserFrameCame(socket, utf8.ToArray()));
        return ValueTask.CompletedTask;
    }

    public void OnClosed(string reason) => actor.TellReserved(new UserSocketClosed(socket, reason));
}

/// <summary>A socket's life as messages of the market stream's actor, which holds the socket back when it has no room.</summary>
internal sealed class MarketStreamListener(ActorRef<MarketStreamMessage> actor, int socket) : IStreamListener
{
    public void OnOpened() => actor.TellReserved(MarketStreamMessage.Opened(socket));

    public ValueTask OnMessageAsync(ReadOnlyMemory<byte> utf8)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(utf8.Length);
        utf8.Span.CopyTo(buffer);
        var message = MarketStreamMessage.Frame(socket, buffer, utf8.Length);
        return actor.TryTell(in message) ? ValueTask.CompletedTask : WaitAndTellAsync(actor, message);
    }

    public void OnClosed(string reason) => actor.TellReserved(MarketStreamMessage.Closed(socket, reason));

    private static async ValueTask WaitAndTellAsync(ActorRef<MarketStreamMessage> actor, MarketStreamMessage message)
    {
        try
        {
            do
                await actor.WaitForRoomAsync().ConfigureAwait(false);
            while (!actor.TryTell(in message));
        }
        catch (LaneStoppedException)
        {
            // the world has a fault and says so itself
        }
    }
}
