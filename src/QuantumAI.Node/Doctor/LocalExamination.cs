using System.Diagnostics;
using QuantumAI.Journal;
using QuantumAI.Node.Composition;
using QuantumAI.Venues.Contract;
using QuantumAI.Venues.Signing;

namespace QuantumAI.Node.Doctor;

/// <summary>Looks at this machine: library, disk, journal. Writes one small file into the data directory and removes it.</summary>
internal static class LocalExamination
{
    private const long SpaceFailBytes = 100L << 20;
    private const long SpaceWarnBytes = 2L << 30;
    private const int Syncs = 5;
    private static readonly TimeSpan SyncWarn = TimeSpan.FromMilliseconds(50);

    public static VenueFinding Library() => Ed25519Keys.Missing is { } missing
        ? new VenueFinding("Ed25519", FindingLevel.Warn, missing, "install OpenSSL 3 (libssl3); HMAC keys work meanwhile")
        : new VenueFinding("Ed25519", FindingLevel.Ok, "libcrypto 3 is here");

    /// <summary>Room, rights and speed of the data directory, or of the directory that it would be made in.</summary>
    public static IEnumerable<VenueFinding> Disk(string dataDir)
    {
        var folder = new DirectoryInfo(Path.GetFullPath(dataDir));
        while (!folder.Exists && folder.Parent is { } parent)
            folder = parent;
        yield return Space(folder);
        yield return Sync(folder);
    }

    public static VenueFinding Journal(JournalPlace place, string environment)
    {
        try
        {
            if (place.IsFile && !File.Exists(place.FilePath))
                return new VenueFinding("journal", FindingLevel.Ok, $"{place.FilePath} is made at the first start");
            using var archive = place.OpenArchive();
            if (archive.Environment() != environment)
                return new VenueFinding("journal", FindingLevel.Fail, $"{archive.Place} belongs to {archive.Environment()}, not to {environment}", "use another --data-dir");
            var notices = new List<string>();
            var head = archive.Verify(null, notices.Add);
            return notices.Count > 0
                ? new VenueFinding("journal", FindingLevel.Warn, string.Join("; ", notices), "quantum journal verify says more")
                : new VenueFinding("journal", FindingLevel.Ok, $"{archive.Place}: {head.Commits} commits, every link holds");
        }
        catch (JournalException failure)
        {
            return failure.Failure is JournalFailure.Unavailable or JournalFailure.InUse
                ? new VenueFinding("journal", FindingLevel.Unreachable, failure.Message, "see whether the database runs and can be reached")
                : new VenueFinding("journal", FindingLevel.Fail, failure.Message, "quantum journal verify names what is damaged; restore a backup, or quantum journal repair");
        }
    }

    private static VenueFinding Space(DirectoryInfo folder)
    {
        try
        {
            var free = new DriveInfo(folder.FullName).AvailableFreeSpace;
            var text = $"{free >> 20} MiB free in {folder.FullName}";
            return free switch
            {
                < SpaceFailBytes => new VenueFinding("disk space", FindingLevel.Fail, text, "make room: when the journal cannot write, nothing is ordered"),
                < SpaceWarnBytes => new VenueFinding("disk space", FindingLevel.Warn, text, "make room soon"),
                _ => new VenueFinding("disk space", FindingLevel.Ok, text),
            };
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return new VenueFinding("disk space", FindingLevel.Warn, failure.Message, "see how much room there is yourself");
        }
    }

    private static VenueFinding Sync(DirectoryInfo folder)
    {
        var path = Path.Combine(folder.FullName, $".quantum-doctor-{Environment.ProcessId}");
        try
        {
            var slowest = TimeSpan.Zero;
            using (var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 4_096, FileOptions.DeleteOnClose))
            {
                for (var i = 0; i < Syncs; i++)
                {
                    var watch = Stopwatch.StartNew();
                    file.Write(new byte[4_096]);
                    file.Flush(flushToDisk: true);
                    slowest = watch.Elapsed > slowest ? watch.Elapsed : slowest;
                }
            }

            var text = $"{folder.FullName} can be written; a sync takes at most {slowest.TotalMilliseconds:0.0} ms";
            return slowest > SyncWarn
                ? new VenueFinding("disk", FindingLevel.Warn, text, "every order waits for a sync: use a faster disk")
                : new VenueFinding("disk", FindingLevel.Ok, text);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new VenueFinding("disk", FindingLevel.Fail, $"{folder.FullName} cannot be written: {failure.Message}", "use another --data-dir, or change its rights");
        }
    }
}
