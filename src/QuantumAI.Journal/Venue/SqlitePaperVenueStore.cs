using QuantumAI.Journal.Sqlite;
using QuantumAI.Simulation.Venue;

namespace QuantumAI.Journal.Venue;

/// <summary>The built-in venue's books in an SQLite file that outside tools may read while the venue runs.</summary>
/// <remarks>One caller at a time. Ownership, identity and damage are treated as the journal's are.</remarks>
public sealed class SqlitePaperVenueStore : IPaperVenueStore
{
    private readonly SqliteDatabase _database;
    private readonly VenueWriter _writer;
    private VenueChange? _uncertain;
    private bool _disposed;

    private SqlitePaperVenueStore(SqliteDatabase database)
    {
        _database = database;
        _writer = new VenueWriter(database.Connection);
    }

    /// <summary>Opens or creates the books and takes ownership of them.</summary>
    /// <param name="path">The file, for example <c>data/venue.sqlite</c>; an absent directory is created.</param>
    /// <param name="time">Wall clock for the owner's note; the system's when null.</param>
    /// <param name="maxBytes">Size at which the file counts as full; null for no bound but the disk's.</param>
    /// <exception cref="JournalException">In use (it names the owner), foreign, newer, damaged, unavailable.</exception>
    /// <remarks>Books of a former format are brought to the present one once all of them has been read.</remarks>
    public static SqlitePaperVenueStore Open(string path, TimeProvider? time = null, long? maxBytes = null)
    {
        var database = SqliteDatabase.Open(path, VenueFormat.Format, time ?? TimeProvider.System, maxBytes, connection => _ = VenueRows.Load(path, connection));
        try
        {
            if (database.Connection.Number("PRAGMA user_version") is var version and < VenueFormat.Version)
                database.Connection.Execute(VenueUpgrades.From(version));
            return new SqlitePaperVenueStore(database);
        }
        catch
        {
            database.Connection.RollBack();
            database.Dispose();
            throw;
        }
    }

    /// <summary>Reads everything: all orders and trades since the venue began, in the order in which they were first saved.</summary>
    public VenueBooks Load()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return VenueRows.Load(_database.Path, _database.Connection);
    }

    /// <summary>Stores a change in one durable transaction.</summary>
    /// <exception cref="JournalException">Nothing was stored: full, not writable, or a trade id that is already there.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value that the books could not give back exactly; nothing was stored.</exception>
    public void Save(VenueChange change) => SaveAll([change]);

    /// <summary>Stores changes in one durable transaction; see <see cref="Save"/>.</summary>
    public void SaveAll(IReadOnlyList<VenueChange> changes)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (changes.Count == 0)
            return;
        var trade = changes.FirstOrDefault(change => change.Trades.Count > 0)?.Trades[0];
        if (trade is not null && ReferenceEquals(changes[0], _uncertain) && Load().Trades.Contains(trade))
        {
            _uncertain = null;
            return;
        }

        // A commit that fails may be written all the same; orders and balances may be written twice, trades may not.
        _uncertain = changes[0];
        _database.InTransaction(() =>
        {
            foreach (var change in changes)
                Write(change);
        });
        _uncertain = null;
    }

    /// <inheritdoc/>
    public bool IsPassing(Exception failure) => failure is JournalException { Failure: JournalFailure.InUse or JournalFailure.Unavailable };

    private void Write(VenueChange change)
    {
        foreach (var account in change.Accounts)
            _writer.Save(account);
        foreach (var balance in change.Balances)
            _writer.Save(balance);
        foreach (var order in change.Orders)
            _writer.Save(order);
        foreach (var trade in change.Trades)
            _writer.Save(trade);
        foreach (var prevention in change.Preventions)
            _writer.Save(prevention);
        foreach (var mark in change.Marks)
            _writer.Save(mark);
        _writer.SaveMarketTime(change.MarketNanos);
    }

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        _writer.Dispose();
        _database.Dispose();
    }
}
