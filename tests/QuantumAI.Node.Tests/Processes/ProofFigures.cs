using System.Text.Json;

namespace QuantumAI.Node.Tests.Processes;

/// <summary>What a run of <c>./build.sh proof</c> has counted, as a file for whoever asked for it.</summary>
internal static class ProofFigures
{
    public static void Write(string name, object figures)
    {
        if (Environment.GetEnvironmentVariable("QUANTUM_PROOF_DIR") is { Length: > 0 } folder)
            File.WriteAllText(Path.Combine(folder, name + ".json"), JsonSerializer.Serialize(figures));
    }
}
