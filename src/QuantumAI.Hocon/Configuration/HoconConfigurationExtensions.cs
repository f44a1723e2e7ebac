using Microsoft.Extensions.Configuration;

namespace QuantumAI.Hocon.Configuration;

/// <summary>Adds a resolved HOCON configuration to .NET configuration.</summary>
public static class HoconConfigurationExtensions
{
    /// <summary>
    /// Adds every value under its keys joined by ':', array elements under their index. Values are the text as written;
    /// units are not converted.
    /// </summary>
    public static IConfigurationBuilder AddHocon(this IConfigurationBuilder builder, HoconConfig config) =>
        builder.Add(new HoconConfigurationSource(config));
}
