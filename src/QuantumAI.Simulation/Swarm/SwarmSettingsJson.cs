using System.Text.Json;
using System.Text.Json.Serialization;

namespace QuantumAI.Simulation.Swarm;

/// <summary>Settings of a run as a file: what a shrunk failure is kept as, and replayed from.</summary>
public static class SwarmSettingsJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter() },
    };

    public static string Write(SwarmSettings settings) => JsonSerializer.Serialize(settings, Options);

    /// <exception cref="JsonException">It is no such file; the message names the place.</exception>
    public static SwarmSettings Read(string text) => JsonSerializer.Deserialize<SwarmSettings>(text, Options) ?? throw new JsonException("a run has settings, these are null");
}
