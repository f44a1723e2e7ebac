using System.Globalization;

namespace QuantumAI.Journal.Sqlite;

/// <summary>Exclusive ownership of a file across processes: an OS lock that ends with its process, kill -9 included.</summary>
/// <remarks>
/// The lock is on <c>FILE.lock</c>, which is empty and stays; who holds it stands in <c>FILE.owner</c>, a second file because
/// the locked one cannot be opened by whoever is refused. What a killed owner leaves behind is overwritten by the next.
/// <para>A lock file may be removed by its holder only: whoever had opened it before then holds a file that is not there any more,
/// which <see cref="Excludes"/> finds out.</para>
/// </remarks>
internal sealed class FileOwnership : IDisposable
{
    private const int OwnerChars = 200;

    private readonly FileStream _lock;
    private readonly string _ownerPath;

    private FileOwnership(FileStream held, string ownerPath)
    {
        _lock = held;
        _ownerPath = ownerPath;
    }

    /// <summary>Whether the lock file goes too when the ownership ends: for a file that is not there, or that nobody will own again.</summary>
    public bool LeavesNothing { get; set; }

    /// <exception cref="JournalException">Another process or object owns it, or the directory refuses files.</exception>
    public static FileOwnership Take(string path, TimeProvider time)
    {
        var ownerPath = path + ".owner";
        FileStream? held = null;
        try
        {
            held = Lock(path);
            if (!Excludes(path))
                throw new IOException("the file system or the process takes no locks");
            File.WriteAllText(ownerPath, Describe(time));
            return new FileOwnership(held, ownerPath);
        }
        catch (IOException refused) when (held is null && IsHeld(refused))
        {
            throw new JournalException(JournalFailure.InUse, $"{path} is in use by {OwnerOf(ownerPath)}", refused);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            held?.Dispose();
            throw new JournalException(JournalFailure.Unavailable, $"{path} cannot be locked: {refused.Message}", refused);
        }
    }

    public void Dispose()
    {
        Delete(_ownerPath);

        // Windows removes no open file, and nobody else's lock.
        if (LeavesNothing && !OperatingSystem.IsWindows())
            Delete(_lock.Name);
        _lock.Dispose();
        if (LeavesNothing && OperatingSystem.IsWindows())
            Delete(_lock.Name);
    }

    private static void Delete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // The owner's note only informs, and a free lock file hurts nobody.
        }
    }

    private static FileStream Lock(string path) =>
        new(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);

    // Some network file systems, and a switch of .NET, let a lock succeed that locks nothing.
    private static bool Excludes(string path)
    {
        try
        {
            Lock(path).Dispose();
            return false;
        }
        catch (IOException refused) when (IsHeld(refused))
        {
            return true;
        }
    }

    private static string Describe(TimeProvider time) => string.Create(
        CultureInfo.InvariantCulture,
        $"process {Environment.ProcessId} on {Environment.MachineName} since {time.GetUtcNow().UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ}");

    private static string OwnerOf(string ownerPath)
    {
        try
        {
            using var reader = new StreamReader(new FileStream(ownerPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
            var text = new char[OwnerChars];
            var length = reader.ReadBlock(text);
            return length == 0 ? "another process" : new string(text, 0, length).Trim();
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return "another process";
        }
    }

    // EWOULDBLOCK of Linux and macOS; sharing and lock violation of Windows.
    private static bool IsHeld(IOException refused) =>
        refused.HResult is 11 or 35 or unchecked((int)0x80070020) or unchecked((int)0x80070021);
}
