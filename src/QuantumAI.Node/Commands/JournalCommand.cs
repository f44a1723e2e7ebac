using System.CommandLine;
using QuantumAI.Journal;
using QuantumAI.Journal.Repair;
using QuantumAI.Journal.Sqlite;
using QuantumAI.Node.Composition;
using QuantumAI.Node.Output;
using QuantumAI.Node.Terminal;

namespace QuantumAI.Node.Commands;

/// <summary><c>quantum journal …</c>: looks at, copies and mends the journal of a data directory.</summary>
/// <remarks>All but <c>repair</c> and <c>restore</c> read only, and may run beside the session that writes.</remarks>
internal static class JournalCommand
{
    public static Command Create() => new("journal", "Verifies, shows, copies and mends the journal.")
    {
        CreateVerify(), CreateShow(), CreateExport(), CreateStats(), CreateBackup(), CreateRestore(), CreateRepair(), CreateMigrate(),
    };

    private static Command CreateVerify()
    {
        var json = Json();
        return Create("verify", "Follows every event, link and commit; exit code 1 names what is damaged.", [json], (parsed, place) =>
        {
            using var progress = new ProgressBar();
            try
            {
                using var archive = place.OpenArchive();
                var head = archive.Verify(events => progress.Show("verifying", events, 0), Console.Error.WriteLine);
                var quarantined = archive.Streams().Where(stream => stream.QuarantinedFrom is not null).ToArray();
                Console.Out.WriteLine(parsed.GetValue(json) ? JournalText.VerifiedJson(archive, head) : JournalText.Verified(archive, head));
                return quarantined.Length == 0 ? ExitCode.Done : ExitCode.Found;
            }
            catch (JournalException damage) when (damage.Failure == JournalFailure.Corrupt)
            {
                Console.Out.WriteLine(parsed.GetValue(json) ? JournalText.DamageJson(damage) : damage.Message);
                return ExitCode.Found;
            }
        });
    }

