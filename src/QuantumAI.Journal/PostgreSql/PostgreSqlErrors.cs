using Npgsql;

namespace QuantumAI.Journal.PostgreSql;

/// <summary>What the database says, as the journal says it. A message names host, database and schema, never a password.</summary>
internal static class PostgreSqlErrors
{
    /// <summary>Whether the exception comes from the database or the way to it.</summary>
    public static bool IsOurs(Exception thrown) => thrown is NpgsqlException or TimeoutException or IOException or System.Net.Sockets.SocketException
        or System.Security.Authentication.AuthenticationException or InvalidOperationException and not ObjectDisposedException or InvalidCastException;

    public static JournalException Explain(string place, Exception thrown) => thrown is PostgresException said
        ? new JournalException(KindOf(said.SqlState), $"{place}: {said.MessageText} ({said.SqlState})", said)
        : new JournalException(JournalFailure.Unavailable, $"{place}: {Words(thrown)}", thrown);

    private static string Words(Exception thrown) =>
        thrown.InnerException is { } inner && thrown is NpgsqlException ? $"{thrown.Message} ({inner.Message})" : thrown.Message;

    private static JournalFailure KindOf(string state) => state switch
    {
        "QJ001" => JournalFailure.Foreign,
        "QJ002" or "XX001" or "XX002" or PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.CheckViolation => JournalFailure.Corrupt,
        PostgresErrorCodes.LockNotAvailable => JournalFailure.InUse,
        _ => JournalFailure.Unavailable,
    };
}
