using QuantumAI.Journal.Sqlite;
using QuantumAI.Runtime.Persistence;
using SQLitePCL;

namespace QuantumAI.Journal.Repair;

/// <summary>Copies what verifies of a damaged journal into a draft, and the rest into its table <c>quarantine</c>.</summary>
internal sealed class JournalSalvage(SalvageSource source, JournalDraft draft, string account)
{
    private const int EventColumns = 11;
    private readonly SortedDictionary<long, SalvagedStream> _streams = [];
    private readonly Dictionary<StreamState, string> _quarantined = [];
    private readonly List<string> _notices = [];

    /// <summary>Streams whose name only one place has.</summary>
    private readonly HashSet<long> _unproved = [];
    private SqliteStatement? _keep;
    private long _lostRows;

    /// <summary>Reasons by stream; complete after <see cref="Run"/>.</summary>
    public IReadOnlyDictionary<StreamState, string> Quarantined => _quarantined;

    public JournalRepairReport Run(string damage, string keptAs)
    {
        using (var create = draft.Prepare(
            "CREATE TABLE quarantine(stream TEXT, seq, position, type, schema_version, payload, market_time, recorded_at, causation, correlation, link)"))
            create.Run();
        using (_keep = draft.Prepare("INSERT INTO quarantine VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)"))
        {
            KeepEarlierQuarantine();
            ReadStreams();
            ProveNames();
            foreach (var row in source.Events())
                Take(row);
            foreach (var stream in _streams.Values)
            {
                KeepRaw(stream, stream.Finish(_notices));
                if (stream.Reason is not null)
                    _quarantined.Add(stream.Target, stream.Reason);
            }
        }

        CopyCommands();
        if (_lostRows > 0)
            _notices.Add($"{_lostRows} rows belong to no stream that is known; they lie in the table quarantine");
        QuarantinedStream[] quarantined =
        [
            .. _streams.Values.Where(stream => stream.Reason is not null).OrderBy(stream => stream.Target.Name, StringComparer.Ordinal)
                .Select(stream => new QuarantinedStream(stream.Target.Name, stream.Target.NextSequence + 1, stream.Reason!, stream.RowsKept)),
        ];
        return new JournalRepairReport(damage, keptAs, _streams.Count, draft.Events, quarantined, _notices);
    }

    private void ReadStreams()
    {
        // The table and the index of names lie on different pages: one may be lost, and both must agree.
        var rows = source.Rows("SELECT id, name, account, seq, link, epoch, quarantine_reason, quarantined_from FROM streams WHERE id >= ?1 ORDER BY id", 0);
        var names = source.All("SELECT id, name FROM streams ORDER BY name", row => (Id: row.Int64(0), Name: row.Text(1)), out _);
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            var (id, name) = (row.Int64(0), row.IsType(1, raw.SQLITE_TEXT) ? row.Text(1) : null);
            var indexed = names.FirstOrDefault(entry => entry.Id == id).Name;
            if (_streams.ContainsKey(id))
                continue;
            var stream = Begin(
                id, name ?? indexed, row.IsType(2, raw.SQLITE_TEXT) ? row.Text(2) : account, row.IsType(5, raw.SQLITE_INTEGER) ? row.Int64(5) : 0,
                row.IsType(3, raw.SQLITE_INTEGER) ? row.Int64(3) : null, row.Bytes(4).ToArray(), taken);
            if (name is null != indexed is null)
                _unproved.Add(id);
            else if (name != indexed)
                stream.Keep($"its name is damaged: {name} or {indexed}");
            if (row.IsType(6, raw.SQLITE_TEXT))
                stream.Keep(row.Text(6));
        }

