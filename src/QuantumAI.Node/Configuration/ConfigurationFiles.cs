using QuantumAI.Hocon;

namespace QuantumAI.Node.Configuration;

/// <summary>Finds, layers and validates the program's configuration.</summary>
internal static class ConfigurationFiles
{
    private const int FileBytesMax = 8 * 1024 * 1024;

    /// <summary>The files that come with the program.</summary>
    public static string Folder => Path.Combine(AppContext.BaseDirectory, "hocon");

    /// <summary>reference, venue, environment, then the user's file and single keys.</summary>
    /// <param name="environment">Name of a file under <c>env/</c>: sim, paper, live.</param>
    /// <param name="userFile">The user's own file, or null.</param>
    /// <param name="assignments">KEY=VALUE of the command line.</param>
    /// <param name="venue">Name of a file under <c>venues/</c>: paper, binance.</param>
    /// <exception cref="HoconException">Everything that is wrong, with file and line.</exception>
    public static HoconConfig Load(string environment, string? userFile, IReadOnlyList<string> assignments, string venue = "paper")
    {
        var layers = new List<HoconSource>
        {
            Read(Path.Combine(Folder, "reference.conf")),
            Read(Path.Combine(Folder, "venues", venue + ".conf")),
            Read(Path.Combine(Folder, "env", environment + ".conf")),
        };
        if (userFile is not null)
            layers.Add(Read(userFile));
        for (var i = 0; i < assignments.Count; i++)
            layers.Add(HoconSource.FromText(SecretText.OfProcess.NameOf(assignments[i]), assignments[i]));
        try
        {
            var config = HoconConfig.Load(layers, Options);
            QuantumSchema.Instance.Validate(config).ThrowIfAny();
            return config;
        }
        catch (HoconException wrong) when (wrong.Problems.Any(IsSecret))
        {
            throw new HoconException(new HoconProblems([.. wrong.Problems.Select(problem => IsSecret(problem) ? problem with { Value = null } : problem)]));
        }
    }

    /// <summary>The configuration of a recorded run: what decided then, with this program's own for the rest.</summary>
    /// <param name="deciding">Of <see cref="QuantumSettings.Deciding"/>.</param>
    /// <param name="userFile">Another configuration to look at the run with, layered over it; null for the run's own.</param>
    /// <exception cref="HoconException">This program cannot read it.</exception>
    public static HoconConfig Restore(string deciding, string? userFile = null)
    {
        var layers = new List<HoconSource> { Read(Path.Combine(Folder, "reference.conf")), HoconSource.FromText("recorded configuration", deciding) };
        if (userFile is not null)
            layers.Add(Read(userFile));
        var config = HoconConfig.Load(layers, Options);
        QuantumSchema.Instance.Validate(config).ThrowIfAny();
        return config;
    }

    private static bool IsSecret(HoconProblem problem) => problem.Value is not null && problem.Origin.Source.EndsWith($"={SecretText.Hidden}", StringComparison.Ordinal);

    /// <summary>Any HOCON file, resolved; not validated against the program's keys.</summary>
    public static HoconValue Show(string file) => HoconConfig.ParseValue(Read(file), Options);

    private static HoconLoadOptions Options => new()
    {
        Includes = new FileSources(),
        Environment = Environment.GetEnvironmentVariable,
    };

    private static HoconSource Read(string file) => new FileSources().Load(file)
        ?? throw new HoconException(new HoconProblem(HoconOrigin.Whole(file), null, "must be a file that exists", Path.GetFullPath(file)));

    private sealed class FileSources : IHoconSources
    {
        public HoconSource? Load(string name)
        {
            try
            {
                var info = new FileInfo(name);
                if (!info.Exists)
                    return null;
                if (info.Length > FileBytesMax)
                    throw new HoconException(new HoconProblem(HoconOrigin.Whole(name), null, $"must be at most {FileBytesMax} bytes", $"{info.Length}"));
                return HoconSource.FromBytes(name.Replace('\\', '/'), File.ReadAllBytes(name));
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
            {
                throw new HoconException(new HoconProblem(HoconOrigin.Whole(name), null, $"cannot be read: {failure.Message}", null));
            }
        }
    }
}
