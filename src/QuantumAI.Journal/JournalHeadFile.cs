using System.Globalization;
using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Journal;

/// <summary>
/// <c>journal.head</c>: the last commit's number, position and link in a text file beside the journal, so that a journal whose tail was
/// cut cleanly is seen. It finds damage, not a forger.
/// </summary>
/// <remarks>
/// Thread safe. Written under another name and renamed, at most once a second after a commit and when it is disposed. It only follows
/// the journal: a head that cannot be written fails nothing, the next commit tries again.
/// </remarks>
public sealed class JournalHeadFile : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private readonly string _path;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private JournalHead? _latest;
    private JournalHead? _written;
    private bool _isArmed;
    private bool _isDisposed;

    /// <param name="path">The head's own path (<see cref="PathFor"/>); nothing is written yet.</param>
    /// <param name="time">Gives the pause and the time that is written.</param>
    public JournalHeadFile(string path, TimeProvider time)
    {
        (_path, _time) = (path, time);
        _timer = time.CreateTimer(_ => WriteLatest(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The head of a journal: <c>journal.head</c> beside <c>journal.db</c>.</summary>
    public static string PathFor(string journalPath) => Path.ChangeExtension(journalPath, ".head");

    /// <summary>A commit is durable; written within a second.</summary>
    public void Note(JournalHead head)
    {
        lock (_gate)
        {
            _latest = head;
            if (_isArmed || _isDisposed)
                return;
            _isArmed = true;
        }

        _timer.Change(Pause, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Writes a head at once.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void Write(string path, JournalHead head, TimeProvider time)
    {
        var draft = path + ".new";
        using (var file = new FileStream(draft, FileMode.Create, FileAccess.Write, FileShare.None))
        using (var writer = new StreamWriter(file))
        {
            writer.Write(string.Create(
                CultureInfo.InvariantCulture,
                $"commit {head.Commits}\nposition {head.LastPosition}\nlink {Convert.ToHexStringLower(head.Link.Span)}\ntime {time.GetUtcNow().UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ}\n"));
            writer.Flush();
            file.Flush(flushToDisk: true);
        }

        File.Move(draft, path, overwrite: true);
    }

    /// <summary>What the file says; null when it is absent, or unreadable: then <paramref name="notice"/> says why.</summary>
    public static JournalHead? Read(string path, out string? notice)
    {
        notice = null;
        try
        {
            if (Parse(File.ReadAllLines(path)) is { } head)
                return head;
            notice = $"{path} does not hold a journal's head and was passed over: a cut tail would not be seen";
        }
        catch (Exception absent) when (absent is FileNotFoundException or DirectoryNotFoundException)
        {
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            notice = $"{path} cannot be read and was passed over: {refused.Message}";
        }

        return null;
    }

    /// <summary>What the file says now, for <see cref="Compare"/>. Beside a writer, call it before the journal is looked at: it is never ahead of the journal then.</summary>
    public static SaidHead Said(string path) => new(path, Read(path, out var notice), notice);

    /// <summary>Refuses a verified journal that does not reach what its head file said.</summary>
    /// <param name="journal">Names the journal as a message begins: <c>journal data/journal.db</c>.</param>
    /// <param name="file">The head file, read before the journal.</param>
    /// <param name="end">The journal's end.</param>
    /// <param name="linkOf">The link of one of the journal's commits.</param>
    /// <returns>A notice for people, or null.</returns>
    /// <exception cref="JournalException">Corrupt: the tail was cut, or the history was replaced.</exception>
    public static string? Compare(string journal, SaidHead file, JournalHead end, Func<long, ReadOnlyMemory<byte>> linkOf)
    {
        if (file.Head is null)
            return file.Notice ?? (end.Commits == 0 ? null : $"{file.Path} is absent, though {journal} has {end.Commits} commits: a cut tail would not be seen");
        if (file.Head is not { Commits: > 0 } said)
            return null;
        var name = Path.GetFileName(file.Path);
        if (said.Commits > end.Commits)
            throw new JournalException(JournalFailure.Corrupt, $"{journal} is damaged: the journal ends at commit {end.Commits}, {name} says {said.Commits}: its tail was cut")
            {
                IsTailCut = true,
            };
        if (!linkOf(said.Commits).Span.SequenceEqual(said.Link.Span))
            throw new JournalException(JournalFailure.Corrupt, $"{journal} is damaged: its commit {said.Commits} has another link than {name} says: its history was replaced")
            {
                IsTailCut = true,
            };
        return null;
    }

    public void Dispose()
    {
        lock (_gate)
            _isDisposed = true;
        _timer.Dispose();
        WriteLatest();
    }

    private void WriteLatest()
    {
        lock (_gate)
        {
            _isArmed = false;
            if (_latest is null || _latest == _written)
                return;
            try
            {
                Write(_path, _latest, _time);
                _written = _latest;
            }
            catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
            {
                // The journal has its commit; an older head is accepted too.
            }
        }
    }

    private static JournalHead? Parse(string[] lines)
    {
        if (lines is not [var commit, var position, var link, ..]
            || !commit.StartsWith("commit ", StringComparison.Ordinal) || !position.StartsWith("position ", StringComparison.Ordinal)
            || !link.StartsWith("link ", StringComparison.Ordinal) || link.Length != 5 + (2 * HashChain.LinkBytes)
            || !long.TryParse(commit.AsSpan(7), NumberStyles.None, CultureInfo.InvariantCulture, out var commits)
            || !long.TryParse(position.AsSpan(9), NumberStyles.None, CultureInfo.InvariantCulture, out var lastPosition))
            return null;
        var bytes = new byte[HashChain.LinkBytes];
        return Convert.FromHexString(link.AsSpan(5), bytes, out _, out _) == System.Buffers.OperationStatus.Done
            ? new JournalHead(commits, lastPosition, bytes)
            : null;
    }
}
