using QuantumAI.Domain.Market;
using QuantumAI.Venues.PaperServer.Streams;
using QuantumAI.Venues.PaperServer.Streams.Frames;

namespace QuantumAI.Venues.Simulated;

/// <summary>Connections that the exchange ends: announced, or at the end of their day.</summary>
internal sealed class ConnectionFaults(SimulatedExchange exchange, ExchangeFaults settings, SeededFaults all)
{
    private readonly FaultDraw _shutdown = all.Draw("server-shutdown", settings.ShutdownPpm);
    private readonly FaultDraw _cut = all.Draw("connection-24h", settings.CutPpm);

    /// <summary>Ten times in a second.</summary>
    public void Tick()
    {
        var (isShutdown, isCut) = (_shutdown.Happens(), _cut.Happens());
        if (!isShutdown && !isCut)
            return;
        var (floor, now) = (exchange.Now, exchange.Process.World.NowNanos);
        var sessions = floor.Hub.Sessions;
        if (sessions.Count == 0)
            return;
        if (isShutdown)
        {
            var session = _shutdown.Random.Pick(sessions);
            StreamHub.TellShutdown(session, now);
            exchange.Universe.After(
                _shutdown.Random.Between(UnixNanos.PerSecond, 5 * UnixNanos.PerSecond),
                () => floor.Process.Enter(() => session.Socket.Close(CloseReason.GoingAway, "the server goes away", floor.Process.World.NowNanos)));
            _shutdown.Tell(session is PaperServer.Streams.Api.ApiSession ? "account" : "market");
        }

        if (!isCut)
            return;
        var old = _cut.Random.Pick(sessions);
        old.Socket.Close(CloseReason.GoingAway, "a connection lives for 24 hours", now);
        _cut.Tell(old is PaperServer.Streams.Api.ApiSession ? "account" : "market");
    }
}
