using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Journal.Sqlite;

/// <summary>What a journal's small tables say: its environment, its end and its streams.</summary>
/// <param name="Environment">Whose world it records.</param>
/// <param name="Head">The row <c>journal</c>.</param>
/// <param name="Streams">The rows of <c>streams</c> by id.</param>
internal sealed record JournalContent(string Environment, JournalHead Head, IReadOnlyList<StreamState> Streams)
{
    /// <exception cref="JournalException">The row <c>journal</c> is missing, or something cannot be read.</exception>
    public static JournalContent Read(string path, SqliteConnection connection)
    {
        using var journal = connection.Prepare(SqliteJournalFormat.SelectJournal);
        if (!journal.Step())
            throw new JournalException(JournalFailure.Corrupt, $"journal {path} is damaged: its row of journal is missing");
        var head = new JournalHead(journal.Int64(1), journal.Int64(2), journal.Bytes(3).ToArray());
        var states = new List<StreamState>();
        using var streams = connection.Prepare(SqliteJournalFormat.SelectStreams);
        while (streams.Step())
            states.Add(StreamState.Stored(streams));
        return new JournalContent(journal.Text(0), head, states);
    }
}
