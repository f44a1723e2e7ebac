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
    private static readonly Lazy<string> Chosen = new(Choose);

    /// <summary>Loads the library on first use and answers its version, for example <c>3.40.1</c>.</summary>
    public static string Version => Chosen.Value;

    private static string Choose()
    {
        if (OperatingSystem.IsLinux())
        {
            NativeLibrary.SetDllImportResolver(
                typeof(SQLite3Provider_e_sqlite3).Assembly,
                (name, _, _) => name == "e_sqlite3" && NativeLibrary.TryLoad("libsqlite3.so.0", out var handle) ? handle : 0);
        }

        raw.SetProvider(new SQLite3Provider_e_sqlite3());
        return raw.sqlite3_libversion().utf8_to_string();
    }
}
