using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Journal.Sqlite;

/// <summary>Reads a journal that another process may be writing: for tools, audits and exports. It never changes the file.</summary>
/// <remarks>
/// Needs no ownership. It sees what is committed; each call sees a later state than the one before. Not thread safe.
/// A writer's WAL grows while an enumeration is open, so enumerate without pauses.
/// </remarks>
public sealed class SqliteJournalReader : IJournalArchive
{
    private readonly string _path;
    private readonly SqliteConnection _connection;
    private readonly Dictionary<long, string> _names = [];

    private SqliteJournalReader(string path, SqliteConnection connection)
    {
        _path = path;
        _connection = connection;
    }

    public string Place => _path;

    /// <summary>Opens an existing journal without verifying its chains.</summary>
    /// <exception cref="JournalException">The file is absent, foreign, older (a node upgrades it), newer or unreadable.</exception>
    public static SqliteJournalReader Open(string path)
    {
        var connection = SqliteDatabase.OpenForReading(path, SqliteJournalFormat.Format);
        return new SqliteJournalReader(path, connection);
    }

    /// <summary>Events of a stream from <paramref name="fromSequence"/> on, in order, as of the first step.</summary>
    /// <exception cref="JournalException">A part is missing or cannot be read; it names stream and sequence.</exception>
    public IEnumerable<StoredEvent> Read(string stream, long fromSequence = 1)
    {
        if (IdOf(stream) is not { } id)
            yield break;
        using var rows = _connection.Prepare(SqliteJournalFormat.SelectStream);
        rows.Bind(1, id);
        rows.Bind(2, fromSequence);
        var next = Math.Max(1, fromSequence);
        while (rows.Step())
        {
            if (rows.Int64(2) != next)
                throw Missing(stream, next);
            next++;
            yield return EventRow.Stored(stream, rows);
        }
    }

    /// <summary>Events of all streams from <paramref name="fromPosition"/> on, in the order of their positions, as of the first step.</summary>
    /// <exception cref="JournalException">A part is missing or cannot be read; it names stream and sequence.</exception>
    public IEnumerable<StoredEvent> ReadAll(long fromPosition = 1)
    {
        using var rows = _connection.Prepare(SqliteJournalFormat.SelectAll);
        rows.Bind(1, fromPosition);
        var next = Math.Max(1, fromPosition);
        while (rows.Step())
        {
            var stream = NameOf(rows.Int64(1));
            if (rows.Int64(0) != next)
                throw Missing(stream, rows.Int64(2));
            next++;
            yield return EventRow.Stored(stream, rows);
        }
    }

    /// <summary>The ends of all streams that have events, sorted by name (ordinal).</summary>
    public IReadOnlyList<StreamHead> Heads() => HeadsOf(JournalContent.Read(_path, _connection));

    /// <summary>The journal's last commit.</summary>
    public JournalHead Head() => JournalContent.Read(_path, _connection).Head;

    /// <summary>The environment that the journal records.</summary>
    public string Environment() => JournalContent.Read(_path, _connection).Environment;

    /// <summary>All streams with account, epoch and quarantine, sorted by name (ordinal).</summary>
    public IReadOnlyList<JournalStream> Streams() =>
        [.. JournalContent.Read(_path, _connection).Streams.Select(stream => stream.Info).OrderBy(stream => stream.Name, StringComparer.Ordinal)];

    /// <summary>Commits from a number on, in order, as of the first step.</summary>
    public IEnumerable<JournalCommit> Commits(long fromNumber = 1)
    {
        using var rows = _connection.Prepare(SqliteJournalFormat.SelectCommits);
        rows.Bind(1, fromNumber);
        while (rows.Step())
            yield return new JournalCommit(rows.Int64(0), rows.Int64(1), rows.Int64(3), rows.Bytes(2).ToArray());
    }

    /// <summary>Walks every chain from its first event, and compares <c>journal.head</c>; cost grows with the journal, memory only with the streams.</summary>
    /// <exception cref="JournalException">Damage; it names the stream and the sequence.</exception>
    public JournalHead Verify(Action<long>? followed = null, Action<string>? noticed = null)
    {
        var notices = new List<string>();
        _connection.Execute("BEGIN");
        try
        {
            var head = JournalOpening.VerifyWithHead(_path, _connection, followed, notices).Head;
            notices.ForEach(notice => noticed?.Invoke(notice));
            return head;
        }
        finally
        {
            _connection.RollBack();
        }
    }

    public void Dispose() => _connection.Dispose();

    private static StreamHead[] HeadsOf(JournalContent content) =>
        [.. content.Streams.Where(stream => stream.Sequence > 0).Select(stream => stream.Head).OrderBy(head => head.Stream, StringComparer.Ordinal)];

    private long? IdOf(string stream)
    {
        using var row = _connection.Prepare(SqliteJournalFormat.SelectStreamId);
        row.Bind(1, stream);
        return row.Step() ? row.Int64(0) : null;
    }

    private string NameOf(long id)
    {
        if (_names.TryGetValue(id, out var known))
            return known;
        foreach (var stream in JournalContent.Read(_path, _connection).Streams)
            _names[stream.Id] = stream.Name;
        return _names.TryGetValue(id, out known)
            ? known
            : throw new JournalException(JournalFailure.Corrupt, $"journal {_path} is damaged: an event belongs to stream #{id}, which has no head");
    }

    private JournalException Missing(string stream, long sequence) =>
        JournalException.OfDamage($"journal {_path}", stream, sequence, "is missing, or one before it");
}
