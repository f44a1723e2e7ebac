using System.Security.Cryptography;
using System.Text;
using QuantumAI.Domain.Instruments;
using QuantumAI.Feeds.Files;
using QuantumAI.Hocon;
using QuantumAI.Journal;
using QuantumAI.Quant.Indicators;
using QuantumAI.Runtime.Worlds;
using QuantumAI.Simulation.Venue;
using QuantumAI.Trading;
using QuantumAI.Venues.Contract;

namespace QuantumAI.Node.Recording;

/// <summary>Which code this program is.</summary>
internal static class ProgramCode
{
    private static readonly Type[] OnePerAssembly =
    [
        typeof(Instrument), typeof(IndicatorCatalogue), typeof(HoconConfig), typeof(World), typeof(TradingSession), typeof(PaperVenue), typeof(JournalException),
        typeof(MarketFileReader), typeof(VenueUse), typeof(ProgramCode),
    ];

    /// <summary>SHA-256 over the identities of the program's own assemblies. The compiler makes one from all that it compiled: other code, another hash.</summary>
    public static string Hash { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(OnePerAssembly
        .Select(type => type.Assembly)
        .Select(assembly => $"{assembly.GetName().Name} {assembly.ManifestModule.ModuleVersionId}\n")
        .Order(StringComparer.Ordinal)))));
}
