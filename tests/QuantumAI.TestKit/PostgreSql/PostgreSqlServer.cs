using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace QuantumAI.TestKit.PostgreSql;

/// <summary>A PostgreSQL server of the tests' own, from the installed programs: a free port on 127.0.0.1, a temporary directory, user <c>app</c> without a password.</summary>
/// <remarks>
/// <see cref="Shared"/> is started once per test process. A shell holds a pipe to the process and ends the server when the pipe
/// breaks, so that nothing is left behind when the tests are killed. Thread safe but for kill, stop and start.
/// </remarks>
public sealed class PostgreSqlServer : IDisposable
{
    private const int StartAttempts = 100;

    /// <summary>Fast and forgetful: a power failure loses everything, a killed server nothing.</summary>
    private const string Forgetful = "-c fsync=off -c full_page_writes=off";

    private static readonly Lazy<PostgreSqlServer> Common = new(() => StartShared(), LazyThreadSafetyMode.ExecutionAndPublication);

    private readonly string _root;
    private readonly string _options;
    private readonly Process _watchdog;
    private int _databases;
    private bool _isDisposed;

    private PostgreSqlServer(string root, int port, bool isDurable)
    {
        (_root, Port) = (root, port);
        _options = $"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={root} -c max_connections=200 {(isDurable ? "" : Forgetful)}";
        _watchdog = Watch();
    }

    /// <summary>The server of this test process, started when it is first asked for.</summary>
    public static PostgreSqlServer Shared => Common.Value;

    public int Port { get; }

    private string Data => Path.Combine(_root, "data");

    /// <summary>Starts a server of the caller's own.</summary>
    /// <param name="isDurable">Whether every commit is synced to the disk: for measurements.</param>
    /// <exception cref="InvalidOperationException">PostgreSQL is not installed, or does not start; it says why.</exception>
    public static PostgreSqlServer Start(bool isDurable = false)
    {
        _ = PostgreSqlBinaries.Directory;
        var root = Directory.CreateTempSubdirectory("qa-postgres-").FullName;
        if (Environment.UserName == "root")
            Process.Start("chown", ["postgres", root])!.WaitForExit();
        var server = new PostgreSqlServer(root, FreePort(), isDurable);
        try
        {
            PostgreSqlBinaries.Must("initdb", "-D", server.Data, "-U", "app", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync");
            server.StartAgain();
            return server;
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    /// <summary>How to reach a database through a port, the server's own when null: as its superuser unless another is named.</summary>
    public string ConnectionString(string database, string user = "app", int? port = null) =>
        $"Host=127.0.0.1;Port={port ?? Port};Username={user};Database={database}";

    /// <summary>Creates an empty database with a name of its own.</summary>
    public string NewDatabase()
    {
        var name = $"test_{Interlocked.Increment(ref _databases).ToString(CultureInfo.InvariantCulture)}";
        PostgreSqlBinaries.Must("createdb", "-h", "127.0.0.1", "-p", Port.ToString(CultureInfo.InvariantCulture), "-U", "app", name);
        return name;
    }

    /// <summary>Kills the server as kill -9 does: every connection breaks, nothing is written any more.</summary>
    public void Kill()
    {
        var processes = PostgreSqlBinaries.Run("cat", Path.Combine(Data, "postmaster.pid")).Said.Split('\n')[0];
        using var server = Process.GetProcessById(int.Parse(processes, CultureInfo.InvariantCulture));
        server.Kill();
        server.WaitForExit();
    }

    /// <summary>Stops the server in an orderly way: sessions are ended, the log is complete.</summary>
    public void Stop() => PostgreSqlBinaries.Must("pg_ctl", "-D", Data, "-w", "-m", "fast", "stop");

    /// <summary>Starts it after <see cref="Kill"/> or <see cref="Stop"/>; what a killed server has left behind refuses it for up to a second.</summary>
    public void StartAgain()
    {
        for (var attempt = 1; ; attempt++)
        {
            var (isDone, said) = PostgreSqlBinaries.Run("pg_ctl", "-D", Data, "-w", "-t", "30", "-l", Path.Combine(_root, "server.log"), "-o", _options, "start");
            if (isDone)
                return;
            if (attempt == StartAttempts)
                throw new InvalidOperationException($"the server does not start: {said}{PostgreSqlBinaries.Run("tail", "-5", Path.Combine(_root, "server.log")).Said}");
        }
    }

    public void Restart()
    {
        Stop();
        StartAgain();
    }

    /// <summary>Ends the server and removes its directory.</summary>
    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        _watchdog.StandardInput.Close();
        _watchdog.WaitForExit();
        _watchdog.Dispose();
    }

    private static PostgreSqlServer StartShared()
    {
        var server = Start();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => server.Dispose();
        return server;
    }

    /// <summary>A shell that waits for the end of its input, which is the end of this process or <see cref="Dispose"/>.</summary>
    private Process Watch()
    {
        var stop = Path.Combine(PostgreSqlBinaries.Directory, "pg_ctl");
        var start = PostgreSqlBinaries.AsServer(
            "/bin/sh", ["-c", "trap '' INT TERM HUP; read line; \"$0\" -D \"$1/data\" -m immediate stop >/dev/null 2>&1; rm -rf \"$1\"", stop, _root], redirect: false);
        return Process.Start(start)!;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
