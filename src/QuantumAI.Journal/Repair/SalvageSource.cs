using QuantumAI.Journal.Sqlite;
using SQLitePCL;

namespace QuantumAI.Journal.Repair;

/// <summary>A copy of a damaged journal, read as far as SQLite can: what a page does not give is passed over. Not thread safe.</summary>
internal sealed class SalvageSource : IDisposable
{
    private const int MostBlindSteps = 100_000;
    private readonly SqliteConnection _connection;

    private SalvageSource(SqliteConnection connection)
    {
        _connection = connection;
        LastPosition = Math.Max(Number("SELECT last_position FROM journal"), Math.Max(Number("SELECT max(last_position) FROM commits"), Number("SELECT max(position) FROM events")));
        Environment = Word("SELECT environment FROM journal WHERE typeof(environment) = 'text'");
        Commits = Number("SELECT max(number) FROM commits");
        HasQuarantine = Number("SELECT count(*) FROM sqlite_master WHERE name = 'quarantine'") > 0;
    }

    /// <summary>Null when it cannot be read.</summary>
    public string? Environment { get; }

    /// <summary>The highest position that anything speaks of.</summary>
    public long LastPosition { get; }

    /// <summary>Number of the last commit that can be read.</summary>
    public long Commits { get; }

    /// <summary>Whether an earlier repair has left a table of that name.</summary>
    public bool HasQuarantine { get; }

    /// <summary>Rows that could not be read, at least.</summary>
    public long Unreadable { get; private set; }

    /// <param name="work">The copy; it is changed.</param>
    /// <param name="path">Names the journal in messages.</param>
    /// <param name="damage">What is wrong with it.</param>
    /// <exception cref="JournalException">Its tables cannot be found.</exception>
    public static SalvageSource Open(string work, string path, string damage)
    {
        if (TryOpen(work) is { } source)
            return source;

        // The first page says where the tables are, and every journal of this format says the same: that page can be replaced.
        if (FirstPage.Replace(work) && TryOpen(work) is { } patched)
            return patched;
        throw new JournalException(JournalFailure.Corrupt, $"{path} cannot be repaired, its tables cannot be found: {damage}");
    }

    /// <summary>The rows of <c>events</c> from the first position on, as far as they can be read.</summary>
    public IEnumerable<SqliteStatement> Events() => Rows(SqliteJournalFormat.SelectAll, LastPosition);

    /// <summary>Any rows whose first column is the integer that <c>?1</c> begins with.</summary>
    /// <param name="sql">Selects rows from <c>?1</c> on, in order.</param>
    /// <param name="last">Where to stop looking behind a place that cannot be read; 0 when unknown.</param>
    public IEnumerable<SqliteStatement> Rows(string sql, long last)
    {
        using var rows = _connection.Prepare(sql);
        var (next, failures) = (1L, 0);
        while (failures == 0 || (failures < MostBlindSteps && next <= last))
        {
            rows.Reset();
            rows.Bind(1, next);
            while (true)
            {
                bool isRow;
                try
                {
                    isRow = rows.Step();
                }
                catch (JournalException damage) when (damage.Failure is JournalFailure.Corrupt or JournalFailure.Unavailable)
                {
                    break;
                }

                if (!isRow)
                    yield break;
                failures = 0;
                if (rows.Int64(0) >= next && (last == 0 || rows.Int64(0) <= last))
                    next = rows.Int64(0) + 1;
                yield return rows;
            }

            failures++;
            Unreadable++;
            next++;
        }
    }

    /// <summary>All rows of a statement until one cannot be read; then false is noted in <paramref name="isWhole"/>.</summary>
    public List<T> All<T>(string sql, Func<SqliteStatement, T> read, out bool isWhole)
    {
        var found = new List<T>();
        try
        {
            using var rows = _connection.Prepare(sql);
            while (rows.Step())
                found.Add(read(rows));
            isWhole = true;
        }
        catch (JournalException damage) when (damage.Failure is JournalFailure.Corrupt or JournalFailure.Unavailable)
        {
            isWhole = false;
        }

        return found;
    }

    public void Dispose() => _connection.Dispose();

    private static SalvageSource? TryOpen(string work)
    {
        SqliteConnection? connection = null;
        try
        {
            connection = SqliteConnection.Open(work, work, raw.SQLITE_OPEN_READWRITE);
            connection.Prepare(SqliteJournalFormat.SelectStreams).Dispose();
            connection.Prepare(SqliteJournalFormat.SelectAll).Dispose();
            return new SalvageSource(connection);
        }
        catch (JournalException)
        {
            connection?.Dispose();
            return null;
        }
    }

    private long Number(string sql) => All(sql, row => row.Int64(0), out _).FirstOrDefault();

    private string? Word(string sql) => All(sql, row => row.Text(0), out _).FirstOrDefault();
}
