using Npgsql;
using QuantumAI.Journal.PostgreSql;
using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Journal.Tests.PostgreSql;

public sealed class RoleTests
{
    private readonly PostgreSqlScratch _scratch = new();

    public RoleTests()
    {
        using var store = _scratch.Open();
        store.Append([SampleEvents.Request("account/a", 0, 2) with { CommandId = CommandId.OfText("x") }]);
    }

    [Fact]
    public void Writer_must_append_take_over_and_keep_snapshots()
    {
        var user = User("writer");
        using var store = PostgreSqlJournalStore.Open(user, PostgreSqlScratch.Identity);
        var epoch = store.Take("account/a");
        var batch = new[] { SampleEvents.Request("account/a", 2, 1) with { Epoch = epoch, CommandId = CommandId.OfText("y") }, SampleEvents.Request("new", 0, 1) };
        Assert.All(store.Append(batch), result => Assert.Equal(AppendOutcome.Appended, result.Outcome));
        using var snapshots = PostgreSqlSnapshotStore.Open(user, "sim", retention: 1);
        snapshots.Save(new Snapshot("s", 1, new byte[] { 1 }, 1));
        snapshots.Save(new Snapshot("s", 2, new byte[] { 1 }, 1));
    }

    [Theory]
    [InlineData("UPDATE quantum.events SET payload = '{}'")]
    [InlineData("DELETE FROM quantum.events")]
    [InlineData("TRUNCATE quantum.events")]
    [InlineData("DROP TABLE quantum.events")]
    [InlineData("UPDATE quantum.commits SET link = sha256('x')")]
    [InlineData("DELETE FROM quantum.commits")]
    [InlineData("UPDATE quantum.commands SET first_seq = 1")]
    [InlineData("DELETE FROM quantum.commands")]
    [InlineData("DELETE FROM quantum.streams")]
    [InlineData("UPDATE quantum.journal SET environment = 'live'")]
    [InlineData("DELETE FROM quantum.journal")]
    [InlineData("UPDATE quantum.schema_migrations SET name = 'x'")]
    [InlineData("CREATE TABLE quantum.mine(x integer)")]
    [InlineData("CREATE OR REPLACE FUNCTION quantum.own(text, text, text, bigint) RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint'")]
    public void Writer_must_not_change_history(string sql) => AssertForbidden(User("writer"), sql);

    [Theory]
    [InlineData("INSERT INTO quantum.events(position, stream_id, seq, type, schema_version, payload, market_time, recorded_at) VALUES(9, 1, 9, 'x', 1, '{}', 1, now())")]
    [InlineData("INSERT INTO quantum.streams(name, account) VALUES('x', 'a')")]
    [InlineData("UPDATE quantum.streams SET epoch = 9")]
    [InlineData("SELECT quantum.own('sim', 'a', 'account/a', NULL)")]
    [InlineData("DELETE FROM quantum.snapshots")]
    public void Reader_must_not_write(string sql) => AssertForbidden(User("reader"), sql);

    [Fact]
    public void Reader_must_read_and_verify()
    {
        var user = User("reader");
        using var store = PostgreSqlJournalStore.Open(user, PostgreSqlScratch.Identity);
        Assert.Equal(2, store.ReadAll().Count());
        using var archive = PostgreSqlJournalArchive.Open(user);
        Assert.Equal(2, archive.Verify().LastPosition);
        Assert.Equal(JournalFailure.Unavailable, Assert.Throws<JournalException>(() => store.Append([SampleEvents.Request("account/a", 2, 1)])).Failure);
        Assert.Equal(2, store.Read("account/a").Count());
    }

    [Fact]
    public void People_must_see_events_with_names_and_json() => Assert.Equal(
        "account/a 2 2", _scratch.Scalar("SELECT concat_ws(' ', stream, seq, payload->>'n') FROM quantum.journal_events WHERE position = 2"));

    [Fact]
    public void Migration_must_say_what_an_administrator_has_to_run_when_the_user_may_not_create_roles()
    {
        _scratch.Execute($"CREATE ROLE plain_{_scratch.Database} LOGIN");
        _scratch.Execute($"GRANT CREATE ON DATABASE {_scratch.Database} TO plain_{_scratch.Database}");
        var refused = Assert.Throws<JournalException>(() => PostgreSqlMigrations.Run(
            _scratch.Server.ConnectionString(_scratch.Database, $"plain_{_scratch.Database}"), "sim", $"s_{_scratch.Database}"));
        Assert.Contains($"CREATE ROLE s_{_scratch.Database}_migrator;", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Migration_must_need_no_superuser_when_an_administrator_has_made_the_roles()
    {
        var (user, schema) = ($"member_{_scratch.Database}", $"m_{_scratch.Database}");
        _scratch.Execute(
            $"CREATE ROLE {schema}_migrator; CREATE ROLE {schema}_writer; CREATE ROLE {schema}_reader; CREATE ROLE {user} LOGIN IN ROLE {schema}_migrator;" +
            $"GRANT CREATE ON DATABASE {_scratch.Database} TO {user}");
        Assert.Equal(PostgreSqlMigrations.Newest, PostgreSqlMigrations.Run(_scratch.Server.ConnectionString(_scratch.Database, user), "sim", schema));
        Assert.Equal($"{schema}_migrator", _scratch.Scalar($"SELECT tableowner FROM pg_tables WHERE schemaname = '{schema}' AND tablename = 'events'"));
    }

    /// <summary>A user of this test's own with one of the schema's roles.</summary>
    private string User(string role)
    {
        var name = $"{role}_of_{_scratch.Database}";
        _scratch.Execute($"CREATE ROLE {name} LOGIN IN ROLE quantum_{role}");
        return _scratch.Server.ConnectionString(_scratch.Database, name);
    }

    private static void AssertForbidden(string user, string sql) =>
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, Assert.Throws<PostgresException>(() => PostgreSqlScratch.Execute(user, sql)).SqlState);
}
