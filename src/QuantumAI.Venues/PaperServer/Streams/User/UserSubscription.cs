using System.Globalization;
using System.Text;

namespace QuantumAI.Venues.PaperServer.Streams.User;

/// <summary>A connection's subscription to the events of an account.</summary>
/// <param name="Id">0, 1, 2 … on its connection.</param>
/// <param name="Account">Name of the account.</param>
/// <param name="IsOfSession">Made by a session that is logged on; it ends with that.</param>
/// <param name="TimeUnit">Nanoseconds of the client's unit of time.</param>
/// <param name="Socket">Where events go.</param>
internal sealed record UserSubscription(int Id, string Account, bool IsOfSession, long TimeUnit, IClientSocket Socket)
{
    private readonly byte[] _head = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{{\"subscriptionId\":{Id},\"event\":"));

    public void Send(ReadOnlySpan<byte> payload) => Socket.TrySend(_head, payload, "}"u8);
}
