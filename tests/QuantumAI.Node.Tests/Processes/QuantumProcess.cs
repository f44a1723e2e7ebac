using System.Diagnostics;
using System.Globalization;
using System.Threading.Channels;

namespace QuantumAI.Node.Tests.Processes;

/// <summary>What a finished program left.</summary>
internal sealed record Finished(int ExitCode, string Output, string Error)
{
    /// <summary>The last line of standard output.</summary>
    public string LastLine => OutputLines[^1];

    public string[] OutputLines => Lines(Output);

    public string[] ErrorLines => Lines(Error);

    /// <summary>Fails with everything the program said when the exit code is another one.</summary>
    public Finished Expect(int exitCode)
    {
        Assert.True(ExitCode == exitCode, $"exit code {ExitCode}, expected {exitCode}\n--- standard output\n{Output}\n--- standard error\n{Error}");
        return this;
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}

/// <summary>A running <c>quantum</c>: the built program, its arguments as a list, its output read while it runs.</summary>
/// <remarks>Every wait is for a line or for the end, bounded by <see cref="Patience"/>. Disposing kills what still runs.</remarks>
internal sealed class QuantumProcess : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Process _process;
    private readonly Channel<string> _errorLines = Channel.CreateUnbounded<string>();
    private readonly Channel<string> _outputLines = Channel.CreateUnbounded<string>();
    private readonly Task<string> _output;
    private readonly Task<string> _error;

    private QuantumProcess(Process process)
    {
        _process = process;
        _process.StandardInput.Close();
        _output = PumpAsync(process.StandardOutput, _outputLines.Writer);
        _error = PumpAsync(process.StandardError, _errorLines.Writer);
    }

    public static string Program => Path.Combine(AppContext.BaseDirectory, "quantum.dll");

    public int Id => _process.Id;

    public static QuantumProcess Start(string folder, params IReadOnlyList<string> arguments) => Start(folder, new Dictionary<string, string>(), arguments);

    /// <param name="folder">Its working directory.</param>
    /// <param name="environment">Variables on top of the test's own.</param>
    /// <param name="arguments">What follows <c>quantum</c>.</param>
    /// <param name="shell">What a shell does before, or null for no shell.</param>
    public static QuantumProcess Start(string folder, IReadOnlyDictionary<string, string> environment, IReadOnlyList<string> arguments, string? shell = null)
    {
        var host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        var start = new ProcessStartInfo(shell is null ? host : "sh")
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var argument in shell is null ? Array.Empty<string>() : ["-c", $"{shell}; exec \"$@\"", "sh", host])
            start.ArgumentList.Add(argument);
        start.ArgumentList.Add(Program);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return new QuantumProcess(Process.Start(start)!);
    }

    /// <summary>Starts the program from a shell that has run something before, for example a limit.</summary>
    public static QuantumProcess StartInShell(string folder, string before, params IReadOnlyList<string> arguments) =>
        Start(folder, new Dictionary<string, string>(), arguments, before);

    public static async Task<Finished> RunAsync(string folder, params IReadOnlyList<string> arguments)
    {
        var process = Start(folder, arguments);
        await using (process.ConfigureAwait(false))
            return await process.EndAsync();
    }

    /// <summary>The next line of standard error that holds <paramref name="part"/>.</summary>
    public Task<string> ErrorLineAsync(string part) => LineAsync(_errorLines.Reader, part);

    /// <summary>The next line of standard output that holds <paramref name="part"/>.</summary>
    public Task<string> OutputLineAsync(string part) => LineAsync(_outputLines.Reader, part);

    private async Task<string> LineAsync(ChannelReader<string> lines, string part)
    {
        using var patience = new CancellationTokenSource(Patience);
        await foreach (var line in lines.ReadAllAsync(patience.Token))
        {
            if (line.Contains(part, StringComparison.Ordinal))
                return line;
        }

        var ended = await EndAsync();
        throw new InvalidOperationException($"the program ended ({ended.ExitCode}) without a line with “{part}”:\n{ended.Output}\n{ended.Error}");
    }

    /// <summary>Waits for the address of the status pages.</summary>
    public async Task<Uri> StatusAddressAsync()
    {
        var line = await ErrorLineAsync("status: http://");
        return new Uri(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]);
    }

    /// <summary>Sends a signal by name: INT, TERM.</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", ["-s", signal, _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync().WaitAsync(Patience);
        Assert.Equal(0, kill.ExitCode);
    }

    /// <summary>Ends the process as <c>kill -9</c> does: no handler runs.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync().WaitAsync(Patience);
    }

    public async Task<Finished> EndAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return new Finished(_process.ExitCode, await _output.WaitAsync(Patience), await _error.WaitAsync(Patience));
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
    }

    private static async Task<string> PumpAsync(StreamReader reader, ChannelWriter<string> writer)
    {
        var lines = new List<string>();
        while (await reader.ReadLineAsync() is { } line)
        {
            lines.Add(line);
            await writer.WriteAsync(line);
        }

        writer.Complete();
        return string.Join('\n', lines);
    }
}
