using System.Diagnostics;

namespace QuantumAI.Journal.Tests.Processes;

/// <summary>This test program once more, in another process, playing one part until it is killed.</summary>
internal sealed class ChildProcess : IDisposable
{
    public const string Marker = "--child";

    private readonly Process _process;

    private ChildProcess(Process process) => _process = process;

    public int Id => _process.Id;

    private static string Program => Path.Combine(AppContext.BaseDirectory, "QuantumAI.Journal.Tests" + (OperatingSystem.IsWindows() ? ".exe" : ""));

    /// <summary>Starts it as a user whom permissions bind: root is bound by none.</summary>
    public static ChildProcess StartUnprivileged(string part, string path) => new(Process.Start(new ProcessStartInfo(
        "setpriv", ["--reuid=65534", "--regid=65534", "--clear-groups", Program, Marker, part, path])
    { RedirectStandardOutput = true, RedirectStandardInput = true })!);

    public static ChildProcess Start(string part, string path, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(Program, [Marker, part, path]) { RedirectStandardOutput = true, RedirectStandardInput = true };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return new ChildProcess(Process.Start(start)!);
    }

    /// <summary>The next line that the child says; waits for it.</summary>
    public string Line() => _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("the child ended without a word");

    /// <summary>Tells the child a line.</summary>
    public void Tell(string line)
    {
        _process.StandardInput.WriteLine(line);
        _process.StandardInput.Flush();
    }

    /// <summary>Freezes it as a stopped machine is frozen, its connections open; or lets it go on.</summary>
    public void Freeze(bool isFrozen)
    {
        using var kill = Process.Start("kill", [isFrozen ? "-STOP" : "-CONT", Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>Kills it as kill -9 does, and reads what it had still said.</summary>
    public string[] Kill()
    {
        _process.Kill();
        _process.WaitForExit();
        return _process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }
}
