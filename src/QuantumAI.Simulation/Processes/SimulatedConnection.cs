namespace QuantumAI.Simulation.Processes;

/// <summary>A connection between two sites: each direction keeps its order, and what is on its way when it breaks arrives in part or not at all.</summary>
/// <remarks>What is sent into a partition waits, as unacknowledged bytes do: it arrives when the partition ends, or never when the connection breaks first.</remarks>
public sealed class SimulatedConnection
{
    private readonly SimulatedNetwork _network;
    private readonly Universe _universe;
    private readonly string _client;
    private readonly string _server;
    private Action<string>? _clientNotices;
    private Action<string>? _serverNotices;
    private readonly Direction _toServer;
    private readonly Direction _toClient;
    private long _brokenAtNanos = long.MaxValue;

    internal SimulatedConnection(
        SimulatedNetwork network, Universe universe, string client, string server, Action<string> clientNotices, Action<string> serverNotices)
    {
        (_network, _universe, _client, _server) = (network, universe, client, server);
        (_clientNotices, _serverNotices) = (clientNotices, serverNotices);
        (_toServer, _toClient) = (new Direction(client, server), new Direction(server, client));
    }

    /// <summary>Whether it carries anything; its ends may not have noticed yet.</summary>
    public bool IsOpen => _brokenAtNanos == long.MaxValue;

    /// <summary>Sends from the client's end; nothing is said when it does not arrive.</summary>
    public void ToServer(Action arrive) => Send(arrive, _toServer);

    /// <summary>Sends from the server's end.</summary>
    public void ToClient(Action arrive) => Send(arrive, _toClient);

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

    /// <summary>What one side sends does not arrive any more; when that lasts, the connection breaks.</summary>
    internal void Block() => _universe.After(_network.Notice(), () =>
    {
        if (_network.IsCut(_client, _server) || _network.IsCut(_server, _client))
            Break("partition");
    });

    /// <summary>What waited for the end of a partition goes on.</summary>
    internal void Unblock(string from)
    {
        var direction = from == _client ? _toServer : _toClient;
        while (IsOpen && direction.Waiting.TryDequeue(out var arrive))
            Send(arrive, direction);
    }

    private void Send(Action arrive, Direction direction)
    {
        if (!IsOpen)
            return;
        if (_network.IsCut(direction.From, direction.To))
        {
            direction.Waiting.Enqueue(arrive);
            return;
        }

        if (_network.BreaksNow())
        {
            Break("reset");
            return;
        }

        var arrivesNanos = direction.LastNanos = Math.Max(direction.LastNanos, _universe.NowNanos + _network.Delay());
        _universe.At(arrivesNanos, () =>
        {
            // What left before the break may still arrive; what would arrive long after it does not.
            if (IsOpen || arrivesNanos - _brokenAtNanos <= GraceNanos)
                arrive();
        });
    }

    private sealed class Direction(string from, string to)
    {
        public string From => from;

        public string To => to;

        /// <summary>When the last message arrives.</summary>
        public long LastNanos { get; set; }

        /// <summary>Until the connection breaks: a partition's few seconds.</summary>
        public Queue<Action> Waiting { get; } = new();
    }

    /// <summary>What had left the sender's machine when the connection broke is through by then.</summary>
    private const long GraceNanos = 50_000_000;
}
