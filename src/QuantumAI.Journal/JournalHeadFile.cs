using System.Globalization;
using System.Text;
using QuantumAI.Runtime.Persistence;

namespace QuantumAI.Journal;

/// <summary>
/// <c>journal.head</c>: the number and the link of a recent commit, in a file of its own beside the journal, so that a journal whose
/// end was cut off, or an older copy of it, is seen. It finds damage, not a forger.
/// </summary>
/// <remarks>Written and synced at most once a second after a commit, and when it is closed; atomically, by renaming. Thread safe.</remarks>
internal sealed class JournalHeadFile : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private readonly string _path;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly ITimer _timer;
    private JournalHead _latest = JournalHead.Empty;
    private long _written;
    private bool _isDue;
    private bool _isDisposed;

    /// <param name="path">The file.</param>
    /// <param name="time">The clock of the pause and of what the file says.</param>
    /// <param name="known">What the file says already; null when it is absent.</param>
    public JournalHeadFile(string path, TimeProvider time, JournalHead? known)
    {
        (_path, _time, _written) = (path, time, known?.Commits ?? 0);
        _timer = time.CreateTimer(_ => WriteDue(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The file beside a journal: <c>journal.head</c> beside <c>journal.db</c>.</summary>
    public static string PathBeside(string journalPath) => Path.ChangeExtension(journalPath, ".head");

    /// <summary>What the file says; null when it is absent.</summary>
    /// <exception cref="JournalException">It cannot be read or is no head file: delete it when the journal is known to be whole.</exception>
    public static JournalHead? Read(string path)
    {
        string[] lines;
        try
        {
            if (!File.Exists(path))
                return null;
            lines = File.ReadAllLines(path);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new JournalException(JournalFailure.Unavailable, $"{path} cannot be read: {unreadable.Message}", unreadable);
        }

        return lines.Length >= 3
            && TryNumber(lines[0], "commits", out var commits) && TryNumber(lines[1], "position", out var position)
            && lines[2].StartsWith("link ", StringComparison.Ordinal) && TryLink(lines[2][5..], out var link)
            ? new JournalHead(commits, position, link)
            : throw new JournalException(
                JournalFailure.Corrupt, $"{path} is damaged: it does not tell the journal's last commit; delete it when the journal is known to be whole");
    }

    /// <summary>Refuses a journal that does not reach the commit that the file knows, or has another one there.</summary>
    /// <param name="path">The file.</param>
    /// <param name="journal">Names the journal in messages.</param>
    /// <param name="head">The journal's end.</param>
    /// <param name="linkOf">The link of a commit that the journal has.</param>
    /// <exception cref="JournalException">The journal was cut off, replaced or changed.</exception>
    public static void Compare(string path, string journal, JournalHead head, Func<long, byte[]> linkOf)
    {
        if (Read(path) is not { Commits: > 0 } known)
            return;
        if (known.Commits > head.Commits)
            throw new JournalException(
                JournalFailure.Corrupt, $"{journal} ends at commit {head.Commits}, {path} says {known.Commits} (event {known.LastPosition}): its end was cut off, or it is an older copy")
            {
                IsCutOff = true,
            };
        if (!known.Link.Span.SequenceEqual(linkOf(known.Commits)))
            throw new JournalException(
                JournalFailure.Corrupt, $"{journal} has another commit {known.Commits} than {path} says: it was replaced or changed")
            {
                IsCutOff = true,
            };
    }

    /// <summary>A commit is durable: the file tells it within a second.</summary>
    public void Note(JournalHead head)
    {
        lock (_gate)
        {
            _latest = head;
            if (_isDue || _isDisposed || head.Commits == _written)
                return;
            _isDue = true;
            _timer.Change(Pause, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        WriteDue();
        lock (_gate)
            _isDisposed = true;
        _timer.Dispose();
    }

    private void WriteDue()
    {
        lock (_gate)
        {
            _isDue = false;
            if (_isDisposed || _latest.Commits == _written)
                return;
            try
            {
                using (var draft = new FileStream(_path + ".new", FileMode.Create, FileAccess.Write))
                {
                    draft.Write(Encoding.ASCII.GetBytes(Text()));
                    draft.Flush(flushToDisk: true); // a renamed file without its bytes would be taken for damage
                }

                File.Move(_path + ".new", _path, overwrite: true);
                _written = _latest.Commits;
            }
            catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
            {
                // The next commit tries again; the journal itself is what counts.
            }
        }
    }

    private string Text() => string.Create(
        CultureInfo.InvariantCulture,
        $"commits {_latest.Commits}\nposition {_latest.LastPosition}\nlink {Convert.ToHexStringLower(_latest.Link.Span)}\nwritten {_time.GetUtcNow():yyyy-MM-ddTHH:mm:ssZ}\n");

    private static bool TryNumber(string line, string name, out long number)
    {
        number = 0;
        return line.StartsWith(name + " ", StringComparison.Ordinal)
            && long.TryParse(line.AsSpan(name.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    private static bool TryLink(string text, out byte[] link)
    {
        link = new byte[HashChain.LinkBytes];
        return text.Length == 2 * HashChain.LinkBytes
            && Convert.FromHexString(text, link, out _, out var written) == System.Buffers.OperationStatus.Done && written == HashChain.LinkBytes;
    }
}
