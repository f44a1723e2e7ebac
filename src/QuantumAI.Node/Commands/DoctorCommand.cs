using System.CommandLine;
using QuantumAI.Hocon;
using QuantumAI.Node.Composition;
using QuantumAI.Node.Configuration;
using QuantumAI.Node.Doctor;
using QuantumAI.Runtime.Worlds;
using QuantumAI.Venues.Binance;
using QuantumAI.Venues.Binance.Settings;
using QuantumAI.Venues.Contract;
using QuantumAI.Venues.Transport;

namespace QuantumAI.Node.Commands;

/// <summary><c>quantum doctor</c>: looks at everything that a session will need, places no order, and says what to do.</summary>
internal static class DoctorCommand
{
    private const string None = "none";
    private const string Paper = "paper";
    private const string Binance = "binance";

    public static Command Create()
    {
        var venue = new Option<string>("--venue")
        {
            Description = "none: this machine only; paper: the paper exchange at --url; binance: the live exchange of the configuration.",
            DefaultValueFactory = _ => None,
        };
        venue.AcceptOnlyFromAmong(None, Paper, Binance);
        var url = SharedOptions.Url("--url", "Address of the paper exchange.");
        var json = new Option<bool>("--json") { Description = "One JSON object on standard output." };
        var dataDir = SharedOptions.DataDirIfAny("Where the journal is; ./live with --venue binance, else ./data.");
        var (config, set) = (SharedOptions.Config(), SharedOptions.Set());
        var command = new Command("doctor", "Looks at clock, key, permissions, symbols, connections, disk, configuration and journal; places no order.")
        {
            venue, url, dataDir, json, config, set,
        };
        command.Validators.Add(result =>
        {
            if ((SharedOptions.WordOf(result, venue) == Paper) != (result.GetResult(url) is not null))
                result.AddError("--venue paper and --url belong together");
        });
        command.SetAction(async (parsed, cancellation) =>
        {
            var findings = new List<VenueFinding>();
            var (kind, isLive) = (parsed.GetRequiredValue(venue), parsed.GetValue(venue) == Binance);
            var directory = parsed.GetValue(dataDir) ?? (isLive ? "./live" : "./data");
            var settings = Configuration(kind, parsed.GetValue(config), parsed.GetValue(set) ?? [], findings);
            findings.Add(LocalExamination.Library());
            findings.AddRange(LocalExamination.Disk(directory));
            if (settings is not null)
            {
                var environment = isLive ? JournalPlace.Live : JournalPlace.Paper;
                findings.Add(LocalExamination.Journal(new JournalPlace(settings.Journal, settings.Account, directory, environment), environment));
                if (kind != None)
                    await ExamineVenueAsync(settings, parsed.GetValue(url), findings, cancellation).ConfigureAwait(false);
            }

            var report = new DoctorReport(findings);
            Console.Out.WriteLine(parsed.GetValue(json) ? report.ToJson() : report.ToText());
            return report.ExitCode;
        });
        return command;
    }

    private static QuantumSettings? Configuration(string venue, FileInfo? file, string[] assignments, List<VenueFinding> findings)
    {
        try
        {
            var config = ConfigurationFiles.Load(venue == Binance ? "live" : "paper", file?.ToString(), assignments, venue == None ? "paper" : Binance);
            var settings = QuantumSettings.Read(config);
            var missing = venue == Binance ? LiveRules.MissingLimits(config, ConfigurationFiles.Folder) : [];
            findings.Add(missing.Count == 0
                ? new VenueFinding("configuration", FindingLevel.Ok, $"account {settings.Account}, {string.Join(", ", settings.Symbols)}")
                : new VenueFinding("configuration", FindingLevel.Fail, $"limits that you have not set: {string.Join(", ", missing)}", "set each in a file of your own (--config) or with --set"));
            return settings;
        }
        catch (HoconException wrong)
        {
            findings.Add(new VenueFinding("configuration", FindingLevel.Fail, wrong.Message, "correct what is named; hocon/reference.conf says what each key may be"));
            return null;
        }
    }

    private static async Task ExamineVenueAsync(QuantumSettings settings, Uri? url, List<VenueFinding> findings, CancellationToken cancellation)
    {
        var access = url is null ? settings.Binance : settings.Binance.At(url, BinanceAccess.Paper);
        BinanceSettings venue;
        try
        {
            if (url is null)
                LiveRules.RequireLiveAddresses(access);
            else
                LiveRules.RequirePaperAddress(url);
            venue = BinanceExchange.SettingsOf(access);
        }
        catch (UsageException wrong)
        {
            findings.Add(new VenueFinding("addresses", FindingLevel.Fail, wrong.Message, "see binance in hocon/reference.conf"));
            return;
        }

        using var key = Key(access, findings);
        using var rest = new HttpRestTransport(access.Rest, BinanceAdapter.KeyHeader);
        using var world = new LiveWorld(1, WorldClock.System());
        findings.AddRange(await new BinanceExamination(venue, key, rest, new SocketTransport())
            .RunAsync(world, settings.Symbols, url is null ? VenueUse.Live : VenueUse.Paper, cancellation).ConfigureAwait(false));
    }

    private static ApiKey? Key(BinanceAccess access, List<VenueFinding> findings)
    {
        try
        {
            var key = BinanceExchange.FindKey(access, out var warning);
            findings.Add(key is null
                ? new VenueFinding("key", FindingLevel.Fail, "there is none", $"set {BinanceAccess.KeyVariable} and {BinanceAccess.SecretVariable}, or binance.key-file")
                : warning is null
                    ? new VenueFinding("key", FindingLevel.Ok, $"Ed25519, from {(access.KeyFile.Length > 0 ? access.KeyFile : "the environment")}")
                    : new VenueFinding("key", FindingLevel.Warn, warning, "make an Ed25519 key: the venue never learns its private part"));
            return key;
        }
        catch (VenueRefusedException refused)
        {
            findings.Add(new VenueFinding("key", FindingLevel.Fail, refused.Message, "a key file is a file of its own, with mode 600"));
            return null;
        }
    }
}
