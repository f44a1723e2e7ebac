namespace QuantumAI.Architecture.Tests;

/// <summary>What a tier may not use. A name ends in <c>.</c> for a namespace and everything below it.</summary>
internal static class Bans
{
    /// <summary>The one namespace of tier 1 that owns clocks, timers and threads.</summary>
    public const string WorldsNamespace = "QuantumAI.Runtime.Worlds";

    /// <summary>Clocks, timers, threads and random sources: what a world provides.</summary>
    private static readonly string[] ClockAndRandom =
    [
        "System.DateTime.get_Now", "System.DateTime.get_UtcNow", "System.DateTime.get_Today",
        "System.DateTimeOffset.get_Now", "System.DateTimeOffset.get_UtcNow", "System.TimeProvider",
        "System.Diagnostics.Stopwatch", "System.Environment.get_TickCount", "System.Environment.get_TickCount64",
        "System.Random", "System.Guid.NewGuid", "System.Guid.CreateVersion7", "System.Security.Cryptography.RandomNumberGenerator",
        "System.Threading.Thread", "System.Threading.ThreadPool", "System.Threading.Timer", "System.Threading.PeriodicTimer", "System.Timers.",
    ];

    private static readonly string[] InputOutput =
        ["System.IO.", "System.Net.", "System.Console", "System.Diagnostics.Process", "Microsoft.Win32."];

    private static readonly string[] PureOnly = ["System.Threading.Tasks.", "Microsoft.Extensions.Logging."];

    /// <summary>Text and buffers in memory, and the names of what can go wrong.</summary>
    private static readonly string[] AllowedInputOutput =
    [
        "System.IO.TextReader", "System.IO.TextWriter", "System.IO.StringReader", "System.IO.StringWriter", "System.IO.Stream", "System.IO.MemoryStream",
        "System.IO.InvalidDataException", "System.IO.IOException", "System.IO.EndOfStreamException",
    ];

    /// <summary>What an assembly of tier 0 or 1 uses although it may not.</summary>
    public static IEnumerable<string> Violations(string assemblyFile, int tier)
    {
        var forbiddenTypes = tier == 0 ? [.. InputOutput, .. ClockAndRandom, .. PureOnly] : InputOutput;
        foreach (var type in AssemblyUses.TypesOf(assemblyFile).Where(type => Hits(type, forbiddenTypes) && !Hits(type, AllowedInputOutput)))
            yield return $"{Path.GetFileNameWithoutExtension(assemblyFile)} names {type}";
        foreach (var use in AssemblyUses.BodiesOf(assemblyFile))
        {
            var isWorld = tier == 1 && use.Namespace == WorldsNamespace;
            if (!isWorld && Hits(use.Target, ClockAndRandom))
                yield return $"{use.User} uses {use.Target}";
        }
    }

    private static bool Hits(string target, string[] names) => Array.Exists(
        names, name => name.EndsWith('.') ? target.StartsWith(name, StringComparison.Ordinal) : target == name || target.StartsWith(name + ".", StringComparison.Ordinal));
}
