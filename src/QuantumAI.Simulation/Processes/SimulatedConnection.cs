namespace QuantumAI.Simulation.Processes;

/// <summary>A connection between two sites: each direction keeps its order, and what is on its way when it breaks arrives in part or not at all.</summary>
public sealed class SimulatedConnection
{
    private readonly SimulatedNetwork _network;
    private readonly Universe _universe;
    private readonly string _client;
    private readonly string _server;
    private Action<string>? _clientNotices;
    private Action<string>? _serverNotices;
    private long _lastToServer;
    private long _lastToClient;
    private long _brokenAtNanos = long.MaxValue;

    internal SimulatedConnection(
        SimulatedNetwork network, Universe universe, string client, string server, Action<string> clientNotices, Action<string> serverNotices)
    {
        (_network, _universe, _client, _server) = (network, universe, client, server);
        (_clientNotices, _serverNotices) = (clientNotices, serverNotices);
    }

    /// <summary>Whether it carries anything; its ends may not have noticed yet.</summary>
    public bool IsOpen => _brokenAtNanos == long.MaxValue;

    /// <summary>Sends from the client's end; nothing is said when it does not arrive.</summary>
    public void ToServer(Action arrive) => Send(arrive, ref _lastToServer);

    /// <summary>Sends from the server's end.</summary>
    public void ToClient(Action arrive) => Send(arrive, ref _lastToClient);

    /// <summary>Ends it now; both ends notice it, each in its time.</summary>
    public void Break(string reason)
    {
        if (!IsOpen)
            return;
        _brokenAtNanos = _universe.NowNanos;
        _network.Forget(this);
        _network.Happened("connection-broken", $"{_client} - {_server}: {reason}");
        _universe.After(_network.Notice(), () => Notice(ref _clientNotices, reason));
        _universe.After(_network.Notice(), () => Notice(ref _serverNotices, reason));
    }

    /// <summary>The client's end is gone (closed, or its process is dead): it hears nothing more, the server's end notices it.</summary>
    public void Close()
    {
        _clientNotices = null;
        if (!IsOpen)
            return;
        _brokenAtNanos = _universe.NowNanos;
        _network.Forget(this);
        _universe.After(_network.Delay(), () => Notice(ref _serverNotices, "closed"));
    }

    internal bool IsBetween(string from, string to) => (_client == from && _server == to) || (_client == to && _server == from);

    private static void Notice(ref Action<string>? end, string reason)
    {
        var notices = end;
        end = null;
        notices?.Invoke(reason);
    }

    private void Send(Action arrive, ref long lastNanos)
    {
        if (!IsOpen)
            return;
        if (_network.BreaksNow())
        {
            Break("reset");
            return;
        }

        lastNanos = Math.Max(lastNanos, _universe.NowNanos + _network.Delay());
        var arrivesNanos = lastNanos;
        _universe.At(arrivesNanos, () =>
        {
            // What left before the break may still arrive; what would arrive long after it does not.
            if (IsOpen || arrivesNanos - _brokenAtNanos <= GraceNanos)
                arrive();
        });
    }

    /// <summary>What had left the sender's machine when the connection broke is through by then.</summary>
    private const long GraceNanos = 50_000_000;
}
