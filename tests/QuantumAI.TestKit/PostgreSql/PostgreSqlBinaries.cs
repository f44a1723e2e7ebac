using System.Diagnostics;
using System.Globalization;

namespace QuantumAI.TestKit.PostgreSql;

/// <summary>The installed server's programs, and how they are run: the server refuses to run as root, so root runs them as user postgres.</summary>
internal static class PostgreSqlBinaries
{
    private const int LeastVersion = 15;
    private const string User = "postgres";
    private const string Installed = "/usr/lib/postgresql";

    private static readonly string? Found = Find();

    /// <summary>The directory of <c>initdb</c>, <c>postgres</c> and the others.</summary>
    /// <exception cref="InvalidOperationException">None is installed; it says what to install.</exception>
    public static string Directory => Found
        ?? throw new InvalidOperationException("PostgreSQL 15 or later is not installed: ./build.sh test installs it where it can, or run “apt-get install postgresql-15”");

    /// <summary>Runs a program to its end.</summary>
    /// <returns>Whether it succeeded, and what it said.</returns>
    public static (bool IsDone, string Said) Run(string program, params string[] arguments)
    {
        using var process = Process.Start(AsServer(program, arguments, redirect: true))!;
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        var said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode == 0, said + errors.GetAwaiter().GetResult());
    }

    /// <summary>Runs a program to its end.</summary>
    /// <exception cref="InvalidOperationException">It failed; with what it said.</exception>
    public static void Must(string program, params string[] arguments)
    {
        if (Run(program, arguments) is (false, var said))
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} failed: {said}");
    }

    /// <summary>How to start a program as the server's user.</summary>
    public static ProcessStartInfo AsServer(string program, string[] arguments, bool redirect)
    {
        var path = File.Exists(Path.Combine(Directory, program)) ? Path.Combine(Directory, program) : program;
        var start = Environment.UserName == "root"
            ? new ProcessStartInfo("runuser", ["-u", User, "--", path, .. arguments])
            : new ProcessStartInfo(path, arguments);
        (start.RedirectStandardInput, start.RedirectStandardOutput, start.RedirectStandardError) = (true, redirect, redirect);
        start.WorkingDirectory = Path.GetTempPath();
        return start;
    }

    private static string? Find()
    {
        var installed = !System.IO.Directory.Exists(Installed) ? [] : System.IO.Directory.GetDirectories(Installed)
            .Select(directory => (Version: VersionOf(Path.GetFileName(directory)), Bin: Path.Combine(directory, "bin")))
            .Where(found => found.Version >= LeastVersion).OrderByDescending(found => found.Version).Select(found => found.Bin);
        var onPath = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return installed.Concat(onPath).FirstOrDefault(directory => IsThere(Path.Combine(directory, "initdb")) && IsThere(Path.Combine(directory, "postgres")));
    }

    /// <summary>A link to nothing does not count.</summary>
    private static bool IsThere(string path) => File.Exists(path) && File.ResolveLinkTarget(path, returnFinalTarget: true) is not { Exists: false };

    private static int VersionOf(string name) => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : 0;
}
