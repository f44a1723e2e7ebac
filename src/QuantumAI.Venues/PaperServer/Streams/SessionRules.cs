using QuantumAI.Venues.PaperServer.Streams.Frames;

namespace QuantumAI.Venues.PaperServer.Streams;

/// <summary>What every connection must keep to, whichever way it comes.</summary>
internal static class SessionRules
{
    /// <summary>Counts a message, ping or pong.</summary>
    /// <exception cref="FrameFaultException">It is one too many: the connection is closed with that.</exception>
    public static void Count(ISession session, long nowNanos)
    {
        if (!session.TryCount(nowNanos))
            throw new FrameFaultException(CloseReason.PolicyViolated, "Too many messages; current limit is '5' messages per '1 SECOND'.");
    }
}
