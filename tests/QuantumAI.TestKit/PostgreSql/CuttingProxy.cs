using System.Net;
using System.Net.Sockets;

namespace QuantumAI.TestKit.PostgreSql;

/// <summary>What a proxy does with the next thing that passes.</summary>
public enum LineFault
{
    Unspecified = 0,

    /// <summary>Hands on.</summary>
    None = 1,

    /// <summary>The next thing a client says is lost and its connection is cut: the server never hears it.</summary>
    CutQuestion = 2,

    /// <summary>The next thing a client says arrives, the answer is lost and the connection is cut: the server has done it.</summary>
    CutAnswer = 3,

    /// <summary>Nothing passes any more, and nobody is told.</summary>
    Stall = 4,
}

/// <summary>A line between a client and a server on this machine that can be cut or stopped at a chosen moment. Thread safe.</summary>
public sealed class CuttingProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _serverPort;
    private readonly Lock _gate = new();
    private readonly List<Socket> _open = [];
    private static readonly TimeSpan LongestStall = TimeSpan.FromMinutes(5);
    private readonly ManualResetEventSlim _flows = new(true);
    private LineFault _fault = LineFault.None;
    private bool _isDisposed;

    public CuttingProxy(int serverPort)
    {
        _serverPort = serverPort;
        _listener.Start();
        Run(AcceptAll);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How often a fault has struck.</summary>
    public int Struck { get; private set; }

    /// <summary>Arms a fault for the next thing that passes; a cut disarms itself, a stall lasts until <see cref="LineFault.None"/>.</summary>
    public void Arm(LineFault fault)
    {
        lock (_gate)
            _fault = fault;
        if (fault == LineFault.Stall)
            _flows.Reset();
        else
            _flows.Set();
    }

    /// <summary>Cuts every connection now.</summary>
    public void CutAll()
    {
        lock (_gate)
        {
            _open.ForEach(socket => socket.Dispose());
            _open.Clear();
        }
    }

    public void Dispose()
    {
        _isDisposed = true;
        _listener.Stop();
        _flows.Set();
        CutAll();
    }

    private void AcceptAll()
    {
        while (!_isDisposed)
        {
            var client = _listener.AcceptSocket();
            var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            client.NoDelay = true;
            try
            {
                server.Connect(IPAddress.Loopback, _serverPort);
            }
            catch (SocketException)
            {
                client.Dispose();
                server.Dispose();
                continue;
            }

            lock (_gate)
                _open.AddRange([client, server]);
            Run(() => Pump(client, server, LineFault.CutQuestion));
            Run(() => Pump(server, client, LineFault.CutAnswer));
        }
    }

    private void Pump(Socket from, Socket to, LineFault cut)
    {
        try
        {
            var buffer = new byte[64 * 1024];
            for (var length = from.Receive(buffer); length > 0; length = from.Receive(buffer))
            {
                // This is the stall: the pump has a thread of its own, and Dispose lets it go. A stall that nobody ends cuts the line.
                if (!_flows.Wait(LongestStall) || Strikes(cut))
                    break;
                for (var sent = 0; sent < length;)
                    sent += to.Send(buffer.AsSpan(sent, length - sent));
            }
        }
        finally
        {
            from.Dispose();
            to.Dispose();
        }
    }

    private bool Strikes(LineFault cut)
    {
        lock (_gate)
        {
            if (_fault != cut)
                return false;
            _fault = LineFault.None;
            Struck++;
            return true;
        }
    }

    /// <summary>A line that breaks ends its thread, nothing more.</summary>
    private static void Run(Action work) => new Thread(() =>
    {
        try
        {
            work();
        }
        catch (Exception broken) when (broken is SocketException or ObjectDisposedException)
        {
        }
    })
    { IsBackground = true, Name = "proxy" }.Start();
}
