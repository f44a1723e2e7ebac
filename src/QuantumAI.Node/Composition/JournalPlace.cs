using QuantumAI.Journal;
using QuantumAI.Journal.PostgreSql;
using QuantumAI.Journal.Sqlite;
using QuantumAI.Node.Configuration;
using QuantumAI.Node.Terminal;
using QuantumAI.Runtime.Persistence;
using QuantumAI.Trading.Projections;

namespace QuantumAI.Node.Composition;

/// <summary>Where a session's journal is: a file in its data directory, or a schema in PostgreSQL.</summary>
/// <param name="environment">What a journal is about, for ever: <see cref="Paper"/> or <see cref="Live"/>.</param>
internal sealed class JournalPlace(JournalSettings settings, string account, string dataDir, string environment = JournalPlace.Paper)
{
    /// <summary>The environment of everything that trades without money.</summary>
    public const string Paper = "paper";

    /// <summary>The environment of real money.</summary>
    public const string Live = "live";

    public bool IsFile => !settings.IsPostgreSql;

    /// <summary>The file on one machine: <c>journal.db</c> in the data directory.</summary>
    public string FilePath => Path.Combine(dataDir, "journal.db");

    /// <summary>For messages.</summary>
    public string Name => IsFile ? FilePath : $"the journal in PostgreSQL (schema {settings.Schema})";

    public JournalIdentity Identity => new(environment, account);

    /// <summary>Opens the journal for writing, verified. A file is created when there is none; a schema in PostgreSQL is made by <c>quantum journal migrate</c>.</summary>
    /// <param name="progress">Shows how far the verification is.</param>
    /// <param name="noticed">Told, beside standard error, what people should hear of although nothing is refused.</param>
    /// <exception cref="JournalException">It is in use, damaged, foreign or unreachable.</exception>
    public IJournalStore Open(ProgressBar progress, Action<string>? noticed = null)
    {
        if (IsFile)
        {
            var file = SqliteJournalStore.Open(FilePath, Identity, new SqliteJournalOptions { Progress = events => progress.Show("verifying", events, 0) });
            foreach (var notice in file.Notices)
                Tell(notice);
            return file;
        }

        Directory.CreateDirectory(dataDir);
        var store = PostgreSqlJournalStore.Open(
            settings.Connection, Identity,
            new PostgreSqlJournalOptions { Schema = settings.Schema, HeadPath = HeadPath, Progress = (done, all) => progress.Show("verifying", done, all) });
        if (store.Warning is { } warning)
            Tell($"{Name}: {warning}");
        return store;

        void Tell(string notice)
        {
            progress.Dispose();
            Console.Error.WriteLine(notice);
            noticed?.Invoke(notice);
        }
    }

    /// <summary>Opens an existing journal for reading, beside whoever writes it; nothing is verified.</summary>
    /// <exception cref="UsageException">There is no journal.</exception>
    /// <exception cref="JournalException">It is foreign, newer or unreachable.</exception>
    public IJournalArchive OpenArchive()
    {
        if (!IsFile)
            return PostgreSqlJournalArchive.Open(settings.Connection, settings.Schema, HeadPath);
        RequireFile();
        return SqliteJournalReader.Open(FilePath);
    }

    /// <summary>The read models beside the journal; opened on first use.</summary>
    public IProjectionStore OpenReadModels() => IsFile ? new SqliteProjectionStore(FilePath) : new PostgreSqlProjectionStore(settings.Connection, settings.Schema);

    /// <summary>Creates the schema in PostgreSQL, or brings it up to date.</summary>
    /// <returns>How many steps were applied.</returns>
    public int Migrate() => PostgreSqlMigrations.Run(settings.Connection, environment, settings.Schema);

    /// <exception cref="UsageException">The journal is a file and does not exist.</exception>
    public void RequireFile()
    {
        if (IsFile && !File.Exists(FilePath))
            throw new UsageException($"there is no journal at {Path.GetFullPath(FilePath)}");
    }

    /// <summary>Takes back a journal file that a start has made and then not used: it would stand in a backup's way.</summary>
    public void RemoveEmpty()
    {
        foreach (var ending in new[] { "", "-wal", "-shm", ".lock" })
            File.Delete(FilePath + ending);
    }

    /// <summary>What this machine knows of a journal that is elsewhere; one file per schema.</summary>
    private string HeadPath => Path.Combine(dataDir, $"journal-{settings.Schema}.head");
}
