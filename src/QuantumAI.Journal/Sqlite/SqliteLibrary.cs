using System.Runtime.InteropServices;
using SQLitePCL;

namespace QuantumAI.Journal.Sqlite;

/// <summary>Chooses the native SQLite once per process: the system's own on Linux, the bundled one elsewhere.</summary>
/// <remarks>
/// The system library gets its security fixes from the distribution; the bundle is there for machines without one.
/// Thread safe; calling it again costs one read.
/// </remarks>
internal static class SqliteLibrary
{
    // SIGXFSZ of Linux: a write beyond the limit on file sizes. Unhandled it ends the process; as a refused write it is an outage.
    private const PosixSignal FileSizeExceeded = (PosixSignal)25;

    private static readonly Lazy<string> Chosen = new(Choose);
    private static PosixSignalRegistration? _fileSizeExceeded;

    /// <summary>Loads the library on first use and answers its version, for example <c>3.40.1</c>.</summary>
    public static string Version => Chosen.Value;

    private static string Choose()
    {
        if (OperatingSystem.IsLinux())
        {
            _fileSizeExceeded ??= PosixSignalRegistration.Create(FileSizeExceeded, signal => signal.Cancel = true);
            NativeLibrary.SetDllImportResolver(
                typeof(SQLite3Provider_e_sqlite3).Assembly,
                (name, _, _) => name == "e_sqlite3" && NativeLibrary.TryLoad("libsqlite3.so.0", out var handle) ? handle : 0);
        }

        raw.SetProvider(new SQLite3Provider_e_sqlite3());
        return raw.sqlite3_libversion().utf8_to_string();
    }
}
