using QuantumAI.Feeds.Files;

namespace QuantumAI.Feeds.Compression;

/// <summary>The bytes of a market file, unpacked when it is a gzip or zip file.</summary>
/// <param name="Stream">The unpacked bytes; disposing it closes the file.</param>
/// <param name="Name">What the content is called: the zip entry's name, else the file's without <c>.gz</c>.</param>
internal sealed record FileContent(Stream Stream, string Name)
{
    /// <summary>Looks at the first bytes; the endings <c>.gz</c> and <c>.zip</c> must be right.</summary>
    /// <param name="file">A seekable file that this takes over, at its start.</param>
    /// <param name="path">Its path.</param>
    /// <param name="problems">Where the entry's name and fatal problems go.</param>
    public static FileContent Open(FileStream file, string path, ProblemLog problems)
    {
        Span<byte> magic = stackalloc byte[4];
        magic = magic[..file.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false)];
        file.Position = 0;
        var name = Path.GetFileName(path);
        var ending = Path.GetExtension(path).ToUpperInvariant();
        if (ending == ".GZ" || magic.StartsWith(GzipHeader.Magic))
        {
            var inner = ending == ".GZ" ? Path.GetFileNameWithoutExtension(path) : name;
            return new FileContent(new GzipReadStream(file, problems), inner);
        }

        if (ending != ".ZIP" && !magic.SequenceEqual("PK\x03\x04"u8))
            return new FileContent(file, name);
        var entry = ZipEntryStream.Open(file, problems);
        problems.Enter(entry.EntryName);
        return new FileContent(entry, Path.GetFileName(entry.EntryName));
    }
}
