using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using QuantumAI.Domain.Market;
using QuantumAI.Hocon;
using QuantumAI.Node.Composition;
using QuantumAI.Node.Configuration;

namespace QuantumAI.Node.Commands;

/// <summary>Options that several commands share, each with one way of reading it.</summary>
internal static class SharedOptions
{
    public static Option<FileInfo?> Config() => new("--config") { Description = "Your own HOCON file, layered over the program's." };

    public static Option<string[]> Set() => new("--set")
    {
        Description = "One configuration key, for example --set risk.drawdown=10%. May be repeated.",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
    };

    public static Option<string> DataDir(string directory = "./data") => InDirectory(new Option<string>("--data-dir")
    {
        Description = "Where the journal (journal.db) and the venue's books (venue.sqlite) are.",
        DefaultValueFactory = _ => directory,
    });

    /// <summary>The same for a command that may do without.</summary>
    public static Option<string?> DataDirIfAny(string description) => InDirectory(new Option<string?>("--data-dir") { Description = description });

    /// <summary>Which account a command is about: the paper account, or the live one.</summary>
    public static Option<string> Environment()
    {
        var option = new Option<string>("--env") { Description = "paper or live: whose configuration and journal.", DefaultValueFactory = _ => JournalPlace.Paper };
        option.AcceptOnlyFromAmong(JournalPlace.Paper, JournalPlace.Live);
        return option;
    }

    /// <summary>The configuration and the journal that a command is about.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="environment">Of <see cref="Environment"/>.</param>
    /// <param name="dataDir">Of <see cref="DataDir"/>; not given: where that environment's sessions keep theirs.</param>
    /// <param name="config">Of <see cref="Config"/>.</param>
    /// <param name="set">Of <see cref="Set"/>.</param>
    public static (QuantumSettings Settings, JournalPlace Place) Journal(
        ParseResult parsed, Option<string> environment, Option<string> dataDir, Option<FileInfo?> config, Option<string[]> set)
    {
        var name = parsed.GetRequiredValue(environment);
        var settings = Settings(name, parsed.GetValue(config), parsed.GetValue(set), name == JournalPlace.Live ? "binance" : "paper");
        var directory = name == JournalPlace.Live && parsed.GetResult(dataDir) is null or { Implicit: true } ? "./live" : parsed.GetRequiredValue(dataDir);
        return (settings, new JournalPlace(settings.Journal, settings.Account, directory, name));
    }

    public static Option<int?> Port()
    {
        var port = new Option<int?>("--port") { Description = "Port of the status pages on 127.0.0.1; 0 = any free one." };
        port.Validators.Add(result =>
        {
            if (result.Tokens is not [var token] || !ushort.TryParse(token.Value, NumberStyles.None, CultureInfo.InvariantCulture, out _))
                result.AddError("--port must be 0 to 65535");
        });
        return port;
    }

    /// <summary>Scheme, host and port of an exchange.</summary>
    public static Option<Uri?> Url(string name, string description) => new(name)
    {
        Description = description,
        CustomParser = Read<Uri?>(
            text => Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.PathAndQuery == "/" && url.UserInfo.Length == 0 ? url : null,
            "an address such as http://127.0.0.1:8090"),
    };

    /// <summary>What was written behind an option; null when nothing was. Unlike its value it can be looked at before it is known to be allowed.</summary>
    public static string? WordOf(CommandResult result, Option<string> option) => result.GetResult(option) is { Tokens: [var token] } ? token.Value : null;

    public static Option<string?> Symbol() => new("--symbol") { Description = "Symbol of the data, where a file names none." };

    public static Option<ulong?> Seed() => new("--seed")
    {
        Description = "Seed of everything random; 1 when not given.",
        CustomParser = Read<ulong?>(
            text => ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seed) ? seed : null, "a whole number from 0 to 18446744073709551615"),
    };

    public static Option<TimeZoneInfo> TimeZone() => new("--tz")
    {
        Description = "Time zone of local times in CSV files, for example America/New_York; UTC when not given.",
        CustomParser = Read<TimeZoneInfo>(text => TimeZoneInfo.TryFindSystemTimeZoneById(text, out var zone) ? zone : null, "a time zone such as UTC or America/New_York"),
        DefaultValueFactory = _ => TimeZoneInfo.Utc,
    };

    public static Option<long?> Span(string name, string description) => new(name)
    {
        Description = description,
        CustomParser = Read<long?>(ReadSpan, "a time such as 30d, 4h, 15m or 1s"),
    };

    /// <summary>A number of things, at least one.</summary>
    public static Option<long?> Count(string name, string description) => new(name)
    {
        Description = description,
        CustomParser = Read<long?>(
            text => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count >= 1 ? count : null,
            $"a whole number from 1 to {long.MaxValue}"),
    };

    /// <summary>Loads, validates and reads the configuration of a command.</summary>
    public static QuantumSettings Settings(string environment, FileInfo? file, string[]? assignments, string venue = "paper") =>
        QuantumSettings.Read(ConfigurationFiles.Load(environment, file?.ToString(), assignments ?? [], venue));

    internal static Func<ArgumentResult, T?> Read<T>(Func<string, T?> read, string expected) => result =>
    {
        var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        var value = read(text);
        if (value is null)
            result.AddError($"{Name(result)} must be {expected}, was “{text}”");
        return value;
    };

    private static Option<T> InDirectory<T>(Option<T> option)
    {
        option.Validators.Add(result =>
        {
            if (result.Tokens is not [var token])
                return;
            for (var path = token.Value; !string.IsNullOrEmpty(path); path = Path.GetDirectoryName(path))
            {
                if (File.Exists(path))
                    result.AddError($"{option.Name} must be a directory, {path} is a file");
            }
        });
        return option;
    }

    private static string Name(ArgumentResult result) => result.Parent is OptionResult option ? option.Option.Name : result.Argument.Name;

    private static long? ReadSpan(string text)
    {
        try
        {
            return HoconConfig.Parse($"span = {text}").GetDurationNanos("span", UnixNanos.PerSecond, 36_500 * UnixNanos.PerDay);
        }
        catch (HoconException)
        {
            return null;
        }
    }

    /// <summary>A positive number, or <c>max</c> as null.</summary>
    public static bool TryReadSpeed(string text, out double? speed)
    {
        speed = null;
        if (text == "max")
            return true;
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number) || number <= 0 || number > 1_000_000)
            return false;
        speed = number;
        return true;
    }
}