    private static Command CreateShow()
    {
        var stream = new Argument<string?>("STREAM") { Description = "For example account/paper; all streams when not given.", Arity = ArgumentArity.ZeroOrOne };
        var from = new Option<long?>("--from") { Description = "First sequence, or first position of all streams; negative = that many before the end. The last ones when not given." };
        var limit = SharedOptions.Count("--limit", "Events at most; 20 when neither this nor --from nor --about is given, else 100.");
        var about = new Option<string?>("--about") { Description = "Only events with this word in cause, correlation or payload, for example a client order id; searches the whole journal." };
        about.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value.Length: 0 }])
                result.AddError("--about must be a word, was empty");
        });
        var unverified = Unverified();
        return Create("show", "Prints events with their causes, newest by default.", [stream, from, limit, about, unverified], (parsed, place) => Look(
            place, parsed.GetValue(unverified),
            archive => JournalText.Show(Console.Out, archive, parsed.GetValue(stream), parsed.GetValue(from), parsed.GetValue(limit), parsed.GetValue(about))));
    }

    private static Command CreateExport()
    {
        var output = new Option<FileInfo?>("--out") { Description = "A file that does not exist; standard output when not given." };
        var unverified = Unverified();
        return Create("export", "Writes every event as one JSON line in the order of the commits, the journal's head last.", [output, unverified], (parsed, place) => Look(
            place, parsed.GetValue(unverified), archive =>
            {
                if (parsed.GetValue(output) is { } file)
                    Export(archive, file);
                else
                    JournalText.Export(Console.Out, archive, null);
            }));
    }

    /// <exception cref="UsageException">The file exists or cannot be written; then there is none.</exception>
    private static void Export(IJournalArchive archive, FileInfo file)
    {
        if (file.Exists)
            throw new UsageException($"{file} exists: nothing is overwritten");
        var isBegun = false;
        try
        {
            using var progress = new ProgressBar();
            using var writer = new StreamWriter(new FileStream(file.FullName, FileMode.CreateNew));
            isBegun = true;
            JournalText.Export(writer, archive, progress);
            writer.Flush();
        }

        // .NET takes a file that grows above its limit for a wrong argument.
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
        {
            // Half an export looks like a short journal.
            if (isBegun)
                file.Delete();
            throw new UsageException($"--out {file} cannot be written: {refused.Message}");
        }
    }

    private static Command CreateStats()
    {
        var json = Json();
        var unverified = Unverified();
        return Create("stats", "Streams, events by type, time span, size.", [json, unverified], (parsed, place) => Look(
            place, parsed.GetValue(unverified), archive =>
            {
                var stats = JournalStats.Of(archive, place);
                Console.Out.WriteLine(parsed.GetValue(json) ? stats.ToJson() : stats.ToText());
            }));
    }

    private static Command CreateBackup()
    {
        var target = new Argument<FileInfo>("FILE") { Description = "The copy, in a directory of its own, for example backups/monday/journal.db." };
        return Create("backup", "Writes a verified copy of the journal as it is now, beside a running session.", [target], (parsed, place) =>
        {
            RequireFile(place, "backup", "pg_dump of its schema");
            place.RequireFile();
            using var progress = new ProgressBar();
            var file = parsed.GetRequiredValue(target).FullName;
            var head = SqliteJournalBackup.Run(place.FilePath, file, share => progress.Show("copying", (long)(share * 1000), 1000));
            Console.Out.WriteLine($"{file}: {JournalText.Describe(head)}");
            return ExitCode.Done;
        });
    }

    private static Command CreateRestore()
    {
        var source = new Argument<FileInfo>("FILE") { Description = "What backup has written." };
        return Create("restore", "Puts a copy into a data directory that has no journal; the copy stays.", [source], (parsed, place) =>
        {
            RequireFile(place, "restore", "pg_restore");
            using var progress = new ProgressBar();
            var head = SqliteJournalBackup.Restore(parsed.GetRequiredValue(source).FullName, place.FilePath, share => progress.Show("copying", (long)(share * 1000), 1000));
            Console.Out.WriteLine($"{place.FilePath}: {JournalText.Describe(head)}");
            return ExitCode.Done;
        });
    }

    private static Command CreateRepair()
    {
        var quarantine = new Option<bool>("--quarantine") { Description = "Keep every stream's sound beginning, put the rest aside, and append nothing to such a stream any more." };
        var acceptCutTail = new Option<bool>("--accept-cut-tail") { Description = "The journal ends before what journal.head says: go on without the lost end. Compare with the venue first." };
        return Create("repair", "Saves what is sound of a damaged journal; the damaged file is kept.", [quarantine, acceptCutTail], (parsed, place) =>
        {
            RequireFile(place, "repair", "a restored dump");
            if (!parsed.GetValue(quarantine))
                throw new UsageException("repair needs --quarantine: what is damaged is put aside, and its stream takes no more events");
            place.RequireFile();
            Console.Out.WriteLine(JournalText.Repaired(place.FilePath, JournalRepair.Run(place.FilePath, place.Identity, acceptsCutTail: parsed.GetValue(acceptCutTail))));
            return ExitCode.Done;
        });
    }

    private static Command CreateMigrate() => Create(
        "migrate", "Creates the journal's schema and roles in PostgreSQL, or brings them up to date; needs a user that may create them.", [], (_, place) =>
        {
            if (place.IsFile)
                throw new UsageException("a journal file is brought up to date when its session starts; migrate is for journal.kind = postgresql");
            Console.Out.WriteLine($"{place.Name}: {place.Migrate()} steps applied");
            return ExitCode.Done;
        });

    private static Command Create(string name, string description, Symbol[] own, Func<ParseResult, JournalPlace, int> run)
    {
        var dataDir = SharedOptions.DataDir();
        var (environment, config, set) = (SharedOptions.Environment(), SharedOptions.Config(), SharedOptions.Set());
        var command = new Command(name, description) { dataDir, environment, config, set };
        foreach (var symbol in own)
        {
            if (symbol is Option option)
                command.Options.Add(option);
            else if (symbol is Argument argument)
                command.Arguments.Add(argument);
        }

        command.SetAction(parsed => run(parsed, SharedOptions.Journal(parsed, environment, dataDir, config, set).Place));
        return command;
    }

    /// <summary>Shows what can be read of a journal; what is damaged is told on standard error, with exit code 1.</summary>
    private static int Look(JournalPlace place, bool isUnverified, Action<IJournalArchive> show)
    {
        string? damage = null;
        using var archive = place.OpenArchive();
        if (!isUnverified)
        {
            using var progress = new ProgressBar();
            ListenForDamage(() => archive.Verify(events => progress.Show("verifying", events, 0), Console.Error.WriteLine));
        }

        ListenForDamage(() => show(archive));
        return damage is null ? ExitCode.Done : ExitCode.Found;

        void ListenForDamage(Action look)
        {
            try
            {
                look();
            }
            catch (JournalException found) when (found.Failure == JournalFailure.Corrupt)
            {
                if (damage != found.Message)
                    Console.Error.WriteLine(found.Message);
                damage = found.Message;
            }
        }
    }

    private static Option<bool> Unverified() => new("--unverified") { Description = "Do not follow the whole journal first: quick on a large one, but damage may not show." };

    private static Option<bool> Json() => new("--json") { Description = "One JSON object on standard output." };

    private static void RequireFile(JournalPlace place, string command, string instead)
    {
        if (!place.IsFile)
            throw new UsageException($"{command} is for a journal file; for PostgreSQL use {instead}");
    }
}
