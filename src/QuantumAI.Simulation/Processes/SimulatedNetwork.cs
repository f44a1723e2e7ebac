namespace QuantumAI.Simulation.Processes;

/// <summary>How a network behaves.</summary>
/// <param name="DelayNanos">Mean of a message's way; single messages take up to eight times as long.</param>
/// <param name="LossPpm">Of single messages, those that never arrive. Connections lose nothing but by breaking.</param>
/// <param name="DuplicatePpm">Of single messages, those that arrive twice.</param>
/// <param name="BreakPpm">Of messages on a connection, those at which it breaks.</param>
/// <param name="NoticeNanos">Mean time after which an end notices that its connection is broken.</param>
public sealed record NetworkSettings(long DelayNanos, long LossPpm = 0, long DuplicatePpm = 0, long BreakPpm = 0, long NoticeNanos = 2_000_000_000);

/// <summary>What lies between the sites of a universe: delay, loss, repetition and partitions.</summary>
public sealed class SimulatedNetwork(Universe universe, NetworkSettings settings)
{
    private readonly SimulatedRandom _random = new(universe.Seed, "network");
    private readonly HashSet<(string From, string To)> _cuts = [];
    private readonly List<SimulatedConnection> _connections = [];

    public NetworkSettings Settings => _isHealed ? settings with { LossPpm = 0, DuplicatePpm = 0, BreakPpm = 0 } : settings;

    private bool _isHealed;

    /// <summary>Is told of each fault: its kind, and what it hit.</summary>
    public Action<string, string> Happened { get; set; } = static (_, _) => { };

    /// <summary>Whether what <paramref name="from"/> sends does not reach <paramref name="to"/> at present.</summary>
    public bool IsCut(string from, string to) => _cuts.Contains((from, to));

    /// <summary>From now on nothing that one site sends reaches the other; on connections it waits, and when that lasts they break, which nobody is told at once.</summary>
    public void Cut(string from, string to)
    {
        if (!_cuts.Add((from, to)))
            return;
        Happened("partition", $"{from} -> {to}");
        foreach (var connection in _connections.Where(connection => connection.IsBetween(from, to)).ToArray())
            connection.Block();
    }

    /// <summary>What one site sends reaches the other again.</summary>
    public void Mend(string from, string to)
    {
        if (!_cuts.Remove((from, to)))
            return;
        foreach (var connection in _connections.Where(connection => connection.IsBetween(from, to)).ToArray())
            connection.Unblock(from);
    }

    /// <summary>Ends every partition and every fault: from now on messages are only delayed.</summary>
    public void Heal()
    {
        _isHealed = true;
        foreach (var (from, to) in _cuts.Order().ToArray())
            Mend(from, to);
    }

    /// <summary>Sends one message: it arrives later, perhaps never, perhaps twice, perhaps before one that was sent earlier.</summary>
    public void Send(string from, string to, Action arrive)
    {
        if (IsCut(from, to))
            return;
        if (_random.Chance(Settings.LossPpm))
        {
            Happened("message-lost", $"{from} -> {to}");
            return;
        }

        universe.After(Delay(), arrive);
        if (!_random.Chance(Settings.DuplicatePpm))
            return;
        Happened("message-duplicated", $"{from} -> {to}");
        universe.After(Delay(), arrive);
    }

    /// <summary>Connects two sites. It may be broken from the start, which each end notices after a while.</summary>
    /// <param name="client">The site that connects.</param>
    /// <param name="server">The site that it connects to.</param>
    /// <param name="clientNotices">Called once, when the client's end notices that the connection is over.</param>
    /// <param name="serverNotices">The same for the server's end.</param>
    public SimulatedConnection Connect(string client, string server, Action<string> clientNotices, Action<string> serverNotices)
    {
        var connection = new SimulatedConnection(this, universe, client, server, clientNotices, serverNotices);
        _connections.Add(connection);
        if (IsCut(client, server) || IsCut(server, client))
            connection.Break("partition");
        return connection;
    }

    internal long Delay() => _random.Wait(settings.DelayNanos);

    internal long Notice() => _random.Wait(settings.NoticeNanos);

    internal bool BreaksNow() => _random.Chance(Settings.BreakPpm);

    internal void Forget(SimulatedConnection connection) => _connections.Remove(connection);
}
