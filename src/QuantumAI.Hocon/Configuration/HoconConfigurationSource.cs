using Microsoft.Extensions.Configuration;

namespace QuantumAI.Hocon.Configuration;

/// <summary>A configuration source over a resolved tree.</summary>
public sealed class HoconConfigurationSource(HoconConfig config) : IConfigurationSource
{
    public IConfigurationProvider Build(IConfigurationBuilder builder) => new HoconConfigurationProvider(config);
}
