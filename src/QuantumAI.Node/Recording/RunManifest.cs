using System.Text.Json;
using System.Text.Json.Serialization;
using QuantumAI.Domain.Instruments;
using QuantumAI.Domain.Orders;
using QuantumAI.Hocon;
using QuantumAI.Node.Configuration;

namespace QuantumAI.Node.Recording;

/// <summary>What a run is: everything but its market and its history that a re-run needs. In files; extend only.</summary>
internal sealed record RunManifest
{
    /// <summary>Of the recorded lanes: a live world. A virtual world's run is repeated from its seed, its market and its configuration.</summary>
    public const string Live = "live";
    public const string Virtual = "virtual";

    public required string Run { get; init; }

    /// <summary><see cref="Live"/> or <see cref="Virtual"/>.</summary>
    public required string World { get; init; }

    /// <summary>paper, live or sim: what the journal is about.</summary>
    public required string Environment { get; init; }

    public required ulong Seed { get; init; }

    /// <summary>World seconds per machine second: patience with machines is measured by it.</summary>
    public required double Speed { get; init; }

    /// <summary>World time at which the run began, UTC nanoseconds.</summary>
    public required long StartNanos { get; init; }

    public required string Account { get; init; }

    /// <summary>Sequence of the last event of the account's stream before the run.</summary>
    public required long AccountSequence { get; init; }

    /// <summary>Hash of the account as that event left it.</summary>
    public required string AccountStateHash { get; init; }

    /// <summary>Where orders went; null = the built-in venue.</summary>
    public string? Venue { get; init; }

    /// <summary>What the venue had of the account at the start, by asset.</summary>
    public required IReadOnlyDictionary<string, string> Holdings { get; init; }

    /// <summary>Order types that the venue takes natively, and lists of orders.</summary>
    public required IReadOnlyList<OrderType> OrderTypes { get; init; }

    public required IReadOnlyList<ContingencyKind> OrderLists { get; init; }

    /// <summary>As in the journal's session stream.</summary>
    public required string Market { get; init; }

    public required long IntervalNanos { get; init; }

    public required IReadOnlyList<string> Symbols { get; init; }

    public required string ConfigHash { get; init; }

    /// <summary>The resolved configuration that decided, as HOCON.</summary>
    public required string Config { get; init; }

    public required string CodeHash { get; init; }

    /// <summary>Of the models that decided; there are none yet.</summary>
    public IReadOnlyList<string> ModelHashes { get; init; } = [];

    /// <summary>Names of the lanes that were made before the account's: they are outside of the recording, and lanes have numbers.</summary>
    public required IReadOnlyList<string> LanesBefore { get; init; }

    /// <summary>Of a virtual run: how its market is opened again.</summary>
    public RunMarket? Source { get; init; }

    [JsonIgnore]
    public VenueCapabilities Capabilities => new(new HashSet<OrderType>(OrderTypes), new HashSet<ContingencyKind>(OrderLists));

    [JsonIgnore]
    public IReadOnlyDictionary<string, Money> Held => Holdings.ToDictionary(holding => holding.Key, holding => Money.Parse(holding.Value), StringComparer.Ordinal);

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, RunJson.Default.RunManifest);

    /// <exception cref="UsageException">There is none, or one that cannot be read.</exception>
    public static RunManifest Read(RunFolder folder)
    {
        if (!File.Exists(folder.Manifest))
            throw new UsageException($"{folder.Path} has no manifest.json: the file is gone, or the run ended before it began to trade");
        var manifest = DamagedFile.Read(folder.Manifest, bytes => JsonSerializer.Deserialize(bytes, RunJson.Default.RunManifest));
        _ = DamagedFile.Read(folder.Manifest, _ => manifest.Held);
        try
        {
            ConfigurationFiles.Restore(manifest.Config);
        }
        catch (HoconException damage)
        {
            throw new UsageException($"{folder.Manifest}: the configuration in it cannot be read: {damage.Message}");
        }

        return manifest.World is Live or Virtual && manifest.AccountSequence >= 0 && manifest.LanesBefore.Count > 0
            ? manifest
            : throw DamagedFile.Refusal(folder.Manifest, "it says what no session says");
    }
}

/// <summary>The market of a virtual run.</summary>
/// <param name="Files">Market files; none = made up.</param>
/// <param name="TimeZone">Of local times in files.</param>
/// <param name="Symbol">Symbol of a file that names none.</param>
/// <param name="IntervalNanos">Length of a bar as it was asked for; null = the configuration's.</param>
/// <param name="ForNanos">Market time from the session's start to its end; null = until the market's.</param>
internal sealed record RunMarket(IReadOnlyList<string> Files, string TimeZone, string? Symbol = null, long? IntervalNanos = null, long? ForNanos = null);

/// <summary>How a run ended.</summary>
/// <param name="AccountSequence">Sequence of the last event that the run appended to the account's stream.</param>
/// <param name="MarketNanos">Receive time of the last market event.</param>
/// <param name="Delivered">Market events that were delivered.</param>
/// <param name="Recording">Why the recording does not reach the end; null when it does.</param>
/// <param name="IsStopped">True when somebody stopped it before its market time was over.</param>
/// <param name="LanesBytes">Length of lanes.bin; null when there is none, when writing it failed, and of runs before this was kept.</param>
/// <param name="LanesHash">SHA-256 of lanes.bin, where its length is known.</param>
internal sealed record RunEnd(
    long AccountSequence, long MarketNanos, long Delivered, string? Recording = null, bool? IsStopped = null, long? LanesBytes = null, string? LanesHash = null)
{
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, RunJson.Default.RunEnd);

    /// <summary>Writes it whole or not at all.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Write(RunFolder folder)
    {
        var half = folder.End + ".half";
        File.WriteAllBytes(half, ToJson());
        File.Move(half, folder.End, overwrite: true);
    }

    /// <summary>Null when the run still goes on, or was killed.</summary>
    /// <exception cref="UsageException">It is damaged.</exception>
    public static RunEnd? Read(RunFolder folder) =>
        File.Exists(folder.End) ? DamagedFile.Read(folder.End, bytes => JsonSerializer.Deserialize(bytes, RunJson.Default.RunEnd)) : null;
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, WriteIndented = true,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RunManifest))]
[JsonSerializable(typeof(RunEnd))]
internal sealed partial class RunJson : JsonSerializerContext;
