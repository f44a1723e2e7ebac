using System.ComponentModel;
using System.Diagnostics;
using System.Security.Cryptography;
using QuantumAI.Node.Tests.Processes;

namespace QuantumAI.Node.Tests.Clients;

/// <summary>A script of <c>tests/clients</c>: a public exchange client in Node.js that can reach nothing but this machine.</summary>
internal static class ClientScript
{
    private const int NodeMajorMin = 18;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);
    private static readonly Lazy<Task> Packages = new(RestoreAsync);
    private static readonly string[] Proxies = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy", "NODE_OPTIONS", "NODE_USE_ENV_PROXY"];

    private static string Folder { get; } = FindFolder();

    /// <summary>Runs a script of the folder; the test is skipped where Node.js or the packages cannot be had.</summary>
    public static async Task<Finished> RunAsync(string script, IReadOnlyDictionary<string, string> environment)
    {
        await RequireNodeAsync();
        await Packages.Value;
        return await StartAsync("node", ["--require", "./loopback-only.cjs", script], environment);
    }

    /// <summary>Runs a line of JavaScript with the same guard and without any package.</summary>
    public static async Task<Finished> EvaluateAsync(string line)
    {
        await RequireNodeAsync();
        return await StartAsync("node", ["--require", "./loopback-only.cjs", "--eval", line], new Dictionary<string, string>());
    }

    private static async Task RequireNodeAsync()
    {
        try
        {
            var version = await StartAsync("node", ["--version"], new Dictionary<string, string>());
            Assert.SkipUnless(
                int.TryParse(version.LastLine.TrimStart('v').Split('.')[0], out var major) && major >= NodeMajorMin,
                $"needs Node.js {NodeMajorMin} or later, found {version.LastLine}");
        }
        catch (Win32Exception)
        {
            Assert.Skip($"needs Node.js {NodeMajorMin} or later and npm: not installed");
        }
    }

    /// <summary>Installs what the lock file names, once for each lock file.</summary>
    private static async Task RestoreAsync()
    {
        var stamp = Path.Combine(Folder, "node_modules", ".restored");
        var wanted = Convert.ToHexString(SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(Folder, "package-lock.json"))));
        if (File.Exists(stamp) && await File.ReadAllTextAsync(stamp) == wanted)
            return;
        try
        {
            var npm = OperatingSystem.IsWindows() ? "npm.cmd" : "npm";
            var restored = await StartAsync(npm, ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], new Dictionary<string, string>(), isGuarded: false);
            if (Environment.GetEnvironmentVariable("CI") == "true")
                restored.Expect(0); // there a missing package must not pass for a missing network
            Assert.SkipUnless(restored.ExitCode == 0, $"npm cannot restore the clients here: {restored.Error}");
            await File.WriteAllTextAsync(stamp, wanted);
        }
        catch (Win32Exception)
        {
            Assert.Skip("needs npm: not installed");
        }
    }

    private static async Task<Finished> StartAsync(
        string program, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment, bool isGuarded = true)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var name in isGuarded ? Proxies : []) // a proxy on this machine would lead out of it
            start.Environment.Remove(name);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        try
        {
            var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync().WaitAsync(Patience);
            return new Finished(process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    private static string FindFolder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var clients = Path.Combine(folder.FullName, "tests", "clients");
            if (Directory.Exists(clients))
                return clients;
        }

        throw new DirectoryNotFoundException("tests/clients is in no parent of the test binary");
    }
}
