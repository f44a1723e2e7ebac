using QuantumAI.Node.Tests.Kills;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

namespace QuantumAI.Node.Tests;

internal static class Program
{
    public static Task<int> Main(string[] args)
    {
        if (args is [TraderProcess.Marker, var url, var dataDir, var frozenOrder])
            return BusyTrader.PlayAsync(new Uri(url), dataDir, int.Parse(frozenOrder, System.Globalization.CultureInfo.InvariantCulture));
        return args.Any(argument => argument is "--server" or "--internal-msbuild-node")
            ? TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
            : ConsoleRunner.Run(args);
    }
}
