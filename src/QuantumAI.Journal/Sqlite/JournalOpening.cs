using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Journal.Sqlite;

/// <summary>What is checked of a journal before it may be written.</summary>
internal static class JournalOpening
{
    public static JournalContent Verify(string path, SqliteConnection connection, JournalIdentity identity, SqliteJournalOptions options)
    {
        var content = JournalContent.Read(path, connection);
        if (content.Environment != identity.Environment)
            throw new JournalException(JournalFailure.OtherIdentity, $"{path} is a journal of environment {content.Environment}, it was opened for {identity.Environment}");
        return PlainVerification.Run(path, connection, options.Progress);
    }
}
