using Xunit;

namespace QuantumAI.TestKit;

/// <summary>The command that runs the present test again.</summary>
internal static class Replay
{
    /// <param name="seed">The value of <see cref="Seeds.Variable"/>; null when the test's seeds are fixed.</param>
    public static string Command(string? seed = null)
    {
        var test = TestContext.Current.TestCase;
        var project = TestContext.Current.TestAssembly?.AssemblyName.Split(',')[0];
        var variable = seed is null ? "" : $"{Seeds.Variable}={seed} ";
        var folder = project is null ? "" : $" tests/{project}";
        var filter = test?.TestClassName is null ? "" : $" --filter FullyQualifiedName~{test.TestClassName}.{test.TestMethodName}";
        return $"{variable}dotnet test{folder} -c Release{filter}";
    }
}
