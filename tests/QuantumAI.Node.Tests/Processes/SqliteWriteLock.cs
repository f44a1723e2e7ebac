using System.Runtime.Versioning;

namespace QuantumAI.Node.Tests.Processes;

/// <summary>Holds the lock that a writer of an SQLite file in WAL mode needs, as another program would; taken without SQLite.</summary>
/// <remarks>The lock is on byte 120 of the file's shared memory (sqlite.org/walformat.html, “WAL_WRITE_LOCK”).</remarks>
[UnsupportedOSPlatform("macos")]
[UnsupportedOSPlatform("freebsd")]
[UnsupportedOSPlatform("ios")]
[UnsupportedOSPlatform("tvos")]
internal sealed class SqliteWriteLock : IDisposable
{
    private const int WriteLockByte = 120;
    private readonly FileStream _sharedMemory;

    private SqliteWriteLock(FileStream sharedMemory) => _sharedMemory = sharedMemory;

    /// <summary>Waits for the lock: whoever writes holds it only for moments.</summary>
    public static SqliteWriteLock Take(string database)
    {
        var memory = new FileStream(database + "-shm", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        using var patience = new CancellationTokenSource(QuantumProcess.Patience);
        while (true)
        {
            try
            {
                memory.Lock(WriteLockByte, 1);
                return new SqliteWriteLock(memory);
            }
            catch (IOException) when (!patience.IsCancellationRequested)
            {
            }
        }
    }

    public void Dispose() => _sharedMemory.Dispose();
}
