using System.Buffers.Binary;

namespace QuantumAI.Journal.Sqlite;

/// <summary>Tells a write-ahead log that was torn at its end from one that is damaged in its middle.</summary>
/// <remarks>
/// SQLite ends its recovery at the first frame whose checksum is wrong and takes what follows for garbage. That is right for the
/// last transaction, which nobody was told of, and silently loses acknowledged ones when a bit has flipped before them. A frame is
/// damage when more than one commit of the same generation stands at or behind it: only the last one can have been unfinished.
/// A log that was cut off exactly behind a commit looks like an earlier log; an exported journal hash finds that.
/// Format: https://www.sqlite.org/fileformat2.html#the_write_ahead_log
/// </remarks>
internal sealed class WalInspection
{
    private const int HeaderBytes = 32;
    private const int FrameHeaderBytes = 24;
    private const uint Magic = 0x377f0682;

    // By how many pages one transaction grows the file at most, for the search of a lost commit mark.
    private const int PagesTried = 64;

    private readonly bool _bigEndian;
    private uint _sum1;
    private uint _sum2;

    private WalInspection(bool bigEndian) => _bigEndian = bigEndian;

    /// <summary>Reads the log of <paramref name="path"/> once; nothing is changed. The caller owns the path.</summary>
    /// <exception cref="JournalException">Damage before the last transaction; it names the frame.</exception>
    public static void Run(string path)
    {
        try
        {
            using var wal = new FileStream(path + "-wal", FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            Inspect(path, wal);
        }
        catch (FileNotFoundException)
        {
            // Closed properly, or new.
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new JournalException(JournalFailure.Unavailable, $"{path}-wal cannot be read: {refused.Message}", refused);
        }
    }

    private static void Inspect(string path, FileStream wal)
    {
        var header = new byte[HeaderBytes];
        if (wal.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false) < HeaderBytes || header.AsSpan().IndexOfAnyExcept((byte)0) < 0)
            return;
        var inspection = new WalInspection((Word(header, 0) & 1) == 1);
        inspection.Add(header.AsSpan(0, 24));
        var pageBytes = Word(header, 8);
        if ((Word(header, 0) & ~1u) != Magic || !inspection.Matches(header.AsSpan(24)) || pageBytes is < 512 or > 65536)
            throw new JournalException(JournalFailure.Corrupt, $"{path}-wal is damaged: its header does not match its checksum");

        var (bad, commits) = inspection.Walk(wal, header.AsMemory(16, 8), (int)pageBytes);
        if (commits > 1)
            throw new JournalException(
                JournalFailure.Corrupt, $"{path}-wal is damaged: frame {bad} does not match its checksum, and {commits} transactions stand at or behind it");
    }

    /// <summary>The first bad frame, counted from 1, and how many commits stand at or behind it.</summary>
    private (int Bad, int Commits) Walk(FileStream wal, ReadOnlyMemory<byte> salts, int pageBytes)
    {
        var frame = new byte[FrameHeaderBytes + pageBytes];
        var (bad, commits) = (0, 0);
        (byte[] Frame, uint Sum1, uint Sum2) suspect = ([], 0, 0);
        for (var number = 1; wal.ReadAtLeast(frame, frame.Length, throwOnEndOfStream: false) == frame.Length; number++)
        {
            var current = frame.AsSpan(8, 8).SequenceEqual(salts.Span);
            var databasePages = Word(frame, 4);
            if (bad == 0)
            {
                var (sum1, sum2) = (_sum1, _sum2);
                AddFrame(frame);
                var matches = Matches(frame.AsSpan(16, 8));
                if (current && matches)
                    continue;
                bad = number;

                // The checksum does not cover the salts: a frame that it fits is of this generation, whatever they say.
                current |= matches;
                if (current && databasePages == 0)
                    suspect = (frame.ToArray(), sum1, sum2);
            }

            if (!current || databasePages == 0)
                continue;
            commits++;
            if (suspect.Frame.Length > 0 && FitsAsCommit(suspect.Frame, suspect.Sum1, suspect.Sum2, databasePages))
                commits++;
            suspect.Frame = [];
        }

        return (bad, commits);
    }

    /// <summary>Whether the first bad frame ended a transaction until its mark (the size of the database in pages) became 0.</summary>
    private bool FitsAsCommit(byte[] frame, uint sum1, uint sum2, uint pagesLater)
    {
        for (var pages = pagesLater; pages > 0 && pagesLater - pages < PagesTried; pages--)
        {
            BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(4), pages);
            (_sum1, _sum2) = (sum1, sum2);
            AddFrame(frame);
            if (Matches(frame.AsSpan(16, 8)))
                return true;
        }

        return false;
    }

    private void AddFrame(ReadOnlySpan<byte> frame)
    {
        Add(frame[..8]);
        Add(frame[FrameHeaderBytes..]);
    }

    private bool Matches(ReadOnlySpan<byte> sums) => Word(sums, 0) == _sum1 && Word(sums, 4) == _sum2;

    private void Add(ReadOnlySpan<byte> bytes)
    {
        for (var i = 0; i < bytes.Length; i += 8)
        {
            var first = _bigEndian ? Word(bytes, i) : BinaryPrimitives.ReadUInt32LittleEndian(bytes[i..]);
            var second = _bigEndian ? Word(bytes, i + 4) : BinaryPrimitives.ReadUInt32LittleEndian(bytes[(i + 4)..]);
            _sum1 = unchecked(_sum1 + first + _sum2);
            _sum2 = unchecked(_sum2 + second + _sum1);
        }
    }

    private static uint Word(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt32BigEndian(bytes[offset..]);
}
