using QuantumAI.Journal.PostgreSql;
using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Journal.Tests.PostgreSql;

public sealed class MigrationTests
{
    private readonly PostgreSqlScratch _scratch = new();

    [Fact]
    public void Open_must_name_the_command_when_there_is_no_journal()
    {
        var refused = Assert.Throws<JournalException>(() => PostgreSqlJournalStore.Open(_scratch.ConnectionString, PostgreSqlScratch.Identity));
        Assert.Equal(JournalFailure.Unavailable, refused.Failure);
        Assert.Contains("run “quantum journal migrate”", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Migration_must_apply_each_step_once()
    {
        Assert.Equal(PostgreSqlMigrations.Newest, PostgreSqlMigrations.Run(_scratch.ConnectionString, "sim"));
        Assert.Equal(0, PostgreSqlMigrations.Run(_scratch.ConnectionString, "sim"));
    }

    [Fact]
    public void Migration_must_wait_for_another_one()
    {
        var (applied, database) = (new int[4], _scratch.ConnectionString);
        Parallel.For(0, applied.Length, i => applied[i] = PostgreSqlMigrations.Run(database, "sim"));
        Assert.Equal(PostgreSqlMigrations.Newest, applied.Sum());
    }

    [Theory]
    [InlineData("UPDATE quantum.schema_migrations SET sha256 = 'x' WHERE version = 2", JournalFailure.Corrupt, "0002_writing")]
    [InlineData("DELETE FROM quantum.schema_migrations WHERE version = 1", JournalFailure.Corrupt, "0001_tables")]
    [InlineData("INSERT INTO quantum.schema_migrations(version, name, sha256) VALUES(99, '0099_future', 'x')", JournalFailure.Newer, "0099_future")]
    public void Changed_or_newer_migration_must_be_refused_by_name(string sql, JournalFailure failure, string name)
    {
        PostgreSqlMigrations.Run(_scratch.ConnectionString, "sim");
        _scratch.Execute(sql);
        var again = Assert.Throws<JournalException>(() => PostgreSqlMigrations.Run(_scratch.ConnectionString, "sim"));
        var opening = Assert.Throws<JournalException>(() => PostgreSqlJournalStore.Open(_scratch.ConnectionString, PostgreSqlScratch.Identity));
        Assert.Equal((failure, failure), (again.Failure, opening.Failure));
        Assert.Contains(name, again.Message, StringComparison.Ordinal);
        Assert.Contains(name, opening.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_must_name_the_missing_step_when_the_journal_is_behind()
    {
        PostgreSqlMigrations.Run(_scratch.ConnectionString, "sim");
        _scratch.Execute("DELETE FROM quantum.schema_migrations WHERE version = 3");
        var refused = Assert.Throws<JournalException>(() => PostgreSqlJournalStore.Open(_scratch.ConnectionString, PostgreSqlScratch.Identity));
        Assert.Contains("lacks migration 0003_read_models", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Journal_of_another_environment_must_be_refused()
    {
        _scratch.Open().Dispose();
        var identity = new JournalIdentity("live", "a");
        var opening = Assert.Throws<JournalException>(() => PostgreSqlJournalStore.Open(_scratch.ConnectionString, identity));
        var migrating = Assert.Throws<JournalException>(() => PostgreSqlMigrations.Run(_scratch.ConnectionString, "live"));
        var snapshots = Assert.Throws<JournalException>(() => PostgreSqlSnapshotStore.Open(_scratch.ConnectionString, "live"));
        Assert.All([opening, migrating, snapshots], refused => Assert.Equal(JournalFailure.Foreign, refused.Failure));
        Assert.Contains("environment sim, not to live", opening.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Environments_may_share_a_database_in_schemas_of_their_own()
    {
        PostgreSqlJournalStore Open(string schema, string environment) => PostgreSqlJournalStore.Open(
            _scratch.ConnectionString, new JournalIdentity(environment, "a"), new PostgreSqlJournalOptions { Schema = schema, Migrate = true });
        using var paper = Open("paper", "paper");
        using var live = Open("live", "live");
        paper.Append([SampleEvents.Request("account/a", 0, 2)]);
        Assert.Empty(live.Heads());
    }

    [Theory]
    [InlineData("")]
    [InlineData("Quantum")]
    [InlineData("a\"; DROP SCHEMA x; --")]
    [InlineData("quantum\n")]
    [InlineData("pg_quantum")]
    [InlineData("public")]
    [InlineData("a2345678901234567890123456789012345678901")]
    public void Schema_must_be_a_plain_name(string schema) =>
        Assert.Throws<ArgumentException>(() => PostgreSqlMigrations.Run("Host=127.0.0.1", "sim", schema));
}
