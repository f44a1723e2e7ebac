using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Threading.Channels;
using QuantumAI.Node.Tests.Processes;

namespace QuantumAI.Node.Tests.Kills;

/// <summary>This test program once more, in another process: a paper session over sockets that orders all the time until it is killed or told to rest.</summary>
internal sealed class TraderProcess : IAsyncDisposable
{
    public const string Marker = "--trader";

    /// <summary>What it says when an order leaves, with the order's id.</summary>
    public const string Sending = "sending ";

    /// <summary>What it says before it stops itself, with the id of the order that is signed and not sent.</summary>
    public const string Frozen = "frozen ";

    /// <summary>What it is told, and what it says when nothing is open any more.</summary>
    public const string Rest = "rest";

    /// <summary>An order that nobody knows of is asked for every ten seconds, at least twice, and the machine may be busy.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(100);
    private readonly Process _process;
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly ConcurrentQueue<string> _said = new();
    private readonly Task<string> _error;

    private TraderProcess(Process process)
    {
        _process = process;
        _error = process.StandardError.ReadToEndAsync();
        _ = PumpAsync();
    }

    /// <param name="exchange">Whose address and key it gets.</param>
    /// <param name="dataDir">Of the session.</param>
    /// <param name="frozenOrder">See <see cref="WatchedTransport"/>.</param>
    public static TraderProcess Start(ExchangeProcess exchange, string dataDir, int frozenOrder = 0)
    {
        var start = new ProcessStartInfo(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            [typeof(TraderProcess).Assembly.Location, Marker, exchange.Url, dataDir, frozenOrder.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in exchange.Environment)
            start.Environment[name] = value;
        return new TraderProcess(Process.Start(start)!);
    }

    /// <summary>Everything that it has said.</summary>
    public IReadOnlyCollection<string> Said => _said;

    /// <summary>Says a line to whoever started this process.</summary>
    public static void Say(string line) => Console.Out.WriteLine(line);

    /// <summary>The next line that begins so.</summary>
    public async Task<string> LineAsync(string begin)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await foreach (var line in _lines.Reader.ReadAllAsync(patience.Token))
            {
                if (line.StartsWith(begin, StringComparison.Ordinal))
                    return line;
            }
        }
        catch (OperationCanceledException)
        {
            _process.Kill();
            throw new TimeoutException($"no line “{begin}” in time:\n{await _error}");
        }

        throw new InvalidOperationException($"the trader ended without a line “{begin}”:\n{await _error}");
    }

    /// <summary>Forgets what it has said until now.</summary>
    public void Forget()
    {
        while (_lines.Reader.TryRead(out _))
        {
        }
    }

    public async Task TellAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>Lets a stopped process go on.</summary>
    public async Task ContinueAsync()
    {
        using var kill = Process.Start("kill", ["-CONT", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync().WaitAsync(Patience);
        Assert.Equal(0, kill.ExitCode);
    }

    /// <summary>Ends it as kill -9 does.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync().WaitAsync(Patience);
    }

    /// <summary>Waits for a good end.</summary>
    public async Task EndAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience);
        Assert.True(_process.ExitCode == 0, await _error);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
    }

    private async Task PumpAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            _said.Enqueue(line);
            await _lines.Writer.WriteAsync(line);
        }

        _lines.Writer.Complete();
    }
}
