using QuantumAI.Journal.Tests.Processes;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

namespace QuantumAI.Journal.Tests;

internal static class Program
{
    public static Task<int> Main(string[] args)
    {
        if (args is [ChildProcess.Marker, var part, var path])
            return Task.FromResult(ChildParts.Play(part, path));
        return args.Any(argument => argument is "--server" or "--internal-msbuild-node")
            ? TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
            : ConsoleRunner.Run(args);
    }
}