        foreach (var (id, name) in names.Where(entry => entry.Id > 0 && !_streams.ContainsKey(entry.Id)))
        {
            _unproved.Add(id);
            _ = Begin(id, name, account, 0, null, [], taken);
        }
    }

    /// <summary>The link of a commit covers the names of the streams in it: a name that is proved by none is not trusted.</summary>
    private void ProveNames()
    {
        if (_unproved.Count == 0)
            return;
        using var events = source.Events().GetEnumerator();
        using var hash = new CommitHash();
        var (computed, previous, within) = (new byte[HashChain.LinkBytes], HashChain.Origin, new HashSet<long>());
        var hasMore = events.MoveNext();
        foreach (var commit in source.Rows(SqliteJournalFormat.SelectCommits, source.Commits))
        {
            if (!hasMore || _unproved.Count == 0)
                break;
            within.Clear();
            hash.Start(previous, commit.Int64(0));
            for (; hasMore && events.Current.Int64(0) <= commit.Int64(1); hasMore = events.MoveNext())
            {
                if (events.Current.IsNull(10) || !_streams.TryGetValue(events.Current.Int64(1), out var stream))
                    continue;
                hash.Add(stream.Target.NameBytes, events.Current.Int64(2), events.Current.Bytes(10));
                within.Add(events.Current.Int64(1));
            }

            hash.Finish(computed);
            previous = commit.Bytes(2).ToArray();
            if (computed.AsSpan().SequenceEqual(previous))
                _unproved.ExceptWith(within);
            if (previous.Length != HashChain.LinkBytes)
                previous = HashChain.Origin;
        }

        foreach (var id in _unproved)
            _streams[id].Keep($"its name cannot be proved: {_streams[id].Target.Name}");
    }

    private SalvagedStream Begin(long id, string? name, string owner, long epoch, long? end, byte[] link, HashSet<string> taken)
    {
        var isLost = name is null || !taken.Add(name);
        var target = draft.Stream(isLost ? $"#{id}" : name!, owner, Math.Max(0, epoch));
        var stream = new SalvagedStream(target, end, link);
        if (isLost)
            stream.Keep("its name is lost");
        _streams.Add(id, stream);
        return stream;
    }

    private void Take(SqliteStatement row)
    {
        var read = Read(row);
        if (_streams.TryGetValue(row.Int64(1), out var stream))
        {
            KeepRaw(stream, stream.Take(read, draft));
            return;
        }

        _lostRows++;
        KeepRaw($"#{row.Int64(1)}", read);
    }

    private void KeepRaw(SalvagedStream stream, IReadOnlyList<SalvagedEvent> rows)
    {
        foreach (var row in rows)
            KeepRaw(stream.Target.Name, row);
        stream.RowsKept += rows.Count;
    }

    private void KeepRaw(string stream, SalvagedEvent row)
    {
        var keep = _keep!;
        keep.Bind(1, stream);
        keep.BindAny(2, row.Raw[2]);
        keep.BindAny(3, row.Raw[0]);
        for (var column = 3; column < EventColumns; column++)
            keep.BindAny(column + 1, row.Raw[column]);
        keep.Run();
    }

    private void KeepEarlierQuarantine()
    {
        if (!source.HasQuarantine)
            return;
        var rows = source.All(
            "SELECT stream, seq, position, type, schema_version, payload, market_time, recorded_at, causation, correlation, link FROM quarantine",
            row => Enumerable.Range(0, EventColumns).Select(row.Any).ToArray(), out var isWhole);
        foreach (var row in rows)
        {
            for (var column = 0; column < EventColumns; column++)
                _keep!.BindAny(column + 1, row[column]);
            _keep!.Run();
        }

        if (!isWhole)
            _notices.Add("the quarantine of an earlier repair could not be read to its end");
    }

    private void CopyCommands()
    {
        var commands = source.All(
            "SELECT stream, id, first_seq, last_seq FROM commands WHERE typeof(id) = 'blob' AND length(id) = 16",
            row => (Stream: row.Int64(0), Place: new CommandPlace(CommandId.ReadFrom(row.Bytes(1)), row.Int64(2), row.Int64(3))), out var isWhole);
        var ends = new HashSet<(long, long)>();
        foreach (var (id, place) in commands)
        {
            if (_streams.TryGetValue(id, out var stream) && place.FirstSequence >= 1 && place.FirstSequence <= place.LastSequence
                && place.LastSequence <= stream.Target.NextSequence && ends.Add((id, place.LastSequence)))
                draft.Command(stream.Target, place);
        }

        if (!isWhole)
            _notices.Add("the commands could not be read to their end: a repeat of an old command may not be recognised");
    }

    private static SalvagedEvent Read(SqliteStatement row)
    {
        var raw = Enumerable.Range(0, EventColumns).Select(row.Any).ToArray();
        var isSound = raw is [long, long, long, string, long, string, long, long, null or string, null or string, null or byte[] { Length: HashChain.LinkBytes }];
        return new SalvagedEvent(row.Int64(2), isSound ? EventRow.Data(row) : null, row.Int64(7), raw[10] is byte[] { Length: HashChain.LinkBytes } link ? link : null, raw);
    }
}
