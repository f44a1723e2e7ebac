using System.Globalization;
using System.Net;
using System.Net.Sockets;
using QuantumAI.Node.Tests.Processes;

namespace QuantumAI.Node.Tests.Kills;

/// <summary><c>quantum exchange</c> on one port and one data directory, killed and started again.</summary>
internal sealed class ExchangeProcess : IAsyncDisposable
{
    public const string Key = "kills-key-0123456789-0123456789-0123456789";
    public const string Secret = "kills-secret-0123456789-0123456789-0123456789";
    private readonly TempFolder _folder;
    private readonly int _port = FreePort();
    private QuantumProcess? _process;

    public ExchangeProcess(TempFolder folder) => _folder = folder;

    public string Url => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{_port}");

    /// <summary>Its books, for whoever reads them while it does not run.</summary>
    public string Books => _folder["exchange/exchange.sqlite"];

    public async Task StartAsync()
    {
        _process = QuantumProcess.Start(
            _folder.Path, "exchange", "--port", _port.ToString(CultureInfo.InvariantCulture), "--data-dir", "exchange",
            "--set", $"exchange.accounts.main.api-key={Key}", "--set", $"exchange.accounts.main.secret={Secret}",
            "--set", "exchange.orders-per-10-seconds=1000000", "--set", "exchange.weight-per-minute=1000000", "--set", "exchange.requests-per-5-minutes=1000000");
        await _process.ErrorLineAsync("listening");
    }

    public async Task KillAsync()
    {
        await _process!.KillAsync();
        await _process.DisposeAsync();
        _process = null;
    }

    /// <summary>Ends it as an operator does.</summary>
    public async Task StopAsync()
    {
        await _process!.SignalAsync("TERM");
        (await _process.EndAsync()).Expect(0);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
