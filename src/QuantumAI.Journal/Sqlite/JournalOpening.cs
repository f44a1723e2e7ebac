using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Journal.Sqlite;

/// <summary>What is checked of a journal before it may be written.</summary>
internal static class JournalOpening
{
    /// <param name="notices">Takes what people should hear of, though it refuses nothing.</param>
    public static JournalContent Verify(
        string path, SqliteConnection connection, JournalIdentity identity, SqliteJournalOptions options, List<string> notices)
    {
        var environment = JournalContent.Read(path, connection).Environment;
        if (environment != identity.Environment)
            throw new JournalException(JournalFailure.OtherIdentity, $"{path} is a journal of environment {environment}, it was opened for {identity.Environment}");
        var content = VerifyWithHead(path, connection, options.Progress, notices);
        notices.AddRange(content.Streams.Where(stream => stream.QuarantinedFrom is not null).Select(stream =>
            $"stream {stream.Name} is quarantined from sequence {stream.QuarantinedFrom}: {stream.QuarantineReason}"));
        return content;
    }

    /// <summary>Refuses an absent journal that its head file knows, before an empty one is made in its place.</summary>
    /// <exception cref="JournalException">Corrupt: the journal is lost; a backup can be restored to the path.</exception>
    public static void RefuseLost(string path)
    {
        if (!File.Exists(path) && SqliteFile.WalBytes(path) == 0)
            _ = JournalHeadFile.Compare($"journal {path}", JournalHeadFile.Said(JournalHeadFile.PathFor(path)), JournalHead.Empty, _ => default);
    }

    /// <summary>Verifies every table, and that the journal reaches its <c>journal.head</c>.</summary>
    /// <remarks>
    /// The head is read first: a writer that goes on meanwhile moves it past the moment that the tables are seen at. So no statement of
    /// a transaction that the caller has begun may have run yet.
    /// </remarks>
    public static JournalContent VerifyWithHead(string path, SqliteConnection connection, Action<long>? progress, List<string> notices)
    {
        var said = JournalHeadFile.Said(JournalHeadFile.PathFor(path));
        CheckTable(path, connection, "streams");
        CheckTable(path, connection, "commands");
        var content = JournalVerification.Run(path, connection, progress);
        if (JournalHeadFile.Compare($"journal {path}", said, content.Head, number => LinkOf(connection, number)) is { } notice)
            notices.Add(notice);
        return content;
    }

    /// <summary>The index of names decides which stream is read, that of commands what is a duplicate: both must fit their tables.</summary>
    private static void CheckTable(string path, SqliteConnection connection, string table)
    {
        var found = connection.Word($"PRAGMA integrity_check({table})");
        if (found != "ok")
            throw new JournalException(JournalFailure.Corrupt, $"journal {path} is damaged: table {table}: {found.ReplaceLineEndings(" ")}");
    }

    private static ReadOnlyMemory<byte> LinkOf(SqliteConnection connection, long number)
    {
        using var commit = connection.Prepare(SqliteJournalFormat.SelectCommits);
        commit.Bind(1, number);
        return commit.Step() && commit.Int64(0) == number ? commit.Bytes(2).ToArray() : default;
    }
}
