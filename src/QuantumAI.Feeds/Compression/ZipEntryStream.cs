using System.IO.Compression;
using QuantumAI.Feeds.Files;

namespace QuantumAI.Feeds.Compression;

/// <summary>The one data entry of a zip file; its length and check sum are verified when its end is read.</summary>
internal sealed class ZipEntryStream : ReadOnlyStream
{
    private const int EntriesMax = 10_000;

    private readonly ZipArchive _archive;
    private readonly ZipArchiveEntry _entry;
    private readonly Stream _content;
    private readonly ProblemLog _problems;
    private Crc32 _sum;
    private long _totalBytes;

    private ZipEntryStream(ZipArchive archive, ZipArchiveEntry entry, ProblemLog problems)
    {
        _archive = archive;
        _entry = entry;
        _problems = problems;
        _content = entry.Open();
    }

    public string EntryName => _entry.FullName;

    /// <summary>Opens the entry and takes over the file.</summary>
    /// <exception cref="MarketFileException">There is not exactly one data entry, or it cannot be read.</exception>
    public static ZipEntryStream Open(Stream file, ProblemLog problems)
    {
        ZipArchive? archive = null;
        try
        {
            archive = new ZipArchive(file, ZipArchiveMode.Read);
            var entry = Choose(archive, problems);
            if (entry.IsEncrypted)
                throw problems.Fatal("a zip entry must not be encrypted", ProblemLog.Printable(entry.FullName));
            return new ZipEntryStream(archive, entry, problems);
        }
        catch (Exception broken) when (broken is not MarketFileException and not OutOfMemoryException)
        {
            // ZipArchive reports broken directories with half a dozen exception types.
            archive?.Dispose();
            throw problems.Fatal("zip data must be intact", ProblemLog.Printable(broken.Message), broken);
        }
        catch (MarketFileException)
        {
            archive?.Dispose();
            throw;
        }
    }

    public override int Read(Span<byte> buffer)
    {
        int count;
        try
        {
            count = _content.Read(buffer);
        }
        catch (Exception broken) when (broken is InvalidDataException or IOException)
        {
            throw _problems.Fatal("zip data must be intact", ProblemLog.Printable(broken.Message), broken);
        }

        _sum.Append(buffer[..count]);
        _totalBytes += count;
        ExpansionLimit.Check(_totalBytes, _entry.CompressedLength, _problems);
        if (_totalBytes > _entry.Length || (count == 0 && buffer.Length > 0 && (_totalBytes != _entry.Length || _sum.Value != _entry.Crc32)))
        {
            throw _problems.Fatal(
                "a zip entry must have the length and check sum that the directory states", $"different after {_totalBytes} of {_entry.Length} bytes");
        }

        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _content.Dispose();
            _archive.Dispose();
        }

        base.Dispose(disposing);
    }

    private static ZipArchiveEntry Choose(ZipArchive archive, ProblemLog problems)
    {
        if (archive.Entries.Count > EntriesMax)
            throw problems.Fatal($"a zip file must not have more than {EntriesMax} entries", $"{archive.Entries.Count}");
        var data = archive.Entries.Where(IsData).ToList();
        if (data.Count == 1)
            return data[0];
        var names = string.Join(", ", data.Take(10).Select(entry => ProblemLog.Printable(entry.FullName)));
        throw problems.Fatal(
            "a zip file must hold exactly one data entry; unpack it and name the one to read",
            data.Count == 0 ? "none" : $"{data.Count}: {names}{(data.Count > 10 ? ", …" : "")}");
    }

    private static bool IsData(ZipArchiveEntry entry) =>
        entry.Name.Length > 0
        && entry.Name[0] != '.'
        && !entry.FullName.StartsWith("__MACOSX/", StringComparison.Ordinal)
        && !entry.Name.EndsWith(".CHECKSUM", StringComparison.OrdinalIgnoreCase);
}
